#include "figures/precision.h"
#include "base/strings.h"
#include "base/units.h"
#include "figures/ladder.h"
#include "figures/sweep.h"
#include "record/rounds.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct planned {
    const struct row *row, *other;
    struct speedup speedup;
    bool swept;
};

static const struct row *with_one_thread(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->sweep_count; i++)
        if (results->sweep[i].is.threads == 1 && strcmp(results->sweep[i].is.name, name) == 0)
            return &results->sweep[i];
    return NULL;
}

/* The planned comparisons, from 0: the rows' first, then those of a sweep's points. `other` is NULL
 * where an index has none, or one that cannot be made. False behind the last. */
static bool planned_at(const struct results *results, size_t index, struct planned *planned)
{
    const struct row *row = NULL, *other = NULL;
    bool swept = index >= results->row_count;
    if (!swept) {
        row = &results->rows[index];
        if (row->is.copy_of)
            other = results_find(results, row->is.copy_of);
        else if (!row->is.apart)
            other = ladder_parent(results, row);
    } else {
        row = sweep_point(results, index - results->row_count);
        if (!row)
            return false;
        if (ladder_threads(results, row) > 1)
            other = with_one_thread(results, row->is.name);
    }
    *planned = (struct planned){.row = row, .swept = swept};
    if (other && row->status == STATUS_OK && other->status == STATUS_OK) {
        planned->other = other;
        planned->speedup = ladder_speedup(other, row);
    }
    return true;
}

double precision_width(const struct interval *interval)
{
    return interval->high / interval->low - 1;
}

static bool is_wide(const struct results *results, const struct planned *planned)
{
    return !planned->speedup.has_interval ||
           precision_width(&planned->speedup.interval) > results->precision;
}

bool precision_reached(const struct results *results, unsigned round, unsigned *narrow)
{
    struct planned planned;
    size_t known = 0, open = 0;
    if (results->precision <= 0 || round < PRECISION_FIRST_LOOK)
        return false;
    for (size_t i = 0; planned_at(results, i, &planned); i++) {
        if (!planned.other)
            continue;
        if (!is_wide(results, &planned))
            known++;
        else if (planned.row->rounds > round && planned.other->rounds > round)
            open++;
    }
    *narrow = known > 0 && open == 0 ? *narrow + 1 : 0;
    return *narrow >= PRECISION_IN_A_ROW;
}

/* "compiled 3.1 %, wasted 12 %", ...; NULL where none stayed wide. free() it. */
static char *wide_ones(const struct results *results)
{
    struct planned planned;
    char *list = NULL;
    size_t too_few = 0;
    for (size_t i = 0; planned_at(results, i, &planned); i++) {
        char width[UNITS_SIZE], threads[32] = "";
        if (!planned.other || planned.speedup.rounds == 0 || !is_wide(results, &planned))
            continue;
        if (planned.swept)
            snprintf(threads, sizeof threads, " with %d threads",
                     ladder_threads(results, planned.row));
        if (!planned.speedup.has_interval) {
            too_few++;
            continue;
        }
        list = append_string(
            list, "%s%s %s %%", planned.row->is.name, threads,
            units_significant(width, 100 * precision_width(&planned.speedup.interval), 2));
    }
    if (too_few == 0)
        return list;
    return append_string(list, "%s%zu of too few rounds", list ? "and " : "", too_few);
}

/* Of the first `rounds`, in how many the one with the fewest took part. */
static unsigned fewest_rounds(const struct results *results, unsigned rounds)
{
    unsigned fewest = rounds;
    for (size_t i = 0; i < results_entry_count(results); i++) {
        const struct row *row = results_entry(results, i);
        unsigned count = 0;
        for (size_t j = 0; j < row->sample_count; j++)
            count += row->samples[j].round <= rounds;
        if (row->status == STATUS_OK && count > 0 && count < fewest)
            fewest = count;
    }
    return fewest;
}

char *precision_line(const struct results *results)
{
    char asked[UNITS_SIZE];
    unsigned round = 0;
    if (results->rounds_end == ROUNDS_END_UNKNOWN)
        return NULL;
    for (size_t i = 0; i < results_entry_count(results); i++) {
        const struct row *row = results_entry(results, i);
        for (size_t j = 0; j < row->sample_count; j++)
            if (row->samples[j].round > round)
                round = row->samples[j].round;
    }
    if (round <= results->rounds_again)
        return NULL;
    round -= results->rounds_again;
    unsigned fewest = fewest_rounds(results, round);
    units_significant(asked, 100 * results->precision, 2);
    char *wide = results->precision > 0 ? wide_ones(results) : NULL;
    char *ended = results->rounds_end == ROUNDS_END_PRECISION
                      ? format_string("by --precision %s%%", asked)
                      : format_string("by %s", results->rounds_end == ROUNDS_END_ROUNDS ? "--rounds"
                                               : results->rounds_end == ROUNDS_END_BUDGET
                                                   ? "--budget"
                                                   : "a stop from outside");
    if (results->rounds_end == ROUNDS_END_ROUNDS && fewest < round) {
        char *longer =
            format_string("%s, with %u of what the --budget had no more for", ended, fewest);
        free(ended);
        ended = longer;
    }
    if (results->rounds_again > 0) {
        char *longer = format_string("%s, %u run again", ended, results->rounds_again);
        free(ended);
        ended = longer;
    }
    char *line = NULL;
    if (wide)
        line = format_string("ended after %u %s; comparisons whose interval is still wider "
                             "than %s %%: %s.",
                             round, ended, asked, wide);
    else if (results->precision > 0)
        line = format_string("ended after %u %s; the interval of every comparison is "
                             "narrower than %s %%.",
                             round, ended, asked);
    else
        line = format_string("ended after %u %s.", round, ended);
    free(wide);
    free(ended);
    return line;
}

json_t *precision_wide(const struct results *results)
{
    struct planned planned;
    json_t *wide = json_array();
    for (size_t i = 0; planned_at(results, i, &planned); i++)
        if (planned.other && planned.speedup.rounds > 0 && is_wide(results, &planned))
            json_array_append_new(
                wide, json_pack("{s:s, s:i, s:o}", "name", planned.row->is.name, "threads",
                                ladder_threads(results, planned.row), "width",
                                planned.speedup.has_interval
                                    ? json_real(precision_width(&planned.speedup.interval))
                                    : json_null()));
    return wide;
}
