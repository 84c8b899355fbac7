#include "base/reader.h"
#include "base/strings.h"
#include "variants/encoding.h"

#include <limits.h>
#include <stdio.h>

void reader_fail(struct reader *reader, const char *key)
{
    if (!reader->failed)
        snprintf(reader->why, reader->why_size, "%s%s\"%s\" is missing or wrong",
                 reader->path ? reader->path : "", reader->path ? ": " : "", key);
    reader->failed = true;
}

uint64_t reader_natural(struct reader *reader, const json_t *object, const char *key)
{
    uint64_t value = 0;
    if (!decode_natural(json_object_get(object, key), &value))
        reader_fail(reader, key);
    return value;
}

int reader_small(struct reader *reader, const json_t *object, const char *key)
{
    uint64_t value = reader_natural(reader, object, key);
    if (value > INT_MAX)
        reader_fail(reader, key);
    return (int)value;
}

char *reader_string(struct reader *reader, const json_t *object, const char *key, bool may_be_null)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) {
        if (!may_be_null || !json_is_null(value))
            reader_fail(reader, key);
        return NULL;
    }
    return copy_string(json_string_value(value));
}

uint64_t reader_digest(struct reader *reader, const json_t *object)
{
    uint64_t value = 0;
    if (!decode_digest(json_object_get(object, "digest"), &value))
        reader_fail(reader, "digest");
    return value;
}
