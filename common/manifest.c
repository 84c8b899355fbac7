#include "manifest.h"
#include "temporary.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    DIGEST_DIGITS = 16
};

/* Where a reason goes. */
struct why {
    const char *path; /* the manifest's */
    char *line;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct why *why, const char *format,
                                                         ...)
{
    char reason[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    snprintf(why->line, why->size, "%s: %s", why->path, reason);
    return false;
}

char *manifest_path(const char *text_path)
{
    char *path = NULL;
    if (asprintf(&path, "%s.json", text_path) < 0)
        errx(1, "out of memory");
    return path;
}

static bool read_number(const json_t *root, const char *key, uint64_t *number,
                        const struct why *why)
{
    const json_t *value = json_object_get(root, key);
    if (!value)
        return refuse(why, "\"%s\" is missing", key);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return refuse(why, "\"%s\" is not a whole number of 0 or more", key);
    *number = (uint64_t)json_integer_value(value);
    return true;
}

static bool read_digest(const json_t *root, uint64_t *digest, const struct why *why)
{
    const json_t *value = json_object_get(root, "digest");
    if (!value)
        return refuse(why, "\"digest\" is missing");
    const char *digits = json_string_value(value); /* NULL if it is not a string */
    if (!digits || strlen(digits) != DIGEST_DIGITS ||
        strspn(digits, "0123456789abcdef") != DIGEST_DIGITS)
        return refuse(why, "\"digest\" is not a string of %d hexadecimal digits", DIGEST_DIGITS);
    *digest = strtoull(digits, NULL, 16);
    return true;
}

static bool read_fields(const json_t *root, struct manifest *manifest, const struct why *why)
{
    if (!json_is_object(root))
        return refuse(why, "not a JSON object");
    return read_number(root, "seed", &manifest->seed, why) &&
           read_number(root, "lines", &manifest->lines, why) &&
           read_number(root, "length", &manifest->length, why) &&
           read_number(root, "bytes", &manifest->bytes, why) &&
           read_number(root, "matches", &manifest->matches, why) &&
           read_digest(root, &manifest->digest, why);
}

static bool read_manifest(struct manifest *manifest, bool *missing, const struct why *why)
{
    FILE *file = fopen(why->path, "re");
    if (!file) {
        *missing = errno == ENOENT;
        return refuse(why, "%s", strerror(errno));
    }
    json_error_t error;
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (!root)
        return refuse(why, "not valid JSON (line %d, column %d)", error.line, error.column);
    *missing = json_object_get(root, "counted") && !json_object_get(root, "seed");
    const bool good = read_fields(root, manifest, why);
    json_decref(root);
    return good;
}

bool manifest_read(const char *text_path, struct manifest *manifest, bool *missing, char *why,
                   size_t why_size)
{
    char *path = manifest_path(text_path);
    *missing = false;
    const bool good =
        read_manifest(manifest, missing, &(struct why){path, .line = why, .size = why_size});
    free(path);
    return good;
}

static bool write_fields(int descriptor, const struct manifest *manifest)
{
    const int written = dprintf(descriptor,
                                "{\n"
                                "  \"seed\": %" PRIu64 ",\n"
                                "  \"lines\": %" PRIu64 ",\n"
                                "  \"length\": %" PRIu64 ",\n"
                                "  \"bytes\": %" PRIu64 ",\n"
                                "  \"matches\": %" PRIu64 ",\n"
                                "  \"digest\": \"%0*" PRIx64 "\"\n"
                                "}\n",
                                manifest->seed, manifest->lines, manifest->length, manifest->bytes,
                                manifest->matches, DIGEST_DIGITS, manifest->digest);
    return written > 0 && fsync(descriptor) == 0;
}

static bool write_manifest(const struct manifest *manifest, const struct why *why)
{
    char *temporary = NULL;
    const int descriptor = temporary_open(why->path, &temporary);
    if (descriptor < 0)
        return refuse(why, "%s", strerror(errno));
    bool good = write_fields(descriptor, manifest) && rename(temporary, why->path) == 0;
    if (!good) {
        refuse(why, "%s", strerror(errno));
        unlink(temporary);
    }
    close(descriptor);
    free(temporary);
    return good;
}

bool manifest_write(const char *text_path, const struct manifest *manifest, char *why,
                    size_t why_size)
{
    char *path = manifest_path(text_path);
    const bool good = write_manifest(manifest, &(struct why){path, .line = why, .size = why_size});
    free(path);
    return good;
}
