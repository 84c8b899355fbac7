#include "show/markdown.h"
#include "base/strings.h"
#include "figures/story.h"
#include "show/run_header.h"
#include "show/sections.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph, which is freed; nothing for none. */
static void put_line(FILE *to, const char *label, char *line)
{
    if (line)
        fprintf(to, "\n%s%s\n", label, run_header_printable(line));
    free(line);
}

static void put_head(FILE *to, const struct figures *figures)
{
    const struct results *results = figures->run;
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
    char *patterns = run_header_patterns(results);
    put_line(to, "", patterns ? format_string("Patterns: %s.", patterns) : NULL);
    free(patterns);
    for (size_t i = 0; i < results->warning_count; i++)
        put_line(to, "Warning: ", run_header_warning(&results->warnings[i]));
}

static void put_section(FILE *to, const struct figures *figures, const struct section *section)
{
    struct table *table = section->table ? section->table(figures) : NULL;
    if (table && table_rows(table) > 0) {
        char *title = section_title(section, figures);
        fprintf(to, "\n**%s**\n\n", title);
        free(title);
        table_print_markdown(table, to);
    }
    table_free(table);
    for (size_t i = 0; i < SECTION_CAPTIONS && section->captions[i].text; i++)
        put_line(to, "", section->captions[i].text(figures));
}

/* Not in a terminal, which has all of it in its tables. */
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
        if (!sections[i].first)
            put_section(to, figures, &sections[i]);
    put_rungs(to, figures);
}

bool markdown_part(FILE *to, const struct figures *figures, const char *name)
{
    bool found = true;
    if (strcmp(name, "head") == 0) {
        put_head(to, figures);
    } else if (strcmp(name, "rungs") == 0) {
        put_rungs(to, figures);
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
    char *names = sections_parts(), *all = format_string("head, %s, rungs", names);
    free(names);
    return all;
}
