#include "show/terminal.h"
#include "base/strings.h"
#include "base/units.h"
#include "figures/ladder.h"
#include "figures/precision.h"
#include "figures/story.h"
#include "show/captions.h"
#include "show/run_header.h"
#include "show/side_tables.h"
#include "show/tables.h"
#include "show/trap_views.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_WIDEST 100

struct terminal terminal_of(FILE *to)
{
    return (struct terminal){to, table_width_of(to), table_colour_for(to)};
}

void terminal_head(const struct terminal *terminal, const struct results *results)
{
    char *machine = run_header_machine(results->machine), *build = run_header_build(results->build),
         *text = run_header_text(results);
    table_print_wrapped(terminal->to, terminal->width, "machine  ", machine);
    table_print_wrapped(terminal->to, terminal->width, "build    ", build);
    table_print_wrapped(terminal->to, terminal->width, "text     ", text);
    free(machine);
    free(build);
    free(text);
}

void terminal_title(const struct terminal *terminal, char *title)
{
    fprintf(terminal->to, "\n%s%s%s\n", terminal->colour ? "\033[1m" : "",
            run_header_printable(title), terminal->colour ? "\033[0m" : "");
    free(title);
}

void terminal_text(const struct terminal *terminal, char *text)
{
    table_print_wrapped(terminal->to, terminal->width < TEXT_WIDEST ? terminal->width : TEXT_WIDEST,
                        "", run_header_printable(text));
    free(text);
}

/* A titled table; nothing at all where it has no rows. */
static void show(const struct terminal *terminal, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        terminal_title(terminal, copy_string(title));
        table_print(table, terminal->to, terminal->width, terminal->colour);
    }
    table_free(table);
}

void terminal_stages(const struct terminal *terminal, const struct results *results)
{
    show(terminal, "Where the time goes (stage clock on; of slow variants, on the first lines)",
         tables_stages(results));
}

void terminal_predictions(const struct terminal *terminal, const struct results *results)
{
    show(terminal, "What each rung can gain (share: of the attacked stages in the rung it follows)",
         tables_predictions(results));
}

void terminal_warnings(const struct terminal *terminal, const struct results *results)
{
    for (size_t i = 0; i < results->warning_count; i++) {
        const struct warning *warning = &results->warnings[i];
        char *line = format_string("%s. Remedy: %s.", warning->what, warning->remedy);
        fputs(i == 0 ? "\n" : "", terminal->to);
        table_print_wrapped(terminal->to, terminal->width, "warning  ", run_header_printable(line));
        free(line);
    }
}

void terminal_gpu(const struct terminal *terminal, const struct results *results)
{
    char *gpu = run_header_gpu(results);
    if (gpu) {
        fputc('\n', terminal->to);
        table_print_wrapped(terminal->to, terminal->width, "GPU      ", gpu);
    }
    free(gpu);
}

void terminal_limits(const struct terminal *terminal, const struct limit *limits, size_t count)
{
    show(terminal, "What the machine can do at best (best of several passes)",
         tables_limits(limits, count));
}

/* A sentence under a table, which is freed; nothing for none. */
static void say(const struct terminal *terminal, const char *label, char *line)
{
    if (line)
        table_print_wrapped(terminal->to, terminal->width, label, run_header_printable(line));
    free(line);
}

void terminal_times(const struct terminal *terminal, const struct results *results)
{
    struct table *times = tables_times(results, false), *apart = tables_times(results, true);
    const char *limits = captions_limits(results);
    if (!table_shows(times, terminal->width, "of limit") &&
        !table_shows(apart, terminal->width, "of limit"))
        limits = NULL; /* there is nothing to explain */
    show(terminal,
         results->stopped ? "The times so far: the run was stopped"
         : results->cold  ? "The times, cold (median of fresh processes, with its 95 % interval)"
                          : "The times (median of fresh processes, with its 95 % interval)",
         times);
    show(terminal, "Not from end to end: the text was in its place before the clock started",
         apart);
    say(terminal, "", captions_control(results));
    say(terminal, "Rounds: ", precision_line(results));
    say(terminal, "", captions_outliers(results));
    if (limits)
        say(terminal, "", copy_string(limits));
    say(terminal, "", captions_exceeded(results));
    show(terminal, "By the clocks of host (prepare, search) and device (what overlaps counts once)",
         tables_devices(results));
}

void terminal_ledger(const struct terminal *terminal, const struct results *results)
{
    show(terminal, "The ledger: what was predicted, what came of it", tables_ledger(results));
    say(terminal, "", captions_stages(results));
    say(terminal, "", captions_ceilings(results));
}

void terminal_sweep(const struct terminal *terminal, const struct results *results)
{
    show(terminal, "The thread sweep (speed-up over one thread; serial fraction by Karp and Flatt)",
         side_tables_sweep(results));
}

void terminal_peers(const struct terminal *terminal, const struct results *results)
{
    show(terminal, CAPTIONS_PEERS_TITLE " (whole processes against our fastest)",
         side_tables_peers(results));
    say(terminal, "", captions_peers(results));
}

void terminal_story(const struct terminal *terminal, const struct results *results)
{
    char *story = story_tell(results);
    fputc('\n', terminal->to);
    table_print_wrapped(terminal->to, terminal->width < 100 ? terminal->width : 100, "", story);
    free(story);
}
