/* What readers of results files and of profiles need: values that are held against what they may
 * be, with the first thing wrong kept as a line for the person. Nothing in a file is taken on
 * trust. */
#ifndef READER_H
#define READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
    const char *path; /* of the file; NULL: the line does not name it */
    char *why;
    size_t why_size;
    bool failed; /* `why` says how */
};

/* In printf's way, what is wrong, where nothing was before; `why` gets "PATH: " before it. */
__attribute__((format(printf, 2, 3))) void reader_refuse(struct reader *reader, const char *format,
                                                         ...);

/* The same: "key" is missing or wrong. */
void reader_fail(struct reader *reader, const char *key);

/* json_unpack() of an object, as by "{s:I, s:s, s?o}" with a key and a target for each field, but a
 * negative whole number is wrong, I fills a uint64_t, and what i reads must fit its int. There is
 * nothing inside of fields. Where one fails, it is named, and the targets may hold anything. */
bool reader_unpack(struct reader *reader, json_t *object, const char *format, ...);

/* How many elements an array has, at most `most`; one that is not there has none. Where it is
 * anything else, its key fails, and there are none. */
size_t reader_count(struct reader *reader, const json_t *array, const char *key, size_t most);

/* An object's whole number. Where there is none it fails, and gives 0. */
uint64_t reader_natural(struct reader *reader, const json_t *object, const char *key);

#endif
