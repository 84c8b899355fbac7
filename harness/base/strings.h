/* Strings on the heap. All end the program when memory is short; free() what they return. */
#ifndef STRINGS_H
#define STRINGS_H

/* A copy; NULL of NULL. */
char *copy_string(const char *text);

__attribute__((format(printf, 1, 2))) char *format_string(const char *format, ...);

/* The same, for what is needed until the program ends, such as options: nobody frees it. */
__attribute__((format(printf, 1, 2))) char *lasting_string(const char *format, ...);

/* The same behind a list and ", "; frees the list, which is NULL before its first. */
__attribute__((format(printf, 2, 3))) char *append_string(char *list, const char *format, ...);

#endif
