#include "show/captions.h"
#include "base/strings.h"
#include "base/units.h"
#include "figures/ladder.h"
#include "show/run_header.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OVERHEAD_TOLD 0.1

/* NULL for an empty list, which is freed. */
static char *sentence(const char *before, char *list, const char *after)
{
    char *line = list ? run_header_printable(format_string("%s%s%s", before, list, after)) : NULL;
    free(list);
    return line;
}

char *captions_control(const struct results *results)
{
    struct speedup control;
    ladder_trusted(results, &control);
    bool trusted = control.interval.low <= 1 && control.interval.high >= 1;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *original =
            row->is.copy_of ? results_find(results, row->is.copy_of) : NULL;
        if (original && isfinite(control.ratio) && ladder_pair_disturbed(original, row))
            return run_header_printable(
                format_string("%s is %s run again under a second name; they were disturbed in "
                              "most rounds, so it says nothing.",
                              row->is.name, row->is.copy_of));
        if (row->is.copy_of && control.has_interval)
            return run_header_printable(
                format_string("%s is %s run again under a second name: %.3f× itself "
                              "(%.3f–%.3f), %s.",
                              row->is.name, row->is.copy_of, control.ratio, control.interval.low,
                              control.interval.high,
                              trusted ? "no difference found, as it must be"
                                      : "a difference where there is none"));
    }
    return NULL;
}

char *captions_outliers(const struct results *results)
{
    char *line = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        bool *flags = calloc(row->sample_count + 1, sizeof *flags);
        size_t count = flags && row->status == STATUS_OK ? ladder_outliers(row, flags) : 0;
        free(flags);
        if (count == 0)
            continue;
        line = append_string(line, "%s %zu of %zu", row->is.name, count, row->sample_count);
    }
    return sentence("Outliers, which stay in every figure: ", line, ".");
}

char *captions_stages(const struct results *results)
{
    char *names = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        double overhead = ladder_stage_overhead(&results->rows[i]);
        if (overhead > OVERHEAD_TOLD)
            names = append_string(names, "%s %.0f %%", results->rows[i].is.name, 100 * overhead);
    }
    return sentence(
        "Slower with the stage clock on, so that shares of their time are rough: ", names, ".");
}

char *captions_ceilings(const struct results *results)
{
    char *names = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        struct prediction predicted;
        struct interval interval;
        if (!row->is.copy_of && !row->is.apart &&
            ladder_verdict_interval(results, row, &interval) &&
            ladder_predict(ladder_parent(results, row), row, results->threads, &predicted) &&
            interval.low > predicted.ceiling)
            names = append_string(names, "%s", row->is.name);
    }
    return sentence("Gained more than the share of what they attack could explain: ", names,
                    ". They changed more than that, or the share was measured too low.");
}

char *captions_exceeded(const struct results *results)
{
    char *line = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        double share = ladder_limit_share(results, row);
        if (share > LIMIT_EXCEEDED)
            line = append_string(line, "%s at %.0f %% of %s", row->is.name, 100 * share,
                                 row->is.limit);
    }
    return sentence("Faster than the limit, which was measured too low: ", line, ".");
}

char *captions_peers(const struct results *results)
{
    const struct row *fastest = ladder_fastest(results, false),
                     *alone = ladder_fastest(results, true);
    char seconds[UNITS_SIZE], *line = NULL;
    size_t size;
    FILE *to = results->peer_count ? open_memstream(&line, &size) : NULL;
    if (!to)
        return NULL;
    if (fastest)
        fprintf(to, "The fastest is %s: %s s as a whole process", fastest->is.name,
                units_significant(seconds, ladder_summarize(fastest).wall_ns / 1e9, 4));
    if (alone && alone != fastest)
        fprintf(to, "; on one core it is %s: %s s", alone->is.name,
                units_significant(seconds, ladder_summarize(alone).wall_ns / 1e9, 4));
    const char *before = NULL;
    for (size_t i = 0; i < results->peer_count; i++) {
        const char *version = results->peers[i].version;
        if (!version || (before && strcmp(version, before) == 0))
            continue;
        fprintf(to, "%s%s",
                before    ? ", "
                : fastest ? ". The tools are "
                          : "The tools are ",
                version);
        before = version;
    }
    if (fastest || before)
        fputc('.', to);
    fclose(to);
    return run_header_printable(line);
}

const char *captions_limits(const struct results *results)
{
    if (results->limit_count == 0 || !results->limits[0].by_round)
        return NULL;
    return "Of limit: what a variant reached against the limit's own passes in the same round, the "
           "median over rounds.";
}
