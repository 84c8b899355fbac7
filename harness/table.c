#include "table.h"

#include <ctype.h>
#include <err.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MOST_COLUMNS 24

struct cell {
    char *text;
    enum table_style style;
};

struct row {
    struct cell cells[MOST_COLUMNS];
    size_t count;
    bool runs_on; /* its last cell is not held to its column's width */
};

struct table {
    struct {
        const char *header;
        enum table_align align;
        int worth;
    } columns[MOST_COLUMNS];
    size_t column_count;
    struct row *rows;
    size_t row_count;
};

struct table *table_new(void)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        err(1, "table");
    return table;
}

void table_free(struct table *table)
{
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].count; c++)
            free(table->rows[r].cells[c].text);
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
    struct row *row = &table->rows[table->row_count - 1];
    struct cell *cell = &row->cells[row->count];
    if (row->count == table->column_count)
        errx(1, "a table row with more cells than columns");
    if (vasprintf(&cell->text, format, values) < 0)
        err(1, "table");
    for (char *at = cell->text; *at; at++)
        if (iscntrl((unsigned char)*at)) /* a line break, an escape code */
            *at = ' ';
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

/* Columns on the screen: code points, as nothing here is wider than one. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

/* The columns' widths; 0 for one without any content. */
static void measure(const struct table *table, int *widths)
{
    for (size_t c = 0; c < table->column_count; c++) {
        widths[c] = 0;
        for (size_t r = 0; r < table->row_count; r++) {
            const struct row *row = &table->rows[r];
            if (c >= row->count)
                continue;
            bool runs_on = row->runs_on && c + 1 == row->count;
            int width = runs_on ? 1 : width_of(row->cells[c].text);
            widths[c] = width > widths[c] ? width : widths[c];
        }
        int header = width_of(table->columns[c].header);
        if (widths[c] > 0 && header > widths[c])
            widths[c] = header;
    }
}

static int total(const int *widths, size_t count, int gap)
{
    int sum = -gap;
    for (size_t c = 0; c < count; c++)
        sum += widths[c] ? widths[c] + gap : 0;
    return sum;
}

/* Leaves columns out until the rest fits; returns the gap between those that stay. */
static int fit(const struct table *table, int *widths, bool *left_out, int width)
{
    for (;;) {
        for (int gap = 2; gap >= 1; gap--)
            if (total(widths, table->column_count, gap) <= width)
                return gap;
        size_t least = 0;
        for (size_t c = 1; c < table->column_count; c++)
            if (widths[c] &&
                (!widths[least] || table->columns[c].worth < table->columns[least].worth))
                least = c;
        if (table->columns[least].worth >= TABLE_ALWAYS)
            return 1;
        widths[least] = 0;
        left_out[least] = true;
    }
}

/* Prints words from column `indent` on, in lines of `width`; the cursor stands there already. */
static void print_words(FILE *to, int width, int indent, const char *text)
{
    int column = indent;
    text += strspn(text, " ");
    while (*text) {
        int length = (int)strcspn(text, " "), wide = 0;
        for (int i = 0; i < length; i++)
            wide += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (column > indent && column + 1 + wide > width) {
            fprintf(to, "\n%*s", indent, "");
            column = indent;
        }
        bool first = column == indent;
        fprintf(to, "%s%.*s", first ? "" : " ", length, text);
        column += wide + !first;
        text += length;
        text += strspn(text, " ");
    }
}

/* Blanks wait in *blanks until text follows them, so that no line ends with any. */
static void print_cell(FILE *to, int *blanks, const char *text, enum table_align align, int width,
                       const char *on)
{
    int padding = width - width_of(text);
    padding = padding > 0 ? padding : 0;
    if (*text) {
        fprintf(to, "%*s%s%s%s", *blanks + (align == TABLE_RIGHT ? padding : 0), "", on, text,
                *on ? "\033[0m" : "");
        *blanks = align == TABLE_LEFT ? padding : 0;
    } else {
        *blanks += padding;
    }
}

static const char *escape_of(enum table_style style, bool colour)
{
    static const char *const escapes[] = {"", "\033[32m", "\033[31m", "\033[2m"};
    return colour ? escapes[style] : "";
}

void table_print(const struct table *table, FILE *to, int width, bool colour)
{
    int widths[MOST_COLUMNS];
    bool left_out[MOST_COLUMNS] = {false};
    measure(table, widths);
    int gap = fit(table, widths, left_out, width);

    int blanks = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        if (widths[c] == 0)
            continue;
        print_cell(to, &blanks, table->columns[c].header, table->columns[c].align, widths[c],
                   colour ? "\033[1m" : "");
        blanks += gap;
    }
    fputc('\n', to);

    for (size_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        int column = 0;
        blanks = 0;
        for (size_t c = 0; c < row->count; c++) {
            const struct cell *cell = &row->cells[c];
            const char *on = escape_of(cell->style, colour);
            if (row->runs_on && c + 1 == row->count) {
                fprintf(to, "%*s%s", blanks, "", on);
                print_words(to, width, column, cell->text);
                fputs(*on ? "\033[0m" : "", to);
            } else if (widths[c] > 0) {
                print_cell(to, &blanks, cell->text, table->columns[c].align, widths[c], on);
                blanks += gap;
                column += widths[c] + gap;
            }
        }
        fputc('\n', to);
    }

    const char *lead = "(left out at this width: ";
    for (size_t c = 0; c < table->column_count; c++)
        if (left_out[c]) {
            fprintf(to, "%s%s", lead, table->columns[c].header);
            lead = ", ";
        }
    if (lead[0] == ',')
        fputs(")\n", to);
}

/* A bar would end the cell, a bracket begin a tag, a backslash undo the one put before these. */
static void print_markdown_cell(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (strchr("|<\\", *text))
            fputc('\\', to);
        fputc(*text, to);
    }
}

void table_print_markdown(const struct table *table, FILE *to)
{
    int widths[MOST_COLUMNS];
    measure(table, widths);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            fprintf(to, "| %s ", table->columns[c].header);
    fputs("|\n", to);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            fputs(table->columns[c].align == TABLE_RIGHT ? "|---:" : "|---", to);
    fputs("|\n", to);
    for (size_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        for (size_t c = 0; c < table->column_count; c++) {
            if (!widths[c])
                continue;
            fputs("| ", to);
            if (c < row->count)
                print_markdown_cell(to, row->cells[c].text);
            fputc(' ', to);
        }
        fputs("|\n", to);
    }
}

json_t *table_json(const struct table *table)
{
    int widths[MOST_COLUMNS] = {0};
    json_t *columns = json_array(), *rows = json_array();
    measure(table, widths);
    for (size_t c = 0; c < table->column_count; c++)
        if (widths[c])
            json_array_append_new(
                columns, json_pack("{s:s, s:s}", "name", table->columns[c].header, "align",
                                   table->columns[c].align == TABLE_RIGHT ? "right" : "left"));
    for (size_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        json_t *cells = json_array();
        for (size_t c = 0; c < row->count; c++)
            if (widths[c])
                json_array_append_new(cells, json_string(row->cells[c].text));
        json_array_append_new(rows,
                              json_pack("{s:o, s:b}", "cells", cells, "rest", (int)row->runs_on));
    }
    return json_pack("{s:o, s:o}", "columns", columns, "rows", rows);
}

int table_width_of(FILE *to)
{
    struct winsize size;
    if (ioctl(fileno(to), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = getenv("COLUMNS");
    int width = columns ? atoi(columns) : 0;
    return width > 0 ? width : 120;
}

bool table_colour_for(FILE *to)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return isatty(fileno(to)) && !(no_color && *no_color) &&
           !(terminal && strcmp(terminal, "dumb") == 0);
}

void table_print_wrapped(FILE *to, int width, const char *label, const char *text)
{
    fputs(label, to);
    print_words(to, width, width_of(label), text);
    fputc('\n', to);
}
