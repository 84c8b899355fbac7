#include "show/tables.h"
#include "common/units.h"

#include <math.h>

void tables_range_cell(struct table *table, bool there, struct interval interval, double unit,
                       int digits)
{
    char low[UNITS_SIZE], high[UNITS_SIZE];
    if (there)
        table_cell(table, TABLE_PLAIN, "%s–%s", units_significant(low, interval.low / unit, digits),
                   units_significant(high, interval.high / unit, digits));
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
}

bool tables_without(struct table *table, const struct row *row)
{
    if (row->status != STATUS_OK)
        table_rest(table, row->status == STATUS_SKIPPED ? TABLE_DIM : TABLE_BAD, "%s: %s",
                   status_name(row->status), row->reason ? row->reason : "no reason given");
    else if (row->sample_count == 0)
        table_rest(table, TABLE_DIM, "%s", "not measured");
    return row->status != STATUS_OK || row->sample_count == 0;
}

static void ratio_cell(struct table *table, double ratio)
{
    if (isnan(ratio))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, TABLE_PLAIN, "%.2f", ratio);
}

static void time_cells(struct table *table, const struct figures *figures,
                       const struct row_figures *row)
{
    char time[UNITS_SIZE], cpu[UNITS_SIZE], count[UNITS_SIZE], rate[UNITS_SIZE];
    const struct summary *summary = &row->time;
    const struct speedup *over_parent = &row->over_parent;
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary->median_ns / 1e9, 4));
    tables_range_cell(table, summary->has_interval, summary->interval, 1e9, 4);
    table_cell(table, TABLE_PLAIN, "%zu", summary->rounds);
    table_cell(table, TABLE_PLAIN, "%s",
               figures->tried ? "" : units_significant(rate, summary->bytes_per_s / 1e9, 3));
    if (isnan(row->limit_share))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, row->limit_share > LIMIT_EXCEEDED ? TABLE_BAD : TABLE_PLAIN, "%.0f %%",
                   100 * row->limit_share);
    ratio_cell(table, over_parent->ratio);
    if (over_parent->has_interval)
        table_cell(table, TABLE_PLAIN, "%.2f–%.2f", over_parent->interval.low,
                   over_parent->interval.high);
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    ratio_cell(table, row == figures->baseline || figures->tried ? NAN : row->over_baseline);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(cpu, summary->cpu_ns / 1e9, 4));
    if (summary->peak_rss_bytes > 0)
        table_cell(table, TABLE_PLAIN, "%.1f", (double)summary->peak_rss_bytes / (1 << 20));
    else /* as without /proc */
        table_cell(table, TABLE_PLAIN, "%s", figures->tried ? "" : "unknown");
    if (!figures->tried)
        table_cell(table, TABLE_GOOD, "%s ✓", units_grouped(count, row->row->matches));
}

static struct table *times(const struct figures *figures, bool apart)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 40);
    table_column(table, "rounds", TABLE_RIGHT, 10);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "of limit", TABLE_RIGHT, 35);
    table_column(table, "× parent", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "× interval", TABLE_LEFT, 50);
    table_column(table, "× base", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "CPU s", TABLE_RIGHT, 30);
    table_column(table, "MiB", TABLE_RIGHT, 20);
    table_column(table, "matches", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->row->is.apart != apart)
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->row->is.name);
        if (!tables_without(table, row->row))
            time_cells(table, figures, row);
    }
    return table;
}

struct table *tables_times(const struct figures *figures)
{
    return times(figures, false);
}

struct table *tables_apart(const struct figures *figures)
{
    return times(figures, true);
}

struct table *tables_limits(const struct figures *figures)
{
    const struct limit *limits = figures->run->limits;
    size_t count = figures->run->limit_count;
    struct table *table = table_new();
    table_column(table, "limit", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "threads", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "median of rounds", TABLE_RIGHT, 20);
    table_column(table, "the best way", TABLE_LEFT, 30);
    for (size_t i = 0; i < count; i++) {
        char rate[UNITS_SIZE];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", limits[i].name);
        if (limits[i].threads > 0)
            table_cell(table, TABLE_PLAIN, "%d", limits[i].threads);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", units_significant(rate, limits[i].gb_per_s, 3));
        if (limits[i].by_round)
            table_cell(table, TABLE_PLAIN, "%s",
                       units_significant(rate, figures->limit_medians[i], 3));
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", limits[i].way);
    }
    return table;
}

/* Milliseconds; empty for a stage that the device doesn't have. */
static void ms_cell(struct table *table, double ns)
{
    char ms[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", ns > 0 ? units_significant(ms, ns / 1e6, 4) : "");
}

struct table *tables_devices(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "prepare ms", TABLE_RIGHT, 40);
    table_column(table, "search ms", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "upload ms", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "kernel ms", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "download ms", TABLE_RIGHT, 20);
    table_column(table, "kernel GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "MHz", TABLE_RIGHT, 10);
    table_column(table, "caches", TABLE_LEFT, 30);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *figure = &figures->rows[i];
        const struct row *row = figure->row;
        char rate[UNITS_SIZE];
        if (row->status != STATUS_OK || row->sample_count == 0 || row->is.copy_of ||
            !row->samples[0].record.has_device)
            continue;
        const struct device_report *last = &row->samples[row->sample_count - 1].record.device;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->is.name);
        ms_cell(table, figure->prepare_ns);
        ms_cell(table, figure->time.median_ns);
        ms_cell(table, figure->device_ns[STAGE_UPLOAD]);
        ms_cell(table, figure->device_ns[STAGE_KERNEL]);
        ms_cell(table, figure->device_ns[STAGE_DOWNLOAD]);
        table_cell(table, TABLE_PLAIN, "%s",
                   isnan(figure->kernel_bytes_per_s)
                       ? ""
                       : units_significant(rate, figure->kernel_bytes_per_s / 1e9, 4));
        if (last->clock_mhz[0] && last->clock_mhz[1])
            table_cell(table, TABLE_PLAIN, "%u–%u", last->clock_mhz[0], last->clock_mhz[1]);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", last->cold ? "cold" : "as they were");
    }
    return table;
}
