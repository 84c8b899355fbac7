#include "measure/matrix.h"
#include "base/progress.h"
#include "base/strings.h"
#include "common/units.h"
#include "measure/pattern_words.h"
#include "measure/rounds.h"
#include "record/cells.h"
#include "variants/clock.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHARE 6 /* a sixth of the budget */
#define ROUNDS 5
#define SLOW_NS UINT64_C(500000000) /* a slower engine searches only the first lines */
#define ENGINES_MOST 4

/* The rungs of each engine that use one core, the best first. */
static const char *const rungs[ENGINES_MOST][5] = {
    {"wasted", "caseless", "compiled", "baseline"},
    {"jit_aligned", "jit_chunked", "jit_caseless", "jit"},
    {"hyperscan", "hyperscan_caseless", "hyperscan_lines"},
    {"streams", "populated", "mapped", "simd"}};

/* A pattern by an engine. */
struct attempt {
    struct row row;
    size_t pattern;
    const struct patterns *patterns; /* this one alone */
    struct facts facts;              /* the right count of the whole text */
    struct prefix first, prefix;     /* the first lines, and what it searches */
};

static bool is_wanted(const struct bench *bench)
{
    const struct patterns *patterns = &bench->results.patterns;
    return patterns->matches && json_array_size(patterns->list) > 1;
}

void matrix_reserve(struct bench *bench)
{
    if (is_wanted(bench))
        bench->schedule.budget_ns -= bench->schedule.budget_ns / SHARE;
}

/* The first of them that takes part, or that was skipped: one pattern alone may suit it. */
static const struct row *engine(const struct results *results, const char *const names[])
{
    for (size_t i = 0; names[i]; i++)
        for (size_t j = 0; j < results->row_count; j++) {
            const struct row *row = &results->rows[j];
            if (row->is.program && !row->is.copy_of && strcmp(row->is.name, names[i]) == 0 &&
                (row->status == STATUS_OK || row->status == STATUS_SKIPPED))
                return row;
        }
    return NULL;
}

static struct patterns alone(const struct patterns *patterns, const char *pattern)
{
    return (struct patterns){.list = json_pack("[s]", pattern),
                             .combined = copy_string(pattern),
                             .caseless = patterns->caseless,
                             .lines = patterns->lines};
}

static void try_once(struct bench *bench, struct attempt *attempt, struct sample *sample)
{
    struct sampling how = bench->sampling;
    how.patterns = attempt->patterns;
    how.data = &attempt->facts;
    how.threads = 1;
    measure_cool(bench, &attempt->row);
    if (!sample_take(&attempt->row, &how, &(struct request){.prefix = &attempt->prefix}, sample) ||
        !measure_text_holds(bench, &attempt->row))
        sample->record.search_ns = 0;
}

/* Searches the first lines, to decide whether it is fast enough for the whole text. */
static void first_look(struct bench *bench, struct attempt *attempt)
{
    struct sample sample = {0};
    attempt->prefix = attempt->first;
    try_once(bench, attempt, &sample);
    double times = (double)attempt->facts.bytes / (double)attempt->first.bytes;
    if (attempt->first.bytes > 0 && (double)sample.record.search_ns * times < (double)SLOW_NS)
        attempt->prefix = (struct prefix){0, attempt->facts.matches, attempt->facts.digest, NULL};
}

static void take_rounds(struct bench *bench, struct attempt *attempts, size_t count)
{
    size_t *order = calloc(count, sizeof *order);
    uint64_t start_ns = clock_ns(), most_ns = bench->options->budget_ns / SHARE;
    if (!order)
        err(1, "matrix");
    for (unsigned round = 0; round < ROUNDS && !measure_stops(bench); round++) {
        uint64_t spent_ns = clock_ns() - start_ns;
        if (round > 1 && spent_ns + spent_ns / round > most_ns)
            break;
        rounds_order(bench->results.seed, round, count, order);
        for (size_t i = 0; i < count && !measure_stops(bench); i++) {
            struct attempt *attempt = &attempts[order[i]];
            struct sample sample = {0};
            if (attempt->row.status != STATUS_OK)
                continue;
            progress("pattern by engine", attempt->row.is.name,
                     most_ns > spent_ns ? most_ns - spent_ns : 0);
            measure_keep_warm(bench);
            if (round == 0)
                first_look(bench, attempt);
            if (attempt->row.status == STATUS_OK)
                try_once(bench, attempt, &sample);
            if (attempt->row.status == STATUS_OK && sample.record.search_ns > 0)
                row_add_sample(&attempt->row, &sample);
        }
    }
    progress_end();
    free(order);
}

/* The reference's counts of the first lines; false if they can't be counted. */
static bool count_first(const struct bench *bench, struct reference_counts *counts)
{
    char why[300];
    char *bytes = malloc(bench->slow.bytes + 1);
    FILE *text = bytes ? fopen(bench->data, "re") : NULL;
    *counts = (struct reference_counts){0};
    bool good =
        text && fread(bytes, 1, bench->slow.bytes, text) == bench->slow.bytes &&
        reference_count(bench->reference, bytes, bench->slow.bytes, 0, counts, why, sizeof why);
    if (text)
        fclose(text);
    free(bytes);
    return good;
}

static struct attempt attempt_of(const struct bench *bench, const struct row *row, size_t pattern,
                                 const struct patterns *patterns,
                                 const struct reference_counts *first)
{
    const struct reference_counts *counts = &bench->counts;
    bool as_one = pattern == json_array_size(bench->results.patterns.list);
    const struct scan *whole = as_one ? &counts->combined : &counts->each[pattern],
                      *part = as_one ? &first->combined : &first->each[pattern];
    struct attempt attempt = {.row = {.is = row->is}, .pattern = pattern, .patterns = patterns};
    attempt.facts = bench->results.data;
    attempt.facts.matches = whole->matches;
    attempt.facts.digest = whole->digest;
    attempt.first = bench->slow.bytes
                        ? (struct prefix){bench->slow.bytes, part->matches, part->digest, NULL}
                        : (struct prefix){0, whole->matches, whole->digest, NULL};
    return attempt;
}

static void keep(struct bench *bench, struct attempt *attempts, size_t count)
{
    json_t *matrix = json_array();
    for (size_t i = 0; i < count; i++) {
        struct attempt *attempt = &attempts[i];
        uint64_t bytes = attempt->prefix.bytes ? attempt->prefix.bytes : attempt->facts.bytes;
        if (attempt->row.status != STATUS_OK || attempt->row.sample_count > 0)
            json_array_append_new(matrix, cell_encode(&attempt->row, attempt->pattern, bytes));
        free(attempt->row.samples);
        free(attempt->row.reason);
    }
    bench->results.matrix = matrix;
}

void matrix_measure(struct bench *bench)
{
    const struct patterns *patterns = &bench->results.patterns;
    struct reference_counts first;
    size_t count = 0, each = json_array_size(patterns->list),
           all = each + !reference_combined_refusal(bench->reference);
    if (!is_wanted(bench) || measure_stops(bench) || !count_first(bench, &first))
        return;
    struct patterns *alones = calloc(all, sizeof *alones);
    struct attempt *attempts = calloc(all * ENGINES_MOST, sizeof *attempts);
    if (!alones || !attempts)
        err(1, "matrix");
    for (size_t i = 0; i < all; i++) {
        const char *pattern =
            i < each ? json_string_value(json_array_get(patterns->list, i)) : patterns->combined;
        alones[i] = alone(patterns, pattern);
        for (size_t j = 0; j < ENGINES_MOST; j++) {
            const struct row *row = engine(&bench->results, rungs[j]);
            if (row)
                attempts[count++] = attempt_of(bench, row, i, &alones[i], &first);
        }
    }
    if (count > 0)
        take_rounds(bench, attempts, count);
    keep(bench, attempts, count);
    for (size_t i = 0; i < all; i++)
        patterns_free(&alones[i]);
    free(alones);
    free(attempts);
}
