#include "show/markdown.h"
#include "base/markdown_text.h"
#include "base/strings.h"
#include "figures/story.h"
#include "show/run_header.h"
#include "show/sections.h"
#include "show/tables.h"

#include <stdlib.h>
#include <string.h>

static void put_head(FILE *to, const struct figures *figures)
{
    const struct results *results = figures->run;
    char *machine = run_header_machine(results->machine), *gpu = run_header_gpu(results),
         *build = run_header_build(results->build), *text = run_header_text(results);
    markdown_first(to, format_string("Measured %.10s on %s.", results->started, machine));
    markdown_paragraph(to, gpu ? format_string("GPU: %s.", gpu) : NULL);
    markdown_paragraph(to, format_string("Build: %s.", build));
    markdown_paragraph(to, figures->tried ? NULL : format_string("Text: %s.", text));
    free(machine);
    free(gpu);
    free(build);
    free(text);
    char *patterns = run_header_patterns(results);
    markdown_paragraph(to, patterns ? format_string("Patterns: %s.", patterns) : NULL);
    free(patterns);
    for (size_t i = 0; i < results->warning_count; i++) {
        char *warning = run_header_warning(&results->warnings[i]);
        markdown_paragraph(to, format_string("Warning: %s", warning));
        free(warning);
    }
}

static void put_section(FILE *to, const struct figures *figures, const struct section *section)
{
    struct table *table = section->table ? section->table(figures) : NULL;
    if (table && table_rows(table) > 0) {
        markdown_title(to, section_title(section, figures));
        table_print_markdown(table, to);
    }
    table_free(table);
    for (size_t i = 0; i < SECTION_CAPTIONS && section->captions[i].text; i++)
        markdown_paragraph(to, section->captions[i].text(figures));
}

/* Only if requested by name: the tables have all of it. */
static void put_short(FILE *to, const struct figures *figures)
{
    struct table *table = tables_short(figures);
    table_print_markdown(table, to);
    table_free(table);
}

/* Not on a terminal, whose tables have all of it. */
static void put_rungs(FILE *to, const struct figures *figures)
{
    char *walk = story_walk(figures);
    fprintf(to, "\n**Rung by rung**\n\n%s", walk);
    free(walk);
}

void markdown_all(FILE *to, const struct figures *figures)
{
    put_head(to, figures);
    for (size_t i = 0; i < section_count; i++)
        if (!sections[i].first && section_is_of(&sections[i], figures))
            put_section(to, figures, &sections[i]);
    if (!figures->tried)
        put_rungs(to, figures);
}

bool markdown_part(FILE *to, const struct figures *figures, const char *name)
{
    bool found = true;
    if (strcmp(name, "head") == 0) {
        put_head(to, figures);
    } else if (strcmp(name, "rungs") == 0) {
        put_rungs(to, figures);
    } else if (strcmp(name, "short") == 0) {
        put_short(to, figures);
    } else {
        found = false;
        for (size_t i = 0; i < section_count; i++)
            if (!sections[i].first && strcmp(sections[i].part, name) == 0) {
                put_section(to, figures, &sections[i]);
                found = true;
            }
    }
    return found;
}

char *markdown_parts(void)
{
    char *names = sections_parts(), *all = format_string("head, short, %s, rungs", names);
    free(names);
    return all;
}
