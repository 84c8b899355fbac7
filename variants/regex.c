#include "regex.h"
#include "stages.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct regex regex_compile(const char *pattern, uint32_t options)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    int error;
    size_t where;
    struct regex regex;
    regex.code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &where, NULL);
    if (!regex.code) {
        char message[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
        errx(1, "pattern %s: %s at character %zu", pattern, message, where);
    }
    regex.match_data = pcre2_match_data_create_from_pattern(regex.code, NULL);
    if (!regex.match_data)
        errx(1, "no memory to match %s", pattern);
    stage_leave(outer);
    return regex;
}

void regex_free(struct regex *regex)
{
    pcre2_match_data_free(regex->match_data);
    pcre2_code_free(regex->code);
}

uint32_t regex_caseless(const struct workload *work)
{
    return work->caseless ? PCRE2_CASELESS : 0;
}

struct tally regex_count(const struct regex *regex, struct span span)
{
    enum stage outer = stage_enter(STAGE_SEARCH);
    const size_t *match = pcre2_get_ovector_pointer(regex->match_data);
    struct tally tally = {0};
    size_t start = 0;
    int found;
    while ((found = pcre2_match(regex->code, (PCRE2_SPTR)span.bytes, span.length, start,
                                PCRE2_NOTEMPTY, regex->match_data, NULL)) > 0) {
        tally_add(&tally, (struct tally){1, mix64(span.offset + match[0])});
        start = match[1];
    }
    if (found != PCRE2_ERROR_NOMATCH) {
        char message[256];
        pcre2_get_error_message(found, (PCRE2_UCHAR *)message, sizeof message);
        errx(1, "PCRE2 gave up near byte %" PRIu64 ": %s", span.offset + start, message);
    }
    stage_leave(outer);
    return tally;
}

struct regex_set *regex_set_compile(const struct workload *work, uint32_t options)
{
    struct regex_set *set = malloc(sizeof *set + work->pattern_count * sizeof set->regexes[0]);
    if (!set)
        err(1, "compiled patterns");
    set->count = work->pattern_count;
    for (size_t i = 0; i < set->count; i++)
        set->regexes[i] = regex_compile(work->patterns[i], options);
    return set;
}

void regex_set_free(void *state)
{
    struct regex_set *set = state;
    for (size_t i = 0; i < set->count; i++)
        regex_free(&set->regexes[i]);
    free(set);
}

struct tally regex_set_count(const struct regex_set *set, struct span span)
{
    struct tally tally = {0};
    for (size_t i = 0; i < set->count; i++)
        tally_add(&tally, regex_count(&set->regexes[i], span));
    return tally;
}

/* Python's keeps 512 patterns in a dictionary; a handful needs no more than a list. */
struct regex_cache {
    size_t count, capacity;
    struct {
        char *pattern;
        uint32_t options;
        struct regex regex;
    } * entries;
};

struct regex_cache *regex_cache_new(void)
{
    struct regex_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        err(1, "pattern cache");
    return cache;
}

void regex_cache_free(void *state)
{
    struct regex_cache *cache = state;
    for (size_t i = 0; i < cache->count; i++) {
        free(cache->entries[i].pattern);
        regex_free(&cache->entries[i].regex);
    }
    free(cache->entries);
    free(cache);
}

const struct regex *regex_cache_get(struct regex_cache *cache, const char *pattern,
                                    uint32_t options)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    size_t i = 0;
    while (i < cache->count && (cache->entries[i].options != options ||
                                strcmp(cache->entries[i].pattern, pattern) != 0))
        i++;
    if (i == cache->count) {
        if (cache->count == cache->capacity) {
            cache->capacity = cache->capacity ? 2 * cache->capacity : 8;
            cache->entries = reallocarray(cache->entries, cache->capacity, sizeof *cache->entries);
        }
        if (!cache->entries || !(cache->entries[i].pattern = strdup(pattern)))
            err(1, "pattern cache");
        cache->entries[i].options = options;
        cache->entries[i].regex = regex_compile(pattern, options);
        cache->count++;
    }
    stage_leave(outer);
    return &cache->entries[i].regex;
}
