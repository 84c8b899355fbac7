#include "hyper.h"
#include "patterns.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned hyper_caseless(const struct workload *work)
{
    return work->caseless ? HS_FLAG_CASELESS : 0;
}

/* The length of all of a pattern's matches; 0, with why, where they differ. */
static unsigned length_of(const char *pattern, unsigned flags, char *why, size_t why_size)
{
    hs_expr_info_t *info = NULL;
    hs_compile_error_t *error = NULL;
    unsigned length = 0;
    if (hs_expression_info(pattern, flags, &info, &error) != HS_SUCCESS)
        snprintf(why, why_size, "Hyperscan does not take %s: %s", pattern, error->message);
    else if (info->min_width == 0 || info->min_width != info->max_width)
        snprintf(why, why_size, "the matches of %s differ in length: their starts are unknown",
                 pattern);
    else
        length = info->min_width;
    hs_free_compile_error(error);
    free(info);
    return length;
}

const char *hyper_unsupported(const struct workload *work)
{
    static char why[256];
    if (hs_valid_platform() != HS_SUCCESS)
        return "Hyperscan needs a processor with SSSE3";
    for (size_t i = 0; i < work->pattern_count; i++)
        if (length_of(work->patterns[i], hyper_caseless(work), why, sizeof why) == 0)
            return why;
    return patterns_need_lines(work);
}

struct hyper *hyper_compile(const struct workload *work, unsigned flags)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    size_t count = work->pattern_count;
    struct hyper *hyper = calloc(1, sizeof *hyper);
    unsigned *each = calloc(2 * count, sizeof *each);
    if (!hyper || !each || !(hyper->lengths = calloc(count, sizeof *hyper->lengths)))
        err(1, "Hyperscan patterns");
    unsigned *ids = each + count;
    hyper->count = count;
    for (size_t i = 0; i < count; i++) {
        char why[256];
        ids[i] = (unsigned)i;
        each[i] = flags;
        hyper->lengths[i] = length_of(work->patterns[i], flags, why, sizeof why);
    }
    hs_compile_error_t *error;
    if (hs_compile_multi(work->patterns, each, ids, (unsigned)count, HS_MODE_BLOCK, NULL,
                         &hyper->database, &error) != HS_SUCCESS)
        errx(1, "Hyperscan: %s", error->message);
    if (hs_alloc_scratch(hyper->database, &hyper->scratch) != HS_SUCCESS)
        errx(1, "no memory for Hyperscan's scratch space");
    free(each);
    stage_leave(outer);
    return hyper;
}

void hyper_free(void *state)
{
    struct hyper *hyper = state;
    hs_free_scratch(hyper->scratch);
    hs_free_database(hyper->database);
    free(hyper->lengths);
    free(hyper);
}

struct found {
    const unsigned *lengths;
    uint64_t *free_from; /* by pattern: where its last match ends */
    uint64_t offset;
    struct tally tally;
};

/* Called for every match, by pattern in the order of their ends. */
static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *context)
{
    (void)from; /* 0: it would have to be asked for, and costs */
    (void)flags;
    struct found *found = context;
    uint64_t start = found->offset + to - found->lengths[id];
    if (start >= found->free_from[id]) {
        tally_add(&found->tally, (struct tally){1, mix64(start)});
        found->free_from[id] = found->offset + to;
    }
    return 0;
}

struct tally hyper_count(const struct hyper *hyper, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    const struct span whole = span;
    enum stage outer = stage_enter(STAGE_SEARCH);
    uint64_t free_from[hyper->count];
    memset(free_from, 0, sizeof free_from);
    struct found found = {hyper->lengths, free_from, span.offset, {0}};
    while (span.length > 0) {
        size_t length = span.length;
        if (length > UINT32_MAX) {
            const char *newline = memrchr(span.bytes, '\n', UINT32_MAX);
            if (!newline)
                errx(1, "a line of over 4 GiB, which Hyperscan cannot scan");
            length = (size_t)(newline + 1 - span.bytes);
        }
        found.offset = span.offset;
        hs_error_t error = hs_scan(hyper->database, span.bytes, (unsigned)length, 0, hyper->scratch,
                                   on_match, &found);
        if (error != HS_SUCCESS)
            errx(1, "Hyperscan gave up with error %d", error);
        span.bytes += length;
        span.length -= length;
        span.offset += length;
    }
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, whole, found.tally);
}
