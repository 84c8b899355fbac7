#include "regex.h"
#include "counting.h"
#include "patterns.h"
#include "perf_map.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define JIT_STACK_BYTES ((size_t)32 << 10) /* at first, */
#define JIT_STACK_MOST_BYTES ((size_t)64 << 20)

_Noreturn static void fail(const char *what, const char *which, int error)
{
    char message[256];
    pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
    errx(1, "%s %s: %s", what, which, message);
}

/* FNV-1a of the pattern and its options; numbers below REPLAY_COUNT are taken. */
static uint64_t number_of(const char *pattern, uint32_t options)
{
    uint64_t number = 0xcbf29ce484222325 ^ options;
    for (; *pattern; pattern++)
        number = (number ^ (unsigned char)*pattern) * 0x100000001b3;
    return number < REPLAY_COUNT ? number + REPLAY_COUNT : number;
}

pcre2_code *regex_code(const char *pattern, uint32_t options, int *error, size_t *where)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        errx(1, "no memory to compile a pattern");
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, error, where, context);
    pcre2_compile_context_free(context);
    return code;
}

struct regex regex_compile(const char *pattern, uint32_t options)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    int error;
    size_t where;
    struct regex regex = {.which = number_of(pattern, options),
                          .line_by_line = pattern_sees_line_ends(pattern)};
    regex.code = regex_code(pattern, options, &error, &where);
    if (!regex.code) {
        char message[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
        char *shown = pattern_pointed(pattern, where, message);
        errx(1, "%s", shown);
    }
    regex.match_data = pcre2_match_data_create_from_pattern(regex.code, NULL);
    if (!regex.match_data)
        errx(1, "no memory to match a pattern");
    stage_leave(outer);
    return regex;
}

void regex_free(struct regex *regex)
{
    pcre2_jit_stack_free(regex->stack);
    pcre2_match_context_free(regex->context);
    pcre2_match_data_free(regex->match_data);
    pcre2_code_free(regex->code);
}

void regex_check(const char *pattern, uint32_t options)
{
    struct regex regex = regex_compile(pattern, options);
    regex_free(&regex);
}

uint32_t regex_caseless(const struct workload *work)
{
    return work->caseless ? PCRE2_CASELESS : 0;
}

/* A stack that grows: the one that PCRE2 takes by itself, 32 KiB, is too small for many a pattern
 * on a long line. It only takes address space until it is needed; where there is not even that,
 * PCRE2's own must do. */
static void give_stack(struct regex *regex)
{
    regex->context = pcre2_match_context_create(NULL);
    if (!regex->context)
        errx(1, "no memory to match a pattern");
    regex->stack = pcre2_jit_stack_create(JIT_STACK_BYTES, JIT_STACK_MOST_BYTES, NULL);
    pcre2_jit_stack_assign(regex->context, NULL, regex->stack);
}

struct regex regex_compile_jit(const char *pattern, uint32_t options)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    struct regex regex = regex_compile(pattern, options);
    int error = pcre2_jit_compile(regex.code, PCRE2_JIT_COMPLETE);
    if (error)
        fail("pattern", pattern, error);
    give_stack(&regex);
    perf_map_write("pcre2_jit_code");
    stage_leave(outer);
    return regex;
}

const char *regex_jit_unsupported(const struct workload *work)
{
    uint32_t jit = 0;
    (void)work;
    pcre2_config(PCRE2_CONFIG_JIT, &jit);
    return jit ? NULL : "this PCRE2 was built without its JIT compiler";
}

typedef int match_function(const pcre2_code *, PCRE2_SPTR, PCRE2_SIZE, PCRE2_SIZE, uint32_t,
                           pcre2_match_data *, pcre2_match_context *);

/* Inlined into each of its callers, so that the engine is no indirect call away. */
__attribute__((always_inline)) static inline struct tally
count_in(match_function *match, const struct regex *regex, struct span span)
{
    const size_t *found = pcre2_get_ovector_pointer(regex->match_data);
    struct tally tally = {0};
    size_t start = 0;
    int result;
    while ((result = match(regex->code, (PCRE2_SPTR)span.bytes, span.length, start, PCRE2_NOTEMPTY,
                           regex->match_data, regex->context)) > 0)
        start = counting_add(&tally, span, found[0], found[1]);
    if (result != PCRE2_ERROR_NOMATCH)
        fail("PCRE2 gave up", "on this text", result);
    return tally;
}

/* Each line by itself, without its newline. */
__attribute__((always_inline)) static inline struct tally
count_by_line(match_function *match, const struct regex *regex, struct span span)
{
    struct tally tally = {0};
    while (span.length > 0) {
        const char *newline = memchr(span.bytes, '\n', span.length);
        size_t length = newline ? (size_t)(newline - span.bytes) : span.length;
        tally_add(&tally, count_in(match, regex, (struct span){span.bytes, length, span.offset}));
        length += newline != NULL;
        span = (struct span){span.bytes + length, span.length - length, span.offset + length};
    }
    return tally;
}

__attribute__((always_inline)) static inline struct tally
count(match_function *match, const struct regex *regex, struct span span)
{
    enum stage outer = stage_enter(STAGE_SEARCH);
    struct tally tally =
        regex->line_by_line ? count_by_line(match, regex, span) : count_in(match, regex, span);
    stage_leave(outer);
    return tally;
}

struct tally regex_count(const struct regex *regex, struct span span)
{
    struct tally tally;
    if (replay_tally(regex->which, span, &tally))
        return tally;
    return replay_keep_tally(regex->which, span, count(pcre2_match, regex, span));
}

struct tally regex_count_jit(const struct regex *regex, struct span span)
{
    struct tally tally;
    if (replay_tally(regex->which, span, &tally))
        return tally;
    return replay_keep_tally(regex->which, span, count(pcre2_jit_match, regex, span));
}

bool regex_next_jit(const struct regex *regex, struct span span, size_t from, size_t found[2])
{
    int result = pcre2_jit_match(regex->code, (PCRE2_SPTR)span.bytes, span.length, from,
                                 PCRE2_NOTEMPTY, regex->match_data, regex->context);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        fail("PCRE2 gave up", "on this text", result);
    if (result > 0)
        memcpy(found, pcre2_get_ovector_pointer(regex->match_data), 2 * sizeof found[0]);
    return result > 0;
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
    struct regex (*compile)(const char *pattern, uint32_t options);
    size_t count, capacity;
    struct {
        const char *given; /* by whoever looked it up first */
        char *pattern;
        uint32_t options;
        struct regex regex;
    } * entries;
};

struct regex_cache *regex_cache_new(struct regex (*compile)(const char *pattern, uint32_t options))
{
    struct regex_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        err(1, "pattern cache");
    cache->compile = compile;
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
    if (replay_leaves_out(STAGE_COMPILE))
        for (size_t j = 0; j < cache->count; j++)
            if (cache->entries[j].given == pattern && cache->entries[j].options == options)
                return &cache->entries[j].regex;
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
        cache->entries[i].given = pattern;
        cache->entries[i].options = options;
        cache->entries[i].regex = cache->compile(pattern, options);
        cache->count++;
    }
    stage_leave(outer);
    return &cache->entries[i].regex;
}
