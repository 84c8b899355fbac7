#include "show/side_tables.h"
#include "common/units.h"
#include "show/tables.h"

#include <math.h>

static void gain_cells(struct table *table, const struct speedup *over)
{
    char ratio[UNITS_SIZE];
    if (isnan(over->ratio))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, TABLE_PLAIN, "%s×", units_significant(ratio, over->ratio, 3));
    tables_range_cell(table, over->has_interval, over->interval, 1, 3);
}

static void peer_cells(struct table *table, const struct results *run,
                       const struct peer_figures *figure)
{
    char time[UNITS_SIZE], rate[UNITS_SIZE], count[UNITS_SIZE];
    const struct peer *peer = figure->peer;
    const struct summary *summary = &figure->time;
    double bytes = (double)run->data.bytes;
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary->median_ns / 1e9, 4));
    tables_range_cell(table, summary->has_interval, summary->interval, 1e9, 4);
    if (peer->bytes < run->data.bytes)
        table_cell(table, TABLE_PLAIN, "scaled from %.2g %%", 100 * (double)peer->bytes / bytes);
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    table_cell(table, TABLE_PLAIN, "%zu", summary->rounds);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(rate, summary->bytes_per_s / 1e9, 3));
    gain_cells(table, &figure->over_fastest);
    gain_cells(table, &figure->over_one_core);
    table_cell(table, TABLE_GOOD, "%s ✓", units_grouped(count, peer->row.matches));
    table_cell(table, TABLE_PLAIN, "%s", peer->command);
}

struct table *side_tables_peers(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "tool", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 40);
    table_column(table, "share", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "rounds", TABLE_RIGHT, 20);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "fastest", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "interval", TABLE_LEFT, 50);
    table_column(table, "one core", TABLE_RIGHT, 60);
    table_column(table, "interval", TABLE_LEFT, 30);
    table_column(table, "matches", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "command", TABLE_LEFT, 10);
    for (size_t i = 0; i < figures->run->peer_count; i++) {
        const struct peer *peer = &figures->run->peers[i];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", peer->row.is.name);
        if (!tables_without(table, &peer->row))
            peer_cells(table, figures->run, &figures->peers[i]);
    }
    return table;
}

static void point_cells(struct table *table, const struct point_figures *point)
{
    char time[UNITS_SIZE];
    const struct summary *summary = &point->time;
    const struct scaling *scaling = &point->scaling;
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary->median_ns / 1e9, 4));
    tables_range_cell(table, summary->has_interval, summary->interval, 1e9, 4);
    table_cell(table, TABLE_PLAIN, "%zu", summary->rounds);
    if (isnan(scaling->speedup.ratio) || isnan(scaling->serial_fraction))
        return; /* for one thread there is nothing to show */
    table_cell(table, TABLE_PLAIN, "%.2f×", scaling->speedup.ratio);
    tables_range_cell(table, scaling->speedup.has_interval, scaling->speedup.interval, 1, 3);
    table_cell(table, TABLE_PLAIN, "%.0f %%", 100 * scaling->efficiency);
    table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * scaling->serial_fraction);
    if (scaling->has_interval)
        table_cell(table, TABLE_PLAIN, "%.1f–%.1f %%", 100 * scaling->interval.low,
                   100 * scaling->interval.high);
}

struct table *side_tables_sweep(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "threads", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 30);
    table_column(table, "rounds", TABLE_RIGHT, 10);
    table_column(table, "speed-up", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "interval", TABLE_LEFT, 50);
    table_column(table, "efficiency", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "serial fraction", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "interval", TABLE_LEFT, 40);
    for (size_t i = 0; i < figures->point_count; i++) {
        const struct point_figures *point = &figures->points[i];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", point->row->is.name);
        table_cell(table, TABLE_PLAIN, "%d", point->scaling.threads);
        if (!tables_without(table, point->row))
            point_cells(table, point);
    }
    return table;
}
