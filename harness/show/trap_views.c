#include "show/trap_views.h"
#include "base/strings.h"
#include "base/units.h"
#include "figures/trap_columns.h"
#include "show/trap_lines.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

/* What the device did in the runs that the host did not understand. */
static struct trap_column what_ran(const struct trap *trap)
{
    return trap->has_records ? trap_records(trap) : trap_events(trap);
}

static const char *source_name(const struct trap *trap)
{
    return trap->has_records ? "the driver's records" : "its events";
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

static void cells(struct table *table, double part, double sum)
{
    char ms[UNITS_SIZE], shown[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", milliseconds(ms, part));
    table_cell(table, TABLE_DIM, "%s", trap_percent(shown, part, sum));
}

struct table *trap_table(const struct trap *trap)
{
    struct trap_column columns[TRAP_MODES + 2];
    size_t count = 0;
    struct table *table = table_new();
    table_column(table, "step", TABLE_LEFT, TABLE_ALWAYS);
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        columns[count++] = trap_host(trap, m);
        table_column(table, trap_mode_label(m), TABLE_RIGHT, TABLE_ALWAYS);
        table_column(table, "%", TABLE_RIGHT, TABLE_ALWAYS);
    }
    columns[count++] = trap_events(trap);
    table_column(table, "events", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "%", TABLE_RIGHT, TABLE_ALWAYS);
    if (trap->has_records) {
        columns[count++] = trap_records(trap);
        table_column(table, "records", TABLE_RIGHT, TABLE_ALWAYS);
        table_column(table, "%", TABLE_RIGHT, TABLE_ALWAYS);
    }
    for (enum trap_step s = 0; s < TRAP_STEPS; s++) {
        if (s == TRAP_COPY) { /* before it, the one wait */
            table_row(table);
            table_cell(table, TABLE_PLAIN, "(wait)");
            for (size_t c = 0; c < count; c++)
                if (c == TRAP_WAIT_ONCE) {
                    cells(table, columns[c].wait, columns[c].sum);
                } else {
                    table_cell(table, TABLE_PLAIN, "%s", "");
                    table_cell(table, TABLE_PLAIN, "%s", "");
                }
        }
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", trap_step_name(s));
        for (size_t c = 0; c < count; c++)
            cells(table, columns[c].step[s], columns[c].sum);
    }
    table_row(table);
    table_cell(table, TABLE_PLAIN, "all");
    for (size_t c = 0; c < count; c++)
        cells(table, columns[c].sum, columns[c].sum);
    return table;
}

/* The device's steps but the copy, longest first, as "roots (45 %), sum (28 %) and squares (27 %)";
 * those under 1 % are left out. */
static void tell_steps(FILE *to, const struct trap_column *device)
{
    bool told[TRAP_STEPS] = {[TRAP_COPY] = true};
    size_t order[TRAP_STEPS], count = 0;
    for (;;) {
        size_t best = TRAP_STEPS;
        for (size_t s = 0; s < TRAP_STEPS; s++)
            if (!told[s] && (best == TRAP_STEPS || device->step[s] > device->step[best]))
                best = s;
        if (best == TRAP_STEPS || trap_share(device->step[best], device->sum) < 0.01)
            break;
        told[best] = true;
        order[count++] = best;
    }
    for (size_t i = 0; i < count; i++)
        fprintf(to, "%s%s (%.0f %%)",
                i == 0          ? ""
                : i + 1 < count ? ", "
                                : " and ",
                trap_step_name((enum trap_step)order[i]),
                100 * trap_share(device->step[order[i]], device->sum));
}

/* The step that takes most; the wait, which is no step, does not stand. */
static size_t longest_step(const struct trap_column *column)
{
    size_t longest = 0;
    for (size_t s = 1; s < TRAP_STEPS; s++)
        if (column->step[s] > column->step[longest])
            longest = s;
    return longest;
}

char *trap_story(const struct trap *trap)
{
    struct trap_column blind = trap_host(trap, TRAP_NO_WAIT), device = what_ran(trap);
    struct trap_column each = trap_host(trap, TRAP_WAIT_EACH);
    struct trap_column once = trap_host(trap, TRAP_WAIT_ONCE);
    char seemed[UNITS_SIZE], was[UNITS_SIZE], ms[UNITS_SIZE], after_each[UNITS_SIZE],
        after_once[UNITS_SIZE], *story = NULL;
    size_t size;
    if (!(blind.sum > 0) || !(device.sum > 0))
        return copy_string("No step took any time: the figures say nothing.");
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    if (trap->simulated)
        fputs("SIMULATED. ", to);
    milliseconds(ms, blind.sum);
    trap_percent(seemed, blind.step[TRAP_COPY], blind.sum);
    trap_percent(was, device.step[TRAP_COPY], device.sum);
    trap_percent(after_each, each.step[TRAP_COPY], each.sum);
    trap_percent(after_once, once.step[TRAP_COPY], once.sum);
    if (longest_step(&blind) == TRAP_COPY && longest_step(&device) != TRAP_COPY) {
        fprintf(to,
                "Without waiting, the host's clock charges %s %% of %s ms to the copy of 8 bytes. "
                "By %s, the device spent its time on ",
                seemed, ms, source_name(trap));
        tell_steps(to, &device);
        fprintf(to,
                "; the copy took %s %% of it. The copy is innocent: it waited for what was queued "
                "before it. With a wait after each step the host charges it %s %%, with one before "
                "it %s %%.",
                was, after_each, after_once);
    } else {
        fprintf(to,
                "The trap does not show here: without waiting, the host's clock charges %s %% of "
                "%s ms to the copy of 8 bytes, and by %s the copy took %s %% of the device's time. "
                "A larger --size gives the device more to do.",
                seemed, ms, source_name(trap), was);
    }
    if (fclose(to) != 0)
        err(1, "story");
    return story;
}

static char *title(const struct trap *trap)
{
    return format_string("The trap%s: where the time goes, in ms (medians of %d)",
                         trap->simulated ? " (SIMULATED)" : "", (int)trap->repeats);
}

/* What the columns are, and what of the records. */
static char *caption(const struct trap *trap)
{
    char *records =
        format_string(trap->has_records ? "records: by the driver (%s), runs of their own."
                                        : "No activity records: %s.",
                      trap->source);
    char *line = format_string(
        "no wait, wait each, wait once: by the host's clock, which waits for the device never, "
        "after each step, or once before the copy. events: by the device's own, where the host did "
        "not wait. %s",
        records);
    free(records);
    return line;
}

static char *dropped(const struct trap *trap)
{
    char count[UNITS_SIZE];
    return format_string("%s activity records were dropped: the column is not to be trusted.",
                         units_grouped(count, trap->dropped));
}

static char *case_line(const struct trap *trap)
{
    char size[UNITS_SIZE];
    units_grouped(size, trap->size);
    return format_string("%s × %s doubles on the device: their sum, that of their squares, that of "
                         "their square roots, the total of these; then its 8 bytes to the host",
                         size, size);
}

void trap_views(const struct terminal *terminal, const struct trap *trap)
{
    char *device = format_string("%s%s", trap->simulated ? "SIMULATED, " : "", trap->device);
    char *doubles = case_line(trap);
    table_print_wrapped(terminal->to, terminal->width, "device   ", device);
    table_print_wrapped(terminal->to, terminal->width, "case     ", doubles);
    terminal_title(terminal, title(trap));
    struct table *table = trap_table(trap);
    table_print(table, terminal->to, terminal->width, terminal->colour);
    terminal_text(terminal, caption(trap));
    if (trap->dropped)
        terminal_text(terminal, dropped(trap));
    terminal_title(terminal,
                   format_string("Host and device on one scale, the run in the middle of each%s",
                                 trap->simulated ? " (SIMULATED)" : ""));
    trap_lines(terminal->to, trap, terminal->width);
    fputc('\n', terminal->to);
    terminal_text(terminal, trap_story(trap));
    table_free(table);
    free(device);
    free(doubles);
}

void trap_views_markdown(FILE *to, const struct trap *trap)
{
    char *heading = title(trap), *doubles = case_line(trap), *explained = caption(trap),
         *story = trap_story(trap);
    struct table *table = trap_table(trap);
    fprintf(to, "\n**%s**\n\nDevice: %s. Case: %s.\n\n", heading, trap->device, doubles);
    table_print_markdown(table, to);
    fprintf(to, "\n%s\n", explained);
    if (trap->dropped) {
        char *lost = dropped(trap);
        fprintf(to, "\n%s\n", lost);
        free(lost);
    }
    fprintf(to, "\n%s\n", story);
    table_free(table);
    free(heading);
    free(doubles);
    free(explained);
    free(story);
}
