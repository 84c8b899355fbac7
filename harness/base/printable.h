/* Text that a file or another program has a part in, before a terminal gets it: nothing that could
 * paint it, or break a line. Both change the text in place and return it; NULL stays NULL. */
#ifndef PRINTABLE_H
#define PRINTABLE_H

/* UTF-8 without control characters: `instead` takes the place of each, those of one byte and those
 * of two (U+0080 to U+009F: some terminals take U+009B for ESC [), and of each byte that is no part
 * of a character. */
char *printable(char *text, char instead);

/* ASCII alone, where a name may be in any encoding: a question mark for each other byte. */
char *printable_ascii(char *text);

#endif
