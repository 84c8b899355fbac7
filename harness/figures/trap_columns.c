#include "figures/trap_columns.h"
#include "base/stats.h"

#include <math.h>
#include <stdio.h>

static const char *const mode_labels[TRAP_MODES] = {"no wait", "wait each", "wait once"};

const char *trap_mode_label(enum trap_mode mode)
{
    return mode_labels[mode];
}

static double median_ms(const struct trap_times *times, size_t step, uint64_t repeats)
{
    double values[TRAP_REPEATS_MOST];
    for (size_t r = 0; r < repeats; r++)
        values[r] = (double)times->ns[r][step] / 1e6;
    return stats_median(values, repeats);
}

static struct trap_column column_of(const struct trap_times *times, uint64_t repeats)
{
    struct trap_column column = {.wait = 0};
    for (size_t s = 0; s < TRAP_STEPS; s++) {
        column.step[s] = median_ms(times, s, repeats);
        column.sum += column.step[s];
    }
    return column;
}

struct trap_column trap_host(const struct trap *trap, enum trap_mode mode)
{
    struct trap_column column = column_of(&trap->modes[mode].host, trap->repeats);
    double waits[TRAP_REPEATS_MOST];
    for (size_t r = 0; r < trap->repeats; r++)
        waits[r] = (double)trap->modes[mode].wait_ns[r] / 1e6;
    column.wait = stats_median(waits, trap->repeats);
    column.sum += column.wait;
    return column;
}

struct trap_column trap_events(const struct trap *trap)
{
    return column_of(&trap->modes[TRAP_NO_WAIT].device, trap->repeats);
}

struct trap_column trap_records(const struct trap *trap)
{
    return column_of(&trap->record, trap->repeats);
}

double trap_share(double part, double sum)
{
    return sum > 0 ? part / sum : NAN;
}

char *trap_percent(char to[UNITS_SIZE], double part, double sum)
{
    double value = 100 * trap_share(part, sum);
    if (isnan(value))
        snprintf(to, UNITS_SIZE, "-");
    else
        snprintf(to, UNITS_SIZE, "%.*f", value < 99.95 ? 1 : 0, value);
    return to;
}
