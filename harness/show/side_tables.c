#include "show/side_tables.h"
#include "base/units.h"
#include "figures/ladder.h"
#include "figures/sweep.h"
#include "show/tables.h"

#include <math.h>

/* How many times faster a variant is, whole process against whole process. */
static void gain_cells(struct table *table, const struct row *fast, const struct row *peer)
{
    char ratio[UNITS_SIZE];
    struct speedup speedup = {.ratio = NAN};
    if (fast)
        speedup = ladder_wall_speedup(peer, fast);
    if (isnan(speedup.ratio))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, TABLE_PLAIN, "%s×", units_significant(ratio, speedup.ratio, 3));
    tables_range_cell(table, speedup.has_interval, speedup.interval, 1, 3);
}

static void peer_cells(struct table *table, const struct results *results, const struct peer *peer)
{
    char time[UNITS_SIZE], rate[UNITS_SIZE], count[UNITS_SIZE];
    double bytes = (double)results->data.bytes;
    struct summary summary = ladder_summarize(&peer->row);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary.median_ns / 1e9, 4));
    tables_range_cell(table, summary.has_interval, summary.interval, 1e9, 4);
    if (peer->bytes < results->data.bytes)
        table_cell(table, TABLE_PLAIN, "scaled from %.2g %%", 100 * (double)peer->bytes / bytes);
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    table_cell(table, TABLE_PLAIN, "%zu", summary.rounds);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(rate, bytes / summary.median_ns, 3));
    gain_cells(table, ladder_fastest(results, false), &peer->row);
    gain_cells(table, ladder_fastest(results, true), &peer->row);
    table_cell(table, TABLE_GOOD, "%s ✓", units_grouped(count, peer->row.matches));
    table_cell(table, TABLE_PLAIN, "%s", peer->command);
}

struct table *side_tables_peers(const struct results *results)
{
    struct table *table = table_new();
    table_column(table, "tool", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 40);
    table_column(table, "share", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "rounds", TABLE_RIGHT, 20);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "fastest", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "95 %", TABLE_LEFT, 50);
    table_column(table, "one core", TABLE_RIGHT, 60);
    table_column(table, "95 %", TABLE_LEFT, 30);
    table_column(table, "matches", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "command", TABLE_LEFT, 10);
    for (size_t i = 0; i < results->peer_count; i++) {
        const struct peer *peer = &results->peers[i];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", peer->row.is.name);
        if (!tables_without(table, &peer->row))
            peer_cells(table, results, peer);
    }
    return table;
}

static void point_cells(struct table *table, const struct results *results, const struct row *point)
{
    char time[UNITS_SIZE];
    struct summary summary = ladder_summarize(point);
    struct scaling scaling = sweep_scaling(results, point);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary.median_ns / 1e9, 4));
    tables_range_cell(table, summary.has_interval, summary.interval, 1e9, 4);
    table_cell(table, TABLE_PLAIN, "%zu", summary.rounds);
    if (isnan(scaling.speedup.ratio) || isnan(scaling.serial_fraction))
        return; /* of one thread there is nothing to say */
    table_cell(table, TABLE_PLAIN, "%.2f×", scaling.speedup.ratio);
    tables_range_cell(table, scaling.speedup.has_interval, scaling.speedup.interval, 1, 3);
    table_cell(table, TABLE_PLAIN, "%.0f %%", 100 * scaling.efficiency);
    table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * scaling.serial_fraction);
}

struct table *side_tables_sweep(const struct results *results)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "threads", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 30);
    table_column(table, "rounds", TABLE_RIGHT, 10);
    table_column(table, "speed-up", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "95 %", TABLE_LEFT, 50);
    table_column(table, "efficiency", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "serial fraction", TABLE_RIGHT, TABLE_ALWAYS);
    const struct row *point;
    for (size_t i = 0; (point = sweep_point(results, i)); i++) {
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", point->is.name);
        table_cell(table, TABLE_PLAIN, "%d", ladder_threads(results, point));
        if (!tables_without(table, point))
            point_cells(table, results, point);
    }
    return table;
}
