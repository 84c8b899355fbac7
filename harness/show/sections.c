#include "show/sections.h"
#include "base/strings.h"
#include "figures/story.h"
#include "show/captions.h"
#include "show/matrix_views.h"
#include "show/rank_views.h"
#include "show/side_tables.h"
#include "show/tables.h"
#include "show/trap_views.h"
#include "show/try_views.h"

#include <stdlib.h>
#include <string.h>

static bool has_intervals(const struct figures *figures)
{
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (figures->rows[i].time.has_interval)
            return true;
    return false;
}

static char *title_of_times(const struct figures *figures)
{
    if (figures->run->stopped)
        return copy_string("The times so far: the run was stopped");
    return format_string("The times%s (median of fresh processes%s)",
                         figures->run->cold ? ", cold" : "",
                         has_intervals(figures) ? ", with its 95 % interval" : "");
}

/* --- the trap's, of a run that has one --- */

static char *title_of_trap(const struct figures *figures)
{
    return trap_title(figures->trap);
}

static struct table *table_of_trap(const struct figures *figures)
{
    return figures->trap ? trap_table(figures->trap) : table_new();
}

static char *case_of_trap(const struct figures *figures)
{
    return figures->trap ? trap_case(figures->trap) : NULL;
}

static char *caption_of_trap(const struct figures *figures)
{
    return figures->trap ? trap_caption(figures->trap) : NULL;
}

static char *story_of_trap(const struct figures *figures)
{
    return figures->trap ? trap_story(figures->trap) : NULL;
}

const struct section sections[] = {
    {.part = "try_before",
     .title = "before: where its time goes",
     .table = try_table_before,
     .captions = {{try_says_before, NULL}},
     .before = true,
     .of = SECTION_OF_TRY},
    {.part = "times",
     .title_of = title_of_times,
     .table = tables_times,
     .of = SECTION_OF_BOTH,
     .captions = {{captions_controls, NULL},
                  {captions_rounds, NULL},
                  {captions_processes, NULL},
                  {try_layout, NULL},
                  {captions_fits, NULL},
                  {captions_layout, NULL},
                  {captions_outliers, NULL},
                  {captions_limits, "of limit"},
                  {captions_exceeded, NULL}}},
    {.part = "times",
     .title = "Not end to end: the text was already in place when the clock started",
     .table = tables_apart},
    {.part = "times",
     .title =
         "By the host's clock (prepare, search) and the device's (overlapping work counts once)",
     .table = tables_devices},
    {.part = "predictions",
     .title = "What each rung can gain (share: the part of its parent's time that it attacks)",
     .table = tables_predictions,
     .before = true,
     .first = true},
    {.part = "ledger",
     .title = "The ledger: what was predicted, what came of it",
     .table = tables_ledger,
     .captions = {{captions_family, NULL},
                  {captions_forecasts, NULL},
                  {captions_foretold, NULL},
                  {captions_stages, NULL},
                  {captions_ceilings, NULL}}},
    {.part = "stages", .title = "Where the time goes", .table = tables_stages, .before = true},
    {.part = "limits",
     .title = "What the machine can do at best",
     .table = tables_limits,
     .captions = {{captions_ways, NULL}},
     .before = true},
    {.part = "ranks",
     .title = "The ranks, each by its own clock (medians; the stages are those of separate runs)",
     .table = rank_views_table,
     .captions = {{rank_views_launch, NULL}}},
    {.part = "matrix",
     .title = "Pattern by engine: each pattern by itself, and all as one",
     .table = matrix_table,
     .captions = {{matrix_sentence, NULL}, {matrix_reasons, NULL}, {matrix_runs, NULL}}},
    {.part = "sweep",
     .title = "The thread sweep (speed-up over one thread; serial fraction by Karp and Flatt)",
     .table = side_tables_sweep},
    {.part = "peers",
     .title = "The tools that people would use instead (whole processes against our fastest)",
     .table = side_tables_peers,
     .captions = {{captions_peers, NULL}}},
    {.part = "trap",
     .title_of = title_of_trap,
     .table = table_of_trap,
     .captions = {{case_of_trap, NULL}, {caption_of_trap, NULL}, {story_of_trap, NULL}}},
    {.part = "try_after",
     .title = "after: where its time goes now",
     .table = try_table_after,
     .captions = {{try_says_after, NULL}},
     .of = SECTION_OF_TRY},
    {.part = "story",
     .captions = {{try_commands, NULL}, {story_tell, NULL}},
     .of = SECTION_OF_BOTH},
};

const size_t section_count = sizeof sections / sizeof sections[0];

bool section_is_of(const struct section *section, const struct figures *figures)
{
    return section->of == SECTION_OF_BOTH ||
           (section->of == SECTION_OF_TRY) == (figures->tried != NULL);
}

char *section_title(const struct section *section, const struct figures *figures)
{
    return section->title_of ? section->title_of(figures) : copy_string(section->title);
}

char *sections_parts(void)
{
    char *names = NULL;
    for (size_t i = 0; i < section_count; i++)
        if (!sections[i].first && (i == 0 || strcmp(sections[i].part, sections[i - 1].part) != 0))
            names = append_string(names, "%s", sections[i].part);
    return names;
}
