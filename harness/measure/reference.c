#include "measure/reference.h"
#include "base/strings.h"
#include "measure/pattern_words.h"
#include "variants/encoding.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TELL_BYTES ((uint64_t)1 << 20)

#ifdef HAVE_PCRE2
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct expression {
    pcre2_code *code; /* NULL: none */
    pcre2_match_data *data;
};

struct reference {
    const struct patterns *patterns;
    bool plain;
    size_t count;
    struct expression each[PATTERNS_MOST], combined;
    char refusal[256]; /* why PCRE2 refuses the combined pattern; "" if it doesn't */
};

/* False with PCRE2's message, and the place in the pattern. */
static bool compile(struct expression *expression, const char *pattern, bool caseless,
                    char message[256], size_t *where)
{
    int error;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        errx(1, "no memory for a pattern");
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
    expression->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                     caseless ? PCRE2_CASELESS : 0, &error, where, context);
    pcre2_compile_context_free(context);
    if (!expression->code) {
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, 256);
        return false;
    }
    expression->data = pcre2_match_data_create_from_pattern(expression->code, NULL);
    if (!expression->data)
        errx(1, "no memory for a pattern");
    return true;
}

static void drop(struct expression *expression)
{
    pcre2_match_data_free(expression->data);
    pcre2_code_free(expression->code);
}

struct reference *reference_new(const struct patterns *patterns, char **why)
{
    char message[256];
    size_t where;
    struct reference *reference = calloc(1, sizeof *reference);
    if (!reference)
        err(1, "patterns");
    reference->plain = patterns_are_default(patterns);
    reference->patterns = patterns;
    reference->count = json_array_size(patterns->list);
    for (size_t i = 0; i < reference->count; i++) {
        const char *pattern = json_string_value(json_array_get(patterns->list, i));
        if (compile(&reference->each[i], pattern, patterns->caseless, message, &where))
            continue;
        *why = pattern_pointed(pattern, where, message);
        reference_free(reference);
        return NULL;
    }
    if (compile(&reference->combined, patterns->combined, patterns->caseless, message, &where))
        return reference;
    snprintf(reference->refusal, sizeof reference->refusal, "%s", message);
    if (patterns->joined)
        return reference;
    *why = pattern_pointed(patterns->combined, where, message);
    reference_free(reference);
    return NULL;
}

void reference_free(struct reference *reference)
{
    if (!reference)
        return;
    for (size_t i = 0; i < reference->count; i++)
        drop(&reference->each[i]);
    drop(&reference->combined);
    free(reference);
}

bool reference_is_plain(const struct reference *reference)
{
    return !reference || reference->plain;
}

const char *reference_combined_refusal(const struct reference *reference)
{
    return reference && *reference->refusal ? reference->refusal : NULL;
}

/* Counts in a line without its newline. False if PCRE2 gives up. */
static bool count_line(const struct reference *reference, const struct expression *expression,
                       const char *line, size_t length, uint64_t offset, struct scan *scan,
                       int *result)
{
    const size_t *found = pcre2_get_ovector_pointer(expression->data);
    size_t start = 0;
    while ((*result = pcre2_match(expression->code, (PCRE2_SPTR)line, length, start, PCRE2_NOTEMPTY,
                                  expression->data, NULL)) > 0) {
        scan->matches++;
        scan->digest += scan_spread(offset + (reference->patterns->lines ? 0 : found[0]));
        if (reference->patterns->lines)
            return true;
        start = found[1];
    }
    return *result == PCRE2_ERROR_NOMATCH;
}

static bool count_by_all(const struct reference *reference, const char *line, size_t length,
                         uint64_t offset, struct reference_counts *counts, int *result)
{
    for (size_t i = 0; i < reference->count; i++) {
        struct scan scan = {0};
        if (!count_line(reference, &reference->each[i], line, length, offset, &scan, result))
            return false;
        counts->each[i].matches += scan.matches;
        counts->each[i].digest += scan.digest;
        counts->all.matches += scan.matches;
        counts->all.digest += scan.digest;
    }
    return !reference->combined.code || count_line(reference, &reference->combined, line, length,
                                                   offset, &counts->combined, result);
}

static bool count_pcre2(const struct reference *reference, const char *bytes, size_t length,
                        uint64_t offset, struct reference_counts *counts, char *why,
                        size_t why_size)
{
    int result;
    while (length > 0) {
        const char *newline = memchr(bytes, '\n', length);
        size_t line = newline ? (size_t)(newline - bytes) : length;
        if (!count_by_all(reference, bytes, line, offset, counts, &result)) {
            char message[256];
            pcre2_get_error_message(result, (PCRE2_UCHAR *)message, sizeof message);
            snprintf(why, why_size, "PCRE2 gives up on a line of %zu bytes at byte %" PRIu64 ": %s",
                     line, offset, message);
            return false;
        }
        counts->lines++;
        line += newline != NULL;
        counts->bytes += line;
        bytes += line;
        offset += line;
        length -= line;
    }
    return true;
}
#else
struct reference {
    const struct patterns *patterns;
    bool plain;
};

struct reference *reference_new(const struct patterns *patterns, char **why)
{
    struct reference *reference = calloc(1, sizeof *reference);
    if (!reference)
        err(1, "patterns");
    reference->patterns = patterns;
    reference->plain = patterns_are_default(patterns);
    if (reference->plain)
        return reference;
    free(reference);
    *why = copy_string("built without PCRE2, which counts what patterns of your own match: "
                       "install libpcre2-dev, then make again");
    return NULL;
}

void reference_free(struct reference *reference)
{
    free(reference);
}

bool reference_is_plain(const struct reference *reference)
{
    return !reference || reference->plain;
}

const char *reference_combined_refusal(const struct reference *reference)
{
    (void)reference;
    return NULL;
}

static bool count_pcre2(const struct reference *reference, const char *bytes, size_t length,
                        uint64_t offset, struct reference_counts *counts, char *why,
                        size_t why_size)
{
    (void)reference, (void)bytes, (void)length, (void)offset, (void)counts, (void)why_size;
    *why = '\0';
    return false;
}
#endif

const struct patterns *reference_patterns(const struct reference *reference)
{
    return reference->patterns;
}

bool reference_count(const struct reference *reference, const char *bytes, size_t length,
                     uint64_t offset, struct reference_counts *counts, char *why, size_t why_size)
{
    if (!reference_is_plain(reference))
        return count_pcre2(reference, bytes, length, offset, counts, why, why_size);
    scan_bytes(&counts->all, bytes, length, offset);
    return true;
}

/* Counts line by line, since a text can be larger than memory. */
static bool count_lines_of(const struct reference *reference, FILE *text,
                           struct reference_counts *counts, void (*tell)(void *to, uint64_t done),
                           void *to, char *why, size_t why_size)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    uint64_t told = 0;
    bool good = true;
    while (good && (length = getline(&line, &capacity, text)) > 0) {
        good =
            reference_count(reference, line, (size_t)length, counts->bytes, counts, why, why_size);
        if (tell && counts->bytes - told >= TELL_BYTES) {
            told = counts->bytes;
            tell(to, told);
        }
    }
    free(line);
    return good;
}

bool reference_count_file(const struct reference *reference, const char *path,
                          struct reference_counts *counts, void (*tell)(void *to, uint64_t done),
                          void *to, char *why, size_t why_size)
{
    *counts = (struct reference_counts){0};
    errno = 0;
    if (reference_is_plain(reference)) {
        errno = scan_file(path, &counts->all, &counts->bytes, &counts->lines, tell, to);
        if (errno)
            snprintf(why, why_size, "cannot read %s: %s", path, strerror(errno));
        return errno == 0;
    }
    FILE *text = fopen(path, "re");
    bool good = text && count_lines_of(reference, text, counts, tell, to, why, why_size);
    if (!text || ferror(text)) {
        snprintf(why, why_size, "cannot read %s: %s", path, strerror(errno));
        good = false;
    }
    if (text)
        fclose(text);
    return good;
}

json_t *reference_matches(const struct reference *reference, const struct reference_counts *counts)
{
    if (reference_is_plain(reference))
        return NULL;
    json_t *matches = json_array();
    for (size_t i = 0; i < json_array_size(reference->patterns->list); i++)
        json_array_append_new(matches, encode_natural(counts->each[i].matches));
    json_array_append_new(matches, encode_natural(counts->combined.matches));
    return matches;
}
