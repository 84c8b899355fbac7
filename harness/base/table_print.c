#include "base/ascii.h"
#include "base/table.h"
#include "base/table_parts.h"
#include "common/standard_output.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int width_of(const char *text)
{
    return ascii_columns(text, strlen(text));
}

void table_measure(const struct table *table, int widths[MOST_COLUMNS])
{
    for (size_t c = 0; c < table->column_count; c++) {
        widths[c] = 0;
        for (size_t r = 0; r < table->row_count; r++) {
            const struct table_row_parts *row = &table->rows[r];
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

/* A layout: the widths of the columns that are shown, and the gap between them. */
struct layout {
    int widths[MOST_COLUMNS]; /* 0: not shown */
    bool left_out[MOST_COLUMNS];
    int gap;
};

/* Its width with those of the columns that follow it, and the gaps before these. */
static int width_with_followers(const struct table *table, const int *measured, size_t c)
{
    int width = measured[c];
    while (++c < table->column_count && table->columns[c].worth == TABLE_FOLLOWS)
        width += measured[c] ? measured[c] + 1 : 0;
    return width;
}

/* Leaves out a column, with those that follow it, or takes them back. */
static void leave_out(const struct table *table, struct layout *layout, const int *measured,
                      size_t c, bool out)
{
    do {
        layout->widths[c] = out ? 0 : measured[c];
        layout->left_out[c] = out;
    } while (++c < table->column_count && table->columns[c].worth == TABLE_FOLLOWS);
}

/* The shown column of least worth, or the omitted one of most worth that fits into `room`;
 * column_count: none. */
static size_t next_column(const struct table *table, const struct layout *layout,
                          const int *measured, bool back, int room)
{
    size_t best = table->column_count;
    for (size_t c = 0; c < table->column_count; c++) {
        int worth = table->columns[c].worth;
        if (worth == TABLE_FOLLOWS ||
            (back ? !layout->left_out[c] || width_with_followers(table, measured, c) + 1 > room
                  : !layout->widths[c] || worth >= TABLE_ALWAYS))
            continue;
        if (best == table->column_count ||
            (back ? worth > table->columns[best].worth : worth < table->columns[best].worth))
            best = c;
    }
    return best;
}

/* Omits columns, least worth first, until the rest fits. If a wide one left room, narrow ones come
 * back, most worth first. */
static struct layout lay_out(const struct table *table, int width)
{
    struct layout layout = {.gap = 1};
    int measured[MOST_COLUMNS];
    size_t count = table->column_count, c;
    table_measure(table, measured);
    memcpy(layout.widths, measured, sizeof measured);
    while (total(layout.widths, count, 1) > width &&
           (c = next_column(table, &layout, measured, false, 0)) < count)
        leave_out(table, &layout, measured, c, true);
    while ((c = next_column(table, &layout, measured, true,
                            width - total(layout.widths, count, 1))) < count)
        leave_out(table, &layout, measured, c, false);
    if (total(layout.widths, count, 2) <= width)
        layout.gap = 2;
    return layout;
}

bool table_shows(const struct table *table, int width, const char *header)
{
    struct layout layout = lay_out(table, width);
    for (size_t c = 0; c < table->column_count; c++)
        if (layout.widths[c] && strcmp(table->columns[c].header, header) == 0)
            return true;
    return false;
}

static void tell_left_out(const struct table *table, const struct layout *layout, FILE *to,
                          int width)
{
    char *line = NULL;
    size_t size, count = 0;
    FILE *list = open_memstream(&line, &size);
    if (!list)
        err(1, "table");
    for (size_t c = 0; c < table->column_count; c++)
        if (layout->left_out[c] && table->columns[c].worth != TABLE_FOLLOWS)
            fprintf(list, "%s%s", count++ ? ", " : "(left out: ", table->columns[c].header);
    fprintf(list, "; a wider terminal shows %s)", count == 1 ? "it" : "them");
    if (fclose(list) != 0)
        err(1, "table");
    if (count)
        table_print_wrapped(to, width, "", line);
    free(line);
}

/* Prints words from column `indent`, where the cursor is, in lines of `width`. */
static void print_words(FILE *to, int width, int indent, const char *text)
{
    int column = indent;
    text += strspn(text, " ");
    while (*text) {
        int length = (int)strcspn(text, " "), wide = ascii_columns(text, (size_t)length);
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

/* Blanks wait in *blanks until text follows, so that no line ends with blanks. */
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
    struct layout layout = lay_out(table, width);
    const int *widths = layout.widths, gap = layout.gap;

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
        const struct table_row_parts *row = &table->rows[r];
        int column = 0;
        blanks = 0;
        for (size_t c = 0; c < row->count; c++) {
            const struct table_cell_parts *cell = &row->cells[c];
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
    tell_left_out(table, &layout, to, width);
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
    return standard_output_obeys(fileno(to)) && !(no_color && *no_color);
}

void table_print_words(FILE *to, int width, const char *label, const char *text)
{
    fputs(label, to);
    print_words(to, width, width_of(label), text);
}

void table_print_wrapped(FILE *to, int width, const char *label, const char *text)
{
    table_print_words(to, width, label, text);
    fputc('\n', to);
}
