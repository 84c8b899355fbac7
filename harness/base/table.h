/* Tables for the terminal and for Markdown.
 *
 * Declare the columns, then add each row's cells from left to right. If a table is too wide for the
 * terminal, it narrows its gaps first. Then it leaves out as few columns as it must, those of least
 * worth first, and says which. */
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

/* Worths of columns beside 1, 2, .. */
#define TABLE_ALWAYS 100 /* it is never left out */
#define TABLE_FOLLOWS 0  /* it is left out with the column before it, and only then */

struct table;

struct table *table_new(void);
void table_free(struct table *table); /* NULL is ignored */
size_t table_rows(const struct table *table);

void table_column(struct table *table, const char *header, enum table_align align, int worth);

/* Starts a row. */
void table_row(struct table *table);

/* The row's next cell; columns without one stay empty. */
__attribute__((format(printf, 3, 4))) void table_cell(struct table *table, enum table_style style,
                                                      const char *format, ...);

/* Text in place of the row's remaining cells. It may run past the table's columns, and wraps
 * between words. */
__attribute__((format(printf, 3, 4))) void table_rest(struct table *table, enum table_style style,
                                                      const char *format, ...);

/* For a terminal that is `width` columns wide. */
void table_print(const struct table *table, FILE *to, int width, bool colour);

/* Whether the table has this column at that width: a footnote is left out with its column. */
bool table_shows(const struct table *table, int width, const char *header);

void table_print_markdown(const struct table *table, FILE *to);

/* {"columns":[{"name","align":"left|right"}], "rows":[{"cells":["..",..],"rest":bool}]}, without
 * empty columns. `rest` says that the last cell comes from table_rest(). */
json_t *table_json(const struct table *table);

/* The width of the terminal behind `to`: as it reports it, else $COLUMNS, else 120. */
int table_width_of(FILE *to);

/* Whether `to` is a terminal and NO_COLOR is not set. */
bool table_colour_for(FILE *to);

/* Prints a label and a paragraph after it, wrapped between words at `width`. Later lines are
 * indented by the label's width. */
void table_print_wrapped(FILE *to, int width, const char *label, const char *text);

/* The same without the newline at its end. */
void table_print_words(FILE *to, int width, const char *label, const char *text);

#endif
