#include "show/captions.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/variance.h"
#include "show/run_header.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APART_TOLD 0.05

/* NULL for an empty list. Frees the list. */
static char *sentence(const char *before, char *list, const char *after)
{
    char *line = list ? run_header_printable(format_string("%s%s%s", before, list, after)) : NULL;
    free(list);
    return line;
}

/* "A/A is mapped run again under a second name: 0.997× itself (0.991–1.004), sound: ..."; NULL if
 * there is nothing to say. */
static char *control_line(const struct row_figures *row)
{
    static const char *const found[] = {
        [CONTROL_UNKNOWN] = "but disturbed in most rounds, so it says nothing",
        [CONTROL_SOUND] = "sound: no difference, as expected",
        [CONTROL_BIASED] = "biased: a difference where there is none",
        [CONTROL_BLIND] = "blind: this run can't see a difference of 2 %"};
    const struct speedup *over = &row->over_parent;
    if (!row->row->is.copy_of || !over->has_interval)
        return NULL;
    return format_string("%s is %s run again under a second name: %.3f× itself (%.3f–%.3f), %s.",
                         row->row->is.name, row->row->is.copy_of, over->ratio, over->interval.low,
                         over->interval.high, found[row->control]);
}

char *captions_controls(const struct figures *figures)
{
    char *all = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        char *line = control_line(&figures->rows[i]), *before = all;
        if (!line)
            continue;
        all = format_string("%s%s%s", before ? before : "", before ? " " : "", line);
        free(line);
        free(before);
    }
    return all ? run_header_printable(all) : NULL;
}

char *captions_family(const struct figures *figures)
{
    bool too_few = false;
    double one = STATS_CONFIDENCE; /* the interval's confidence if there is only one comparison */
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        too_few |= row->verdict == VERDICT_TOO_FEW;
        if (row->row->is.copy_of && row->over_parent.has_interval)
            one = PAIRS_CONTROL;
    }
    char *takes = too_few ? format_string(" A verdict needs %zu rounds.", figures->least_rounds)
                          : copy_string("");
    char *line =
        figures->family > 1
            ? format_string("The intervals hold for all %zu comparisons of this run together, with "
                            "95 %% confidence.%s",
                            figures->family, takes)
        : figures->family == 1
            ? format_string("The interval holds with %g %% confidence.%s", 100 * one, takes)
            : NULL;
    free(takes);
    return line;
}

/* "compiled 3.1 %, wasted 12 %", ...; NULL if none stayed wide. free() it. */
static char *wide_ones(const struct figures *figures)
{
    char *list = NULL;
    size_t too_few = 0;
    for (size_t i = 0; i < figures->wide_count; i++) {
        const struct wide_figures *wide = &figures->wide[i];
        char width[UNITS_SIZE], threads[32] = "";
        if (isinf(wide->width)) {
            too_few++;
            continue;
        }
        if (wide->is_point)
            snprintf(threads, sizeof threads, " with %d %s", wide->threads,
                     units_plural((uint64_t)wide->threads, "thread", "threads"));
        list = append_string(list, "%s%s %s %%", wide->row->is.name, threads,
                             units_significant(width, 100 * wide->width, 2));
    }
    if (too_few == 0)
        return list;
    return append_string(list, "%s%zu with too few rounds", list ? "and " : "", too_few);
}

char *captions_rounds(const struct figures *figures)
{
    const struct results *run = figures->run;
    static const char *const ends[ROUNDS_ENDS] = {[ROUNDS_END_ROUNDS] = "--rounds",
                                                  [ROUNDS_END_BUDGET] = "--budget",
                                                  [ROUNDS_END_STOPPED] = "interrupted"};
    char asked[UNITS_SIZE], *line = NULL;
    size_t size;
    if (run->rounds_end == ROUNDS_END_UNKNOWN || figures->rounds == 0)
        return NULL;
    units_significant(asked, 100 * run->precision, 2);
    const char *end =
        figures->tried && run->rounds_end == ROUNDS_END_ROUNDS ? "--runs" : ends[run->rounds_end];
    char *wide = run->precision > 0 ? wide_ones(figures) : NULL;
    FILE *to = open_memstream(&line, &size);
    if (!to)
        err(1, "captions");
    fprintf(to, "Stopped after %u round%s (", figures->rounds, figures->rounds == 1 ? "" : "s");
    if (run->rounds_end == ROUNDS_END_PRECISION)
        fprintf(to, "--precision %s%%)", asked);
    else
        fprintf(to, "%s)", end);
    if (run->rounds_end == ROUNDS_END_ROUNDS && figures->fewest_rounds < figures->rounds)
        fprintf(to, "; slow variants got only %u because --budget ran out", figures->fewest_rounds);
    if (run->rounds_again > 0)
        fprintf(to, "; %u round%s run again", run->rounds_again,
                run->rounds_again == 1 ? " was" : "s were");
    if (wide)
        fprintf(to, "; intervals still wider than %s %%: %s", asked, wide);
    else if (run->precision > 0 && figures->narrow_count > 0)
        fprintf(to, "; every interval is narrower than %s %%", asked);
    fputc('.', to);
    free(wide);
    if (fclose(to) != 0)
        err(1, "captions");
    return run_header_printable(line);
}

/* The first measured variant if its variance is known; else the median one. */
static const struct row *varied(const struct figures *figures, struct variance *variance)
{
    const struct results *run = figures->run;
    if (figures->first && variance_of(run, figures->first->row, variance))
        return figures->first->row;
    double *parts = calloc(run->row_count + 1, sizeof *parts);
    size_t count = 0;
    if (!parts)
        err(1, "captions");
    for (size_t i = 0; i < run->row_count; i++)
        if (variance_of(run, &run->rows[i], variance))
            parts[count++] = variance->part;
    double median = stats_median(parts, count);
    const struct row *closest = NULL;
    struct variance each;
    for (size_t i = 0; i < run->row_count; i++)
        if (variance_of(run, &run->rows[i], &each) &&
            (!closest || fabs(each.part - median) < fabs(variance->part - median))) {
            closest = &run->rows[i];
            *variance = each;
        }
    free(parts);
    return closest;
}

char *captions_layout(const struct figures *figures)
{
    struct variance variance;
    const struct row *row = varied(figures, &variance);
    char range[UNITS_SIZE];
    if (!row)
        return NULL;
    return run_header_printable(format_string(
        "Code layout and whatever else changes between rounds cause %.0f %% of the variance of "
        "%s's times, which range over %s %%.",
        100 * variance.part, row->is.name, units_significant(range, 100 * variance.range, 2)));
}

char *captions_outliers(const struct figures *figures)
{
    char *line = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->row->status == STATUS_OK && row->outlier_count > 0)
            line = append_string(line, "%s %zu of %zu", row->row->is.name, row->outlier_count,
                                 row->row->sample_count);
    }
    return sentence("Outliers, which stay in every figure: ", line, ".");
}

char *captions_stages(const struct figures *figures)
{
    char *names = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (fabs(row->stages.apart) > APART_TOLD)
            names = append_string(names, "%s %+.0f %%", row->row->is.name, 100 * row->stages.apart);
    }
    return sentence(
        "The stages of these variants don't add up to their times, so their shares are rough: ",
        names, ".");
}

char *captions_ceilings(const struct figures *figures)
{
    char *names = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (!row->exceeds_ceiling)
            continue;
        char ms[UNITS_SIZE];
        if (row->moved_ns > 0)
            names = append_string(names, "%s (%s, which it does not attack, took %s ms less)",
                                  row->row->is.name, stage_name(row->moved),
                                  units_significant(ms, row->moved_ns / 1e6, 3));
        else
            names = append_string(names, "%s", row->row->is.name);
    }
    return sentence("Gained more than the ceiling allows: ", names, ".");
}

char *captions_forecasts(const struct figures *figures)
{
    char off[UNITS_SIZE];
    if (isnan(figures->prediction_error))
        return NULL;
    return format_string("Half of the forecasts were off by less than %s %%.",
                         units_significant(off, 100 * expm1(figures->prediction_error), 2));
}

char *captions_foretold(const struct figures *figures)
{
    char *names = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        char off[UNITS_SIZE], gain[UNITS_SIZE];
        if (isfinite(row->foretold_error))
            names = append_string(names, "%s %s (off by %s %%)", row->row->is.name,
                                  figures_gain(gain, row->foretold),
                                  units_significant(off, 100 * expm1(row->foretold_error), 2));
    }
    return sentence("You predicted: ", names, ".");
}

char *captions_processes(const struct figures *figures)
{
    char *names = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct identity *is = &figures->run->rows[i].is;
        if (identity_counts(is) && !is->copy_of)
            names = append_string(names, "%s", is->name);
    }
    return sentence("Timed as whole processes, and compared with whole processes: ", names, ".");
}

char *captions_fits(const struct figures *figures)
{
    char *names = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (fabs(row->time.whole_off) > LADDER_FIT)
            names =
                append_string(names, "%s %+.0f %%", row->row->is.name, 100 * row->time.whole_off);
    }
    return sentence("On the whole text these took longer or shorter than their first lines "
                    "predict, so the table shows the times of whole runs: ",
                    names, ".");
}

char *captions_exceeded(const struct figures *figures)
{
    char *line = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->limit_share > LIMIT_EXCEEDED)
            line = append_string(line, "%s at %.0f %% of %s", row->row->is.name,
                                 100 * row->limit_share, row->row->is.limit);
    }
    return sentence("Faster than the limit, so the limit was measured too low: ", line, ".");
}

char *captions_peers(const struct figures *figures)
{
    const struct results *run = figures->run;
    const struct row_figures *fastest = figures->fastest_process,
                             *alone = figures->fastest_on_one_core;
    char seconds[UNITS_SIZE], *line = NULL;
    size_t size;
    if (run->peer_count == 0)
        return NULL;
    FILE *to = open_memstream(&line, &size);
    if (!to)
        err(1, "captions");
    if (fastest)
        fprintf(to, "The fastest is %s: %s s as a whole process", fastest->row->is.name,
                units_significant(seconds, fastest->time.wall_ns / 1e9, 4));
    if (alone && alone != fastest)
        fprintf(to, "; on one core it is %s: %s s", alone->row->is.name,
                units_significant(seconds, alone->time.wall_ns / 1e9, 4));
    const char *before = NULL;
    for (size_t i = 0; i < run->peer_count; i++) {
        const char *version = run->peers[i].version;
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
    if (fclose(to) != 0)
        err(1, "captions");
    if (*line)
        return run_header_printable(line);
    free(line);
    return NULL;
}

char *captions_limits(const struct figures *figures)
{
    if (figures->run->limit_count == 0 || !figures->run->limits[0].by_round)
        return NULL;
    if (figures->rounds < STATS_INTERVAL_LEAST)
        return copy_string("Of limit: a variant's speed as a share of the best that the limit "
                           "reached, since there are only a few rounds.");
    return copy_string("Of limit: a variant's speed as a share of the limit, measured in the same "
                       "round; the median over rounds.");
}

char *captions_ways(const struct figures *figures)
{
    const struct results *run = figures->run;
    if (run->limit_count == 0 || run->limits[0].way[0] == '\0') /* true for an older file */
        return NULL;
    return format_string(
        "Each limit is the fastest of several ways to read, including the cost of page tables. A "
        "pass reads at most %zu MiB, each time from another part of the text.",
        LIMIT_PASS_BYTES >> 20);
}
