#include "base/reader.h"
#include "base/printable.h"
#include "variants/encoding.h"

#include <err.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reader_refuse(struct reader *reader, const char *format, ...)
{
    char *what;
    va_list values;
    va_start(values, format);
    if (vasprintf(&what, format, values) < 0)
        err(1, "reader");
    va_end(values);
    if (!reader->failed)
        snprintf(reader->why, reader->why_size, "%s%s%s", reader->path ? reader->path : "",
                 reader->path ? ": " : "", printable_ascii(what));
    reader->failed = true;
    free(what);
}

void reader_fail(struct reader *reader, const char *key)
{
    reader_refuse(reader, "\"%s\" is missing or wrong", key);
}

bool reader_unpack(struct reader *reader, json_t *object, const char *format, ...)
{
    const char *key = NULL;
    json_error_t error;
    va_list fields, again;
    va_start(fields, format);
    va_copy(again, fields);
    bool stopped = json_vunpack_ex(object, &error, 0, format, fields) < 0;
    va_end(fields);
    /* Jansson says where in the format it stopped, but not always at which key. */
    for (const char *at = format; *at && !reader->failed; at++) {
        if (strchr("{:?, }", *at))
            continue;
        if (!key) {
            key = va_arg(again, const char *);
            continue;
        }
        json_int_t whole = json_integer_value(json_object_get(object, key));
        if ((stopped && error.position <= at - format + 1) || whole < 0 ||
            (*at == 'i' && whole > INT_MAX))
            reader_fail(reader, key);
        va_arg(again, void *);
        key = NULL;
    }
    va_end(again);
    return !reader->failed;
}

size_t reader_count(struct reader *reader, const json_t *array, const char *key, size_t most)
{
    if (array && (!json_is_array(array) || json_array_size(array) > most))
        reader_fail(reader, key);
    return reader->failed ? 0 : json_array_size(array);
}

uint64_t reader_natural(struct reader *reader, const json_t *object, const char *key)
{
    uint64_t value = 0;
    if (!decode_natural(json_object_get(object, key), &value))
        reader_fail(reader, key);
    return value;
}
