#include "base/table.h"
#include "base/markdown_text.h"
#include "base/printable.h"
#include "base/table_parts.h"

#include <err.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct table *table_new(void)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        err(1, "table");
    return table;
}

void table_free(struct table *table)
{
    for (size_t r = 0; table && r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].count; c++)
            free(table->rows[r].cells[c].text);
    if (table)
        free(table->rows);
    free(table);
}

size_t table_rows(const struct table *table)
{
    return table->row_count;
}

void table_column(struct table *table, const char *header, enum table_align align, int worth)
{
    if (table->column_count == MOST_COLUMNS)
        errx(1, "a table of more than %d columns", MOST_COLUMNS);
    table->columns[table->column_count].header = header;
    table->columns[table->column_count].align = align;
    table->columns[table->column_count].worth = worth;
    table->column_count++;
}

void table_row(struct table *table)
{
    table->rows = reallocarray(table->rows, table->row_count + 1, sizeof table->rows[0]);
    if (!table->rows)
        err(1, "table");
    memset(&table->rows[table->row_count++], 0, sizeof table->rows[0]);
}

static void add_cell(struct table *table, enum table_style style, const char *format,
                     va_list values)
{
    struct table_row_parts *row = &table->rows[table->row_count - 1];
    struct table_cell_parts *cell = &row->cells[row->count];
    if (row->count == table->column_count)
        errx(1, "a table row with more cells than columns");
    if (vasprintf(&cell->text, format, values) < 0)
        err(1, "table");
    printable(cell->text, ' ');
    cell->style = style;
    row->count++;
}

void table_cell(struct table *table, enum table_style style, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_cell(table, style, format, values);
    va_end(values);
}

void table_rest(struct table *table, enum table_style style, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_cell(table, style, format, values);
    va_end(values);
    table->rows[table->row_count - 1].runs_on = true;
}

void table_print_markdown(const struct table *table, FILE *to)
{
    int widths[MOST_COLUMNS];
    table_measure(table, widths);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            fprintf(to, "| %s ", table->columns[c].header);
    fputs("|\n", to);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            fputs(table->columns[c].align == TABLE_RIGHT ? "|---:" : "|---", to);
    fputs("|\n", to);
    for (size_t r = 0; r < table->row_count; r++) {
        const struct table_row_parts *row = &table->rows[r];
        for (size_t c = 0; c < table->column_count; c++) {
            if (!widths[c])
                continue;
            fputs("| ", to);
            if (c < row->count)
                markdown_text(to, row->cells[c].text);
            fputc(' ', to);
        }
        fputs("|\n", to);
    }
}

json_t *table_json(const struct table *table)
{
    int widths[MOST_COLUMNS] = {0};
    json_t *columns = json_array(), *rows = json_array();
    table_measure(table, widths);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            json_array_append_new(
                columns, json_pack("{s:s, s:s}", "name", table->columns[c].header, "align",
                                   table->columns[c].align == TABLE_RIGHT ? "right" : "left"));
    for (size_t r = 0; r < table->row_count; r++) {
        const struct table_row_parts *row = &table->rows[r];
        json_t *cells = json_array();
        for (size_t c = 0; c < row->count; c++)
            if (widths[c])
                json_array_append_new(cells, json_string(row->cells[c].text));
        json_array_append_new(rows,
                              json_pack("{s:o, s:b}", "cells", cells, "rest", (int)row->runs_on));
    }
    return json_pack("{s:o, s:o}", "columns", columns, "rows", rows);
}
