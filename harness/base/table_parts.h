/* A table's parts. Only table.c and table_print.c use this. */
#ifndef TABLE_PARTS_H
#define TABLE_PARTS_H

#include "base/table.h"

#define MOST_COLUMNS 24

struct table_cell_parts {
    char *text;
    enum table_style style;
};

struct table_row_parts {
    struct table_cell_parts cells[MOST_COLUMNS];
    size_t count;
    bool runs_on; /* the last cell may be wider than its column */
};

struct table {
    struct {
        const char *header;
        enum table_align align;
        int worth;
    } columns[MOST_COLUMNS];
    size_t column_count;
    struct table_row_parts *rows;
    size_t row_count;
};

/* The columns' widths on the screen; 0 for an empty column. */
void table_measure(const struct table *table, int widths[MOST_COLUMNS]);

#endif
