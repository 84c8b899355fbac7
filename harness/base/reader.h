/* Helpers to read results files and profiles. They check every value, and keep the first error as a
 * message: nothing in a file is trusted. */
#ifndef READER_H
#define READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
    const char *path; /* of the file; NULL: messages don't name it */
    char *why;
    size_t why_size;
    bool failed; /* `why` says how */
};

/* Keeps what is wrong (as printf() formats it) after "PATH: ", unless there is an error already. */
__attribute__((format(printf, 2, 3))) void reader_refuse(struct reader *reader, const char *format,
                                                         ...);

/* The same with the message that "key" is missing or wrong. */
void reader_fail(struct reader *reader, const char *key);

/* Like json_unpack() of a flat object, with a format such as "{s:I, s:s, s?o}" and a key and a
 * target for each field. But negative whole numbers are errors, I fills a uint64_t, and a number
 * for i must fit an int. On failure, the message names the field, and the targets may hold
 * anything. */
bool reader_unpack(struct reader *reader, json_t *object, const char *format, ...);

/* The number of elements in an array; 0 if there is no array. If it is not an array, or has more
 * than `most` elements, `key` fails and the number is 0. */
size_t reader_count(struct reader *reader, const json_t *array, const char *key, size_t most);

/* An object's whole number; if there is none, fails and returns 0. */
uint64_t reader_natural(struct reader *reader, const json_t *object, const char *key);

#endif
