/* Strings on the heap. If memory runs out, these functions end the program; free() what they
 * return. */
#ifndef STRINGS_H
#define STRINGS_H

/* A copy; NULL for NULL. */
char *copy_string(const char *text);

__attribute__((format(printf, 1, 2))) char *format_string(const char *format, ...);

/* The same, for what is needed until the program ends, such as options: nobody frees it. */
__attribute__((format(printf, 1, 2))) char *lasting_string(const char *format, ...);

/* A list, ", " and the new text; frees the old list, which is NULL if it is empty. */
__attribute__((format(printf, 2, 3))) char *append_string(char *list, const char *format, ...);

#endif
