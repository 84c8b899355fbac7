/* Strings on the heap. Both end the program when memory is short; free() what they return. */
#ifndef COPIES_H
#define COPIES_H

/* A copy; NULL of NULL. */
char *copy_string(const char *text);

__attribute__((format(printf, 1, 2))) char *format_string(const char *format, ...);

#endif
