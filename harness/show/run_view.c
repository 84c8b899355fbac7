#include "show/run_view.h"
#include "show/run_header.h"
#include "show/sections.h"

#include <stdlib.h>
#include <string.h>

void run_view_head(const struct terminal *terminal, const struct results *results)
{
    char *machine = run_header_machine(results->machine), *build = run_header_build(results->build),
         *text = run_header_text(results), *patterns = run_header_patterns(results);
    table_print_wrapped(terminal->to, terminal->width, "machine  ", machine);
    table_print_wrapped(terminal->to, terminal->width, "build    ", build);
    table_print_wrapped(terminal->to, terminal->width, "text     ", text);
    if (patterns)
        table_print_wrapped(terminal->to, terminal->width, "patterns ", patterns);
    free(machine);
    free(build);
    free(text);
    free(patterns);
}

void run_view_warnings(const struct terminal *terminal, const struct results *results)
{
    for (size_t i = 0; i < results->warning_count; i++) {
        char *line = run_header_warning(&results->warnings[i]);
        fputs(i == 0 ? "\n" : "", terminal->to);
        table_print_wrapped(terminal->to, terminal->width, "warning  ", line);
        free(line);
    }
}

void run_view_gpu(const struct terminal *terminal, const struct results *results)
{
    char *gpu = run_header_gpu(results);
    if (gpu) {
        fputc('\n', terminal->to);
        table_print_wrapped(terminal->to, terminal->width, "GPU      ", gpu);
    }
    free(gpu);
}

static void show_section(const struct terminal *terminal, const struct figures *figures,
                         const struct section *section)
{
    struct table *table = section->table ? section->table(figures) : NULL;
    if (table && table_rows(table) > 0) {
        terminal_title(terminal, section_title(section, figures));
        table_print(table, terminal->to, terminal->width, terminal->colour);
    } else if (!table) {
        fputc('\n', terminal->to);
    }
    for (size_t i = 0; i < SECTION_CAPTIONS && section->captions[i].text; i++) {
        const char *column = section->captions[i].column;
        if (!column || table_shows(table, terminal->width, column))
            terminal_text(terminal, section->captions[i].text(figures));
    }
    table_free(table);
}

void run_view_part(const struct terminal *terminal, const struct figures *figures, const char *part)
{
    for (size_t i = 0; i < section_count; i++)
        if (strcmp(sections[i].part, part) == 0)
            show_section(terminal, figures, &sections[i]);
}

void run_view_after(const struct terminal *terminal, const struct figures *figures)
{
    for (size_t i = 0; i < section_count; i++)
        if (!sections[i].before && section_is_of(&sections[i], figures))
            show_section(terminal, figures, &sections[i]);
}
