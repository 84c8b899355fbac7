/* Tables for the terminal and for Markdown.
 *
 * Declare the columns, then give each row's cells from left to right. In the terminal a table that
 * is too wide first narrows its gaps, then leaves out as few columns as it must, least worth first,
 * and says which.
 */
#ifndef TABLE_H
#define TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

enum table_align {
    TABLE_LEFT,
    TABLE_RIGHT
};
enum table_style {
    TABLE_PLAIN,
    TABLE_GOOD,
    TABLE_BAD,
    TABLE_DIM
};

#define TABLE_ALWAYS 100 /* a column's worth: this one is never left out */

struct table;

struct table *table_new(void);
void table_free(struct table *table); /* of NULL: nothing */
size_t table_rows(const struct table *table);

void table_column(struct table *table, const char *header, enum table_align align, int worth);

/* Starts a row. */
void table_row(struct table *table);

/* The row's next cell; columns without one stay empty. */
__attribute__((format(printf, 3, 4))) void table_cell(struct table *table, enum table_style style,
                                                      const char *format, ...);

/* Text in place of the row's remaining cells: it runs on past the table's columns, and is broken
 * between words. */
__attribute__((format(printf, 3, 4))) void table_rest(struct table *table, enum table_style style,
                                                      const char *format, ...);

/* For a terminal `width` columns wide; with colours where `colour` says so. */
void table_print(const struct table *table, FILE *to, int width, bool colour);

/* Whether a column of this name is there at that width: a footnote to one that is left out is left
 * out, too. */
bool table_shows(const struct table *table, int width, const char *header);

void table_print_markdown(const struct table *table, FILE *to);

/* {"columns":[{"name","align":"left|right"}], "rows":[{"cells":["..",..],"rest":bool}]}, without
 * columns that are empty; rest: the last cell is that of table_rest(). */
json_t *table_json(const struct table *table);

/* How wide the terminal behind `to` is: its own word, else $COLUMNS, else 120. */
int table_width_of(FILE *to);

/* Whether `to` is a terminal whose user did not set NO_COLOR. */
bool table_colour_for(FILE *to);

/* Prints a label and a paragraph behind it, broken between words at `width`; its further lines are
 * indented by the label's width. */
void table_print_wrapped(FILE *to, int width, const char *label, const char *text);

#endif
