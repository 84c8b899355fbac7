#include "show/markdown.h"
#include "base/strings.h"
#include "figures/precision.h"
#include "figures/story.h"
#include "show/captions.h"
#include "show/run_header.h"
#include "show/side_tables.h"
#include "show/tables.h"
#include "show/trap_views.h"

#include <stdlib.h>
#include <string.h>

const char markdown_parts[] =
    "head, times, ledger, stages, limits, sweep, peers, trap, story, rungs";

static void put_table(FILE *to, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        fprintf(to, "\n**%s**\n\n", title);
        table_print_markdown(table, to);
    }
    table_free(table);
}

/* A paragraph, which is freed; nothing for none. */
static void put_line(FILE *to, const char *label, char *line)
{
    if (line)
        fprintf(to, "\n%s%s\n", label, run_header_printable(line));
    free(line);
}

static void put_head(FILE *to, const struct results *results)
{
    char *machine = run_header_machine(results->machine);
    fprintf(to, "Measured %.10s on %s.\n", results->started, machine);
    free(machine);
    char *gpu = run_header_gpu(results);
    put_line(to, "", gpu ? format_string("GPU: %s.", gpu) : NULL);
    free(gpu);
    char *build = run_header_build(results->build), *text = run_header_text(results);
    fprintf(to, "\nBuild: %s.\n\nText: %s.\n", build, text);
    free(build);
    free(text);
    for (size_t i = 0; i < results->warning_count; i++)
        put_line(to, "Warning: ",
                 format_string("%s. Remedy: %s.", results->warnings[i].what,
                               results->warnings[i].remedy));
}

static void put_times(FILE *to, const struct results *results)
{
    put_table(to, results->cold ? "The times, cold" : "The times", tables_times(results, false));
    put_table(to, "Not from end to end: the text was in its place before the clock started",
              tables_times(results, true));
    put_table(to, "By the clocks of host (prepare, search) and device", tables_devices(results));
    put_line(to, "", captions_control(results));
    put_line(to, "Rounds: ", precision_line(results));
    put_line(to, "", captions_outliers(results));
    put_line(to, "", copy_string(captions_limits(results)));
    put_line(to, "", captions_exceeded(results));
}

static void put_ledger(FILE *to, const struct results *results)
{
    put_table(to, "The ledger", tables_ledger(results));
    put_line(to, "", captions_stages(results));
    put_line(to, "", captions_ceilings(results));
}

static void put_stages(FILE *to, const struct results *results)
{
    put_table(to, "Where the time goes", tables_stages(results));
}

static void put_limits(FILE *to, const struct results *results)
{
    put_table(to, "What the machine can do at best",
              tables_limits(results->limits, results->limit_count));
}

static void put_sweep(FILE *to, const struct results *results)
{
    put_table(to, "The thread sweep", side_tables_sweep(results));
}

static void put_peers(FILE *to, const struct results *results)
{
    put_table(to, CAPTIONS_PEERS_TITLE, side_tables_peers(results));
    put_line(to, "", captions_peers(results));
}

/* What `trap --add-to` put into the results, if it did. */
static void put_trap(FILE *to, const struct results *results)
{
    char why[200];
    struct trap trap;
    if (trap_parse(results->trap, &trap, why, sizeof why))
        trap_views_markdown(to, &trap);
}

static void put_story(FILE *to, const struct results *results)
{
    char *story = story_tell(results);
    fprintf(to, "\n%s\n", story);
    free(story);
}

static void put_rungs(FILE *to, const struct results *results)
{
    char *walk = story_walk(results);
    fprintf(to, "\n**Rung by rung**\n\n%s", walk);
    free(walk);
}

static const struct {
    const char *name;
    void (*put)(FILE *to, const struct results *results);
} parts[] = {{"head", put_head},     {"times", put_times},   {"ledger", put_ledger},
             {"stages", put_stages}, {"limits", put_limits}, {"sweep", put_sweep},
             {"peers", put_peers},   {"trap", put_trap},     {"story", put_story},
             {"rungs", put_rungs}};

#define PARTS (sizeof parts / sizeof parts[0])

void markdown_all(FILE *to, const struct results *results)
{
    for (size_t i = 0; i < PARTS; i++)
        parts[i].put(to, results);
}

bool markdown_part(FILE *to, const struct results *results, const char *name)
{
    for (size_t i = 0; i < PARTS; i++)
        if (strcmp(parts[i].name, name) == 0) {
            parts[i].put(to, results);
            return true;
        }
    return false;
}
