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

/* "PATH: "key" is missing or wrong", where nothing was before. */
void reader_fail(struct reader *reader, const char *key);

/* An object's whole number; the same for what is kept as an int; its text, which free() takes, NULL
 * where it is null; its digest. Where there is none they fail, and give 0 or NULL. */
uint64_t reader_natural(struct reader *reader, const json_t *object, const char *key);
int reader_small(struct reader *reader, const json_t *object, const char *key);
char *reader_string(struct reader *reader, const json_t *object, const char *key, bool may_be_null);
uint64_t reader_digest(struct reader *reader, const json_t *object);

#endif
