#include "show/rank_views.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/ladder.h"
#include "figures/ranks.h"

#include <math.h>
#include <stdlib.h>

/* A table of more is no table: the line under it says how many there are. */
#define ROWS_MOST 64

/* In columns of their own. */
static const enum stage shown[] = {STAGE_READ, STAGE_SEARCH, STAGE_MERGE};
#define SHOWN (sizeof shown / sizeof shown[0])

static void ms_cell(struct table *table, double ns)
{
    char ms[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", isnan(ns) ? "" : units_significant(ms, ns / 1e6, 4));
}

static void bytes_cell(struct table *table, double bytes)
{
    char number[UNITS_SIZE];
    if (isnan(bytes))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else if (bytes < 1e3)
        table_cell(table, TABLE_PLAIN, "%.0f B", bytes);
    else
        table_cell(table, TABLE_PLAIN, "%s %s",
                   units_significant(number, bytes / (bytes < 1e6 ? 1e3 : 1e6), 4),
                   bytes < 1e6 ? "kB" : "MB");
}

static void add_rank(struct table *table, const struct row *row, size_t rank)
{
    struct rank_figures figures = ranks_of(row, rank);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", row->is.name);
    table_cell(table, TABLE_PLAIN, "%zu", rank);
    table_cell(table, TABLE_PLAIN, "%s", figures.host);
    bytes_cell(table, figures.bytes);
    ms_cell(table, figures.prepare_ns);
    ms_cell(table, figures.search_ns);
    for (size_t i = 0; i < SHOWN; i++)
        ms_cell(table, figures.stage_ns[shown[i]]);
}

struct table *rank_views_table(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "rank", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "host", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "share", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "prepare ms", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "whole ms", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "read ms", TABLE_RIGHT, 20);
    table_column(table, "search ms", TABLE_RIGHT, 20);
    table_column(table, "merge ms", TABLE_RIGHT, 20);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row *row = &figures->run->rows[i];
        for (size_t j = 0; !row->is.copy_of && row->status == STATUS_OK && row->sample_count > 0 &&
                           j < ranks_count(row) && j < ROWS_MOST;
             j++)
            add_rank(table, row, j);
    }
    return table;
}

char *rank_views_launch(const struct figures *figures)
{
    char *lines = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row *row = &figures->run->rows[i];
        double launch_ns = ranks_launch_ns(row), search_ns = figures->rows[i].time.median_ns;
        char launch[UNITS_SIZE], times[UNITS_SIZE];
        if (row->is.copy_of || row->status != STATUS_OK || row->sample_count == 0 ||
            ranks_count(row) == 0)
            continue;
        char *before = lines;
        lines = format_string(
            "%s%sStarting and ending the %zu %s of %s takes %s s, %s times as long as the "
            "search, whose time is that of the slowest rank.",
            before ? before : "", before ? " " : "", ranks_count(row),
            units_plural(ranks_count(row), "rank", "ranks"), row->is.name,
            units_significant(launch, launch_ns / 1e9, 3),
            units_significant(times, launch_ns / search_ns, 2));
        free(before);
    }
    return lines;
}
