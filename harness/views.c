#include "views.h"
#include "captions.h"
#include "copies.h"
#include "heads.h"
#include "ladder.h"
#include "precision.h"
#include "side_tables.h"
#include "story.h"
#include "tables.h"
#include "trap_views.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_WIDEST 100

struct view view_of(FILE *to)
{
    return (struct view){to, table_width_of(to), table_colour_for(to)};
}

void views_head(const struct view *view, const struct results *results)
{
    char *machine = heads_machine(results->machine), *build = heads_build(results->build),
         *text = heads_text(results);
    table_print_wrapped(view->to, view->width, "machine  ", machine);
    table_print_wrapped(view->to, view->width, "build    ", build);
    table_print_wrapped(view->to, view->width, "text     ", text);
    free(machine);
    free(build);
    free(text);
}

void views_title(const struct view *view, char *title)
{
    fprintf(view->to, "\n%s%s%s\n", view->colour ? "\033[1m" : "", heads_printable(title),
            view->colour ? "\033[0m" : "");
    free(title);
}

void views_text(const struct view *view, char *text)
{
    table_print_wrapped(view->to, view->width < TEXT_WIDEST ? view->width : TEXT_WIDEST, "",
                        heads_printable(text));
    free(text);
}

/* A titled table; nothing at all where it has no rows. */
static void show(const struct view *view, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        views_title(view, copy_string(title));
        table_print(table, view->to, view->width, view->colour);
    }
    table_free(table);
}

void views_stages(const struct view *view, const struct results *results)
{
    show(view, "Where the time goes (stage clock on; of slow variants, on the first lines)",
         tables_stages(results));
}

void views_predictions(const struct view *view, const struct results *results)
{
    show(view, "What each rung can gain (share: of the attacked stages in the rung it follows)",
         tables_predictions(results));
}

void views_warnings(const struct view *view, const struct results *results)
{
    for (size_t i = 0; i < results->warning_count; i++) {
        const struct warning *warning = &results->warnings[i];
        char *line = format_string("%s. Remedy: %s.", warning->what, warning->remedy);
        fputs(i == 0 ? "\n" : "", view->to);
        table_print_wrapped(view->to, view->width, "warning  ", heads_printable(line));
        free(line);
    }
}

void views_gpu(const struct view *view, const struct results *results)
{
    char *gpu = heads_gpu(results);
    if (gpu) {
        fputc('\n', view->to);
        table_print_wrapped(view->to, view->width, "GPU      ", gpu);
    }
    free(gpu);
}

void views_limits(const struct view *view, const struct limit *limits, size_t count)
{
    show(view, "What the machine can do at best (best of several passes)",
         tables_limits(limits, count));
}

/* A sentence under a table, which is freed; nothing for none. */
static void say(const struct view *view, const char *label, char *line)
{
    if (line)
        table_print_wrapped(view->to, view->width, label, heads_printable(line));
    free(line);
}

void views_times(const struct view *view, const struct results *results)
{
    struct table *times = tables_times(results, false), *apart = tables_times(results, true);
    const char *limits = captions_limits(results);
    if (!table_shows(times, view->width, "of limit") &&
        !table_shows(apart, view->width, "of limit"))
        limits = NULL; /* there is nothing to explain */
    show(view,
         results->stopped ? "The times so far: the run was stopped"
         : results->cold  ? "The times, cold (median of fresh processes, with its 95 % interval)"
                          : "The times (median of fresh processes, with its 95 % interval)",
         times);
    show(view, "Not from end to end: the text was in its place before the clock started", apart);
    say(view, "", captions_control(results));
    say(view, "Rounds: ", precision_line(results));
    say(view, "", captions_outliers(results));
    if (limits)
        say(view, "", copy_string(limits));
    say(view, "", captions_exceeded(results));
    show(view, "By the clocks of host (prepare, search) and device (what overlaps counts once)",
         tables_devices(results));
}

void views_ledger(const struct view *view, const struct results *results)
{
    show(view, "The ledger: what was predicted, what came of it", tables_ledger(results));
    say(view, "", captions_stages(results));
    say(view, "", captions_ceilings(results));
}

void views_sweep(const struct view *view, const struct results *results)
{
    show(view, "The thread sweep (speed-up over one thread; serial fraction by Karp and Flatt)",
         side_tables_sweep(results));
}

void views_peers(const struct view *view, const struct results *results)
{
    show(view, CAPTIONS_PEERS_TITLE " (whole processes against our fastest)",
         side_tables_peers(results));
    say(view, "", captions_peers(results));
}

void views_story(const struct view *view, const struct results *results)
{
    char *story = story_tell(results);
    fputc('\n', view->to);
    table_print_wrapped(view->to, view->width < 100 ? view->width : 100, "", story);
    free(story);
}
