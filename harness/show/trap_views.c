#include "show/trap_views.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/trap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LANES_WIDEST 120
#define LABELS 19 /* columns before a lane */
#define LANE_NARROWEST 20
#define IDLE '.'

static const char letters[TRAP_PARTS] = {'s', 'q', 'r', 't', 'w', 'c'};

static const char *stamp(const struct trap *trap)
{
    return trap->simulated ? " (SIMULATED)" : "";
}

/* Three digits, but no more than tenths of a microsecond. */
static char *milliseconds(char to[UNITS_SIZE], double ms)
{
    if (ms < 0.01)
        snprintf(to, UNITS_SIZE, "%.4f", ms);
    else
        units_significant(to, ms, 3);
    return to;
}

/* "0.3", "99.9", "100"; "-" for NAN. */
static char *percent(char to[UNITS_SIZE], double share)
{
    if (isnan(share))
        snprintf(to, UNITS_SIZE, "-");
    else
        snprintf(to, UNITS_SIZE, "%.*f", share < 0.9995 ? 1 : 0, 100 * share);
    return to;
}

struct table *trap_table(const struct trap *trap)
{
    struct trap_figures figures;
    trap_figures_of(trap, &figures);
    struct table *table = table_new();
    table_column(table, "step", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t c = 0; c < figures.column_count; c++) {
        table_column(table, figures.columns[c].name, TABLE_RIGHT,
                     c == TRAP_NO_WAIT ? TABLE_ALWAYS : (int)c);
        table_column(table, "%", TABLE_RIGHT, TABLE_FOLLOWS);
    }
    for (enum trap_part p = 0; p <= TRAP_ALL; p++) {
        table_row(table);
        table_cell(table, TABLE_PLAIN, p == TRAP_WAIT ? "(%s)" : "%s", trap_part_name(p));
        for (size_t c = 0; c < figures.column_count; c++) {
            const struct trap_column *column = &figures.columns[c];
            char ms[UNITS_SIZE] = "", share[UNITS_SIZE] = "";
            if (p != TRAP_WAIT || column->ms[p] > 0) {
                milliseconds(ms, column->ms[p]);
                percent(share, column->share[p]);
            }
            table_cell(table, TABLE_PLAIN, "%s", ms);
            table_cell(table, TABLE_DIM, "%s", share);
        }
    }
    return table;
}

/* What it looked like, what it was, and the sentence to remember; one sentence if the trap doesn't
 * show. */
#define SENTENCES 3

/* Where the device's time went, by the best source. */
static char *device_said(const struct trap *trap, const struct trap_column *ran)
{
    char share[UNITS_SIZE], *steps = NULL;
    for (enum trap_part p = 0; p < TRAP_PARTS; p++)
        if (p != TRAP_WAIT)
            steps =
                append_string(steps, "%s %s %%", trap_part_name(p), percent(share, ran->share[p]));
    char *text =
        format_string("by %s, the device's time went to %s",
                      trap->has_records ? "the driver's records" : "its own events", steps);
    free(steps);
    return text;
}

static size_t tell(const struct trap *trap, char *said[SENTENCES])
{
    struct trap_figures figures;
    trap_figures_of(trap, &figures);
    const struct trap_column *host = figures.columns, *ran = &host[figures.column_count - 1],
                             *no_wait = &host[TRAP_NO_WAIT];
    const char *simulated = trap->simulated ? "SIMULATED. " : "";
    char ms[UNITS_SIZE], seemed[UNITS_SIZE], each[UNITS_SIZE], once[UNITS_SIZE];
    if (!(no_wait->ms[TRAP_ALL] > 0) || !(ran->ms[TRAP_ALL] > 0)) {
        said[0] = copy_string("No step took any time: the figures say nothing.");
        return 1;
    }
    char *device = device_said(trap, ran);
    percent(seemed, no_wait->share[TRAP_COPY]);
    milliseconds(ms, no_wait->ms[TRAP_ALL]);
    if (figures.shows) {
        said[0] =
            format_string("%sWhat it looks like: the copy of 8 bytes takes %s %% of %s ms, by "
                          "the host's clock. You would make copies faster.",
                          simulated, seemed, ms);
        said[1] = format_string(
            "What it is: the steps before were only queued, and the copy is the first that waits. "
            "The copy is innocent: %s. With a wait after each step the host charges the copy %s "
            "%%, with one before it %s %%.",
            device, percent(each, host[TRAP_WAIT_EACH].share[TRAP_COPY]),
            percent(once, host[TRAP_WAIT_ONCE].share[TRAP_COPY]));
        said[2] = copy_string("Remember: wait for the device before you look at the clock, or ask "
                              "the device how long it took.");
    } else {
        said[0] = format_string("%sThe trap does not show here: without waiting, the host's clock "
                                "charges %s %% of %s ms to the copy of 8 bytes; %s. A larger "
                                "matrix gives the device more to do (trap gpu --size).",
                                simulated, seemed, ms, device);
    }
    free(device);
    return figures.shows ? SENTENCES : 1;
}

char *trap_story(const struct trap *trap)
{
    char *said[SENTENCES], *story = NULL;
    size_t count = tell(trap, said);
    for (size_t i = 0; i < count; i++) {
        char *before = story;
        story = before ? format_string("%s %s", before, said[i]) : copy_string(said[i]);
        free(before);
        free(said[i]);
    }
    return story;
}

char *trap_title(const struct trap *trap)
{
    return format_string("The trap%s: where the time goes, in ms (medians of %d)", stamp(trap),
                         (int)trap->repeats);
}

char *trap_case(const struct trap *trap)
{
    char size[UNITS_SIZE];
    units_grouped(size, trap->size);
    return format_string(
        "Device: %s%s. Case: %s × %s doubles on the device: their sum, that of their squares, that "
        "of their square roots, the total of these; then its 8 bytes to the host.",
        trap->simulated ? "SIMULATED, " : "", trap->device, size, size);
}

/* What the columns mean. */
char *trap_caption(const struct trap *trap)
{
    char count[UNITS_SIZE], *records;
    if (trap->has_records && trap->dropped)
        records =
            format_string("records: by the driver (%s), which dropped %s of them: don't trust "
                          "this column.",
                          trap->source, units_grouped(count, trap->dropped));
    else if (trap->has_records)
        records = format_string("records: by the driver (%s), runs of their own.", trap->source);
    else
        records = format_string("No activity records: %s.", trap->source);
    char *text = format_string(
        "no wait, wait each, wait once: by the host's clock, which waits for the device never, "
        "after each step, or once before the copy. events: by the device's own, where the host did "
        "not wait. %s",
        records);
    free(records);
    return text;
}

/* Each place shows what ran at its middle. */
static void print_lane(FILE *to, const struct trap_lane *lane, uint64_t end_ns, double place_ns)
{
    char line[LANES_WIDEST];
    long places = lround((double)end_ns / place_ns);
    memset(line, IDLE, sizeof line);
    for (size_t s = 0; s < lane->count; s++) {
        const struct trap_stretch *stretch = &lane->stretches[s];
        long from = lround((double)stretch->from_ns / place_ns),
             till = lround((double)(stretch->from_ns + stretch->ns) / place_ns);
        memset(line + from, letters[stretch->part], (size_t)(till - from));
    }
    fprintf(to, "%.*s\n", (int)places, line);
}

static void print_lanes(const struct terminal *terminal, const struct trap_figures *figures)
{
    FILE *to = terminal->to;
    if (figures->longest_ns == 0) {
        terminal_text(terminal, copy_string("(no step took any time: there is nothing to draw)"));
        return;
    }
    int width = (terminal->width < LANES_WIDEST ? terminal->width : LANES_WIDEST) - LABELS;
    double place_ns =
        (double)figures->longest_ns / (width > LANE_NARROWEST ? width : LANE_NARROWEST);
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        uint64_t end_ns = figures->lanes[m].end_ns;
        fprintf(to, "%-11s%-*s", figures->columns[m].name, LABELS - 11, "host");
        print_lane(to, &figures->lanes[m].host, end_ns, place_ns);
        fprintf(to, "%-11s%-*s", "", LABELS - 11, "device");
        print_lane(to, &figures->lanes[m].device, end_ns, place_ns);
    }
    char shown[UNITS_SIZE];
    char *key = NULL;
    for (enum trap_part p = 0; p < TRAP_PARTS; p++)
        key = append_string(key, "%c %s", letters[p], trap_part_name(p));
    terminal_text(terminal, format_string("%s, %c idle", key, IDLE));
    terminal_text(
        terminal,
        format_string("A letter is %s ms; what is shorter than half of that may not show.",
                      units_significant(shown, place_ns / 1e6, 3)));
    free(key);
}

void trap_views(const struct terminal *terminal, const struct trap *trap)
{
    struct trap_figures figures;
    trap_figures_of(trap, &figures);
    struct table *table = trap_table(trap);
    terminal_title(terminal, trap_title(trap));
    terminal_text(terminal, trap_case(trap));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    terminal_text(terminal, trap_caption(trap));
    terminal_title(terminal,
                   format_string("Host and device on one scale, the run in the middle of each%s",
                                 stamp(trap)));
    print_lanes(terminal, &figures);
    fputc('\n', terminal->to);
    char *said[SENTENCES];
    size_t count = tell(trap, said);
    for (size_t i = 0; i < count; i++)
        terminal_text(terminal, said[i]);
    table_free(table);
}

static json_t *lane_json(const struct trap_lane *lane)
{
    json_t *stretches = json_array();
    for (size_t s = 0; s < lane->count; s++)
        json_array_append_new(
            stretches, json_pack("{s:s, s:I, s:I}", "part", trap_part_name(lane->stretches[s].part),
                                 "from_ns", (json_int_t)lane->stretches[s].from_ns, "ns",
                                 (json_int_t)lane->stretches[s].ns));
    return stretches;
}

json_t *trap_json(const struct trap *trap)
{
    struct trap_figures figures;
    trap_figures_of(trap, &figures);
    char *told = trap_story(trap);
    json_t *modes = json_array();
    for (enum trap_mode m = 0; m < TRAP_MODES; m++)
        json_array_append_new(modes,
                              json_pack("{s:o, s:o}", "host", lane_json(&figures.lanes[m].host),
                                        "device", lane_json(&figures.lanes[m].device)));
    json_t *object = json_pack("{s:s, s:I, s:o}", "story", told, "end_ns",
                               (json_int_t)figures.longest_ns, "modes", modes);
    free(told);
    return object;
}
