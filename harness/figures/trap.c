#include "figures/trap.h"
#include "base/stats.h"

#include <math.h>

static struct trap_column column_of(const char *name, const struct trap_times *times,
                                    uint64_t repeats)
{
    struct trap_column column = {.name = name};
    for (size_t p = 0; p < TRAP_PARTS; p++) {
        double values[TRAP_REPEATS_MOST];
        for (size_t r = 0; r < repeats; r++)
            values[r] = (double)times->ns[r][p] / 1e6;
        column.ms[p] = stats_median(values, repeats);
        column.ms[TRAP_ALL] += column.ms[p];
    }
    for (size_t p = 0; p <= TRAP_ALL; p++)
        column.share[p] = column.ms[TRAP_ALL] > 0 ? column.ms[p] / column.ms[TRAP_ALL] : NAN;
    return column;
}

/* Waiting is not blamed. */
static bool blames_the_copy(const struct trap_column *column)
{
    for (enum trap_part p = 0; p < TRAP_COPY; p++)
        if (p != TRAP_WAIT && column->ms[p] >= column->ms[TRAP_COPY])
            return false;
    return true;
}

static size_t middle(const struct trap *trap, enum trap_mode mode)
{
    for (size_t r = 0;; r++) {
        uint64_t ns = trap_host_ns(trap, mode, r);
        size_t before = 0;
        for (size_t other = 0; other < trap->repeats; other++) {
            uint64_t others = trap_host_ns(trap, mode, other);
            before += others < ns || (others == ns && other < r);
        }
        if (before == (trap->repeats - 1) / 2)
            return r;
    }
}

/* Parts follow each other, unless their starts are known. */
static struct trap_lane lane_of(const struct trap_times *starts, const struct trap_times *times,
                                size_t repeat, uint64_t *latest_ns)
{
    struct trap_lane lane = {.count = 0};
    uint64_t end_ns = 0;
    for (enum trap_part p = 0; p < TRAP_PARTS; p++) {
        uint64_t ns = (uint64_t)times->ns[repeat][p];
        if (ns == 0)
            continue;
        uint64_t from_ns = starts ? (uint64_t)starts->ns[repeat][p] : end_ns;
        lane.stretches[lane.count++] = (struct trap_stretch){p, from_ns, ns};
        end_ns = from_ns + ns;
        *latest_ns = end_ns > *latest_ns ? end_ns : *latest_ns;
    }
    return lane;
}

void trap_figures_of(const struct trap *trap, struct trap_figures *figures)
{
    static const char *const names[TRAP_MODES] = {"no wait", "wait each", "wait once"};
    struct trap_column *column = figures->columns;
    figures->longest_ns = 0;
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        size_t repeat = middle(trap, m);
        uint64_t end_ns = 0;
        *column++ = column_of(names[m], &trap->modes[m].host, trap->repeats);
        figures->lanes[m].host = lane_of(NULL, &trap->modes[m].host, repeat, &end_ns);
        figures->lanes[m].device =
            lane_of(&trap->modes[m].start, &trap->modes[m].device, repeat, &end_ns);
        figures->lanes[m].end_ns = end_ns;
        figures->longest_ns = end_ns > figures->longest_ns ? end_ns : figures->longest_ns;
    }
    *column++ = column_of("events", &trap->modes[TRAP_NO_WAIT].device, trap->repeats);
    if (trap->has_records)
        *column++ = column_of("records", &trap->record, trap->repeats);
    figures->column_count = (size_t)(column - figures->columns);
    figures->shows =
        blames_the_copy(&figures->columns[TRAP_NO_WAIT]) && !blames_the_copy(column - 1);
}
