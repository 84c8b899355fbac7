#include "show/checks.h"
#include "base/strings.h"
#include "base/table.h"

#include <err.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"ok", "limited", "missing", "spoils"};

void checks_free(struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        free(checks->all[i].finding);
        free(checks->all[i].fix);
    }
    free(checks->all);
    *checks = (struct checks){0};
}

static char *format_list(const char *format, va_list values)
{
    char *text;
    if (vasprintf(&text, format, values) < 0)
        err(1, "checks");
    return text;
}

void checks_add(struct checks *checks, const char *name, enum check_state state, const char *format,
                ...)
{
    va_list values;
    checks->all = reallocarray(checks->all, checks->count + 1, sizeof checks->all[0]);
    if (!checks->all)
        err(1, "checks");
    va_start(values, format);
    checks->all[checks->count++] = (struct check){
        .part = checks->part, .name = name, .state = state, .finding = format_list(format, values)};
    va_end(values);
}

void checks_fix(struct checks *checks, const char *format, ...)
{
    va_list values;
    struct check *last = &checks->all[checks->count - 1];
    va_start(values, format);
    free(last->fix);
    last->fix = format_list(format, values);
    va_end(values);
}

bool checks_spoil(const struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++)
        if (checks->all[i].state == CHECK_SPOILS)
            return true;
    return false;
}

/* The same width for all parts, so that their tables line up. */
static int names_width(const struct checks *checks)
{
    int width = 0;
    for (size_t i = 0; i < checks->count; i++) {
        int own = (int)strlen(checks->all[i].name);
        width = own > width ? own : width;
    }
    return width;
}

static void print_part(const struct terminal *terminal, const struct check *first, size_t count,
                       int width)
{
    static const enum table_style styles[] = {TABLE_GOOD, TABLE_PLAIN, TABLE_DIM, TABLE_BAD};
    struct table *table = table_new();
    table_column(table, "state", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "what", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "finding", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_cell(table, styles[first[i].state], "%-7s", states[first[i].state]);
        table_cell(table, TABLE_PLAIN, "%-*s", width, first[i].name);
        table_rest(table, TABLE_PLAIN, "%s", first[i].finding);
        if (!first[i].fix)
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", "");
        table_rest(table, TABLE_DIM, "→ %s", first[i].fix);
    }
    fprintf(terminal->to, "%s%s%s\n", terminal->colour ? "\033[1m" : "", first->part,
            terminal->colour ? "\033[0m" : "");
    table_print(table, terminal->to, terminal->width, terminal->colour);
    fputc('\n', terminal->to);
    table_free(table);
}

void checks_print(const struct terminal *terminal, const struct checks *checks)
{
    for (size_t i = 0, next; i < checks->count; i = next) {
        for (next = i; next < checks->count; next++)
            if (strcmp(checks->all[next].part, checks->all[i].part) != 0)
                break;
        print_part(terminal, &checks->all[i], next - i, names_width(checks));
    }
    char *names = NULL;
    for (size_t i = 0; i < checks->count; i++)
        if (checks->all[i].state == CHECK_SPOILS)
            names = append_string(names, "%s", checks->all[i].name);
    char *verdict = names ? format_string("Don't trust a benchmark run here now: %s.", names)
                          : copy_string("A benchmark run can be trusted here.");
    free(names);
    table_print_wrapped(terminal->to, terminal->width, "", verdict);
    free(verdict);
}

bool checks_print_json(FILE *to, const struct checks *checks)
{
    json_t *all = json_array();
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->all[i];
        json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:s?}", "part", check->part,
                                             "name", check->name, "state", states[check->state],
                                             "finding", check->finding, "fix", check->fix));
    }
    json_t *whole = json_pack("{s:i, s:b, s:o}", "schema", 1, "trustworthy", !checks_spoil(checks),
                              "checks", all);
    bool good = whole && json_dumpf(whole, to, JSON_COMPACT) == 0 && fputc('\n', to) != EOF;
    json_decref(whole);
    return good;
}
