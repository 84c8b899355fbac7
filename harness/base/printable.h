/* Makes text from files and other programs safe to print: afterwards it can't control the terminal
 * or break a line. Both functions change the text in place and return it; NULL stays NULL. */
#ifndef PRINTABLE_H
#define PRINTABLE_H

/* UTF-8: `instead` replaces each control character, whether of one byte or of two (U+0080 to
 * U+009F; some terminals take U+009B for ESC [), and each byte that is not part of a character. */
char *printable(char *text, char instead);

/* ASCII, for names in any encoding: a question mark replaces each other byte. */
char *printable_ascii(char *text);

#endif
