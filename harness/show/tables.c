#include "show/tables.h"
#include "base/units.h"
#include "figures/ladder.h"

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

static void speedup_cells(struct table *table, const struct row *slow, const struct row *row,
                          bool with_interval)
{
    struct speedup speedup = {.ratio = NAN};
    if (slow && slow != row && slow->status == STATUS_OK)
        speedup = ladder_speedup(slow, row);
    if (isnan(speedup.ratio))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, TABLE_PLAIN, "%.2f", speedup.ratio);
    if (with_interval && speedup.has_interval)
        table_cell(table, TABLE_PLAIN, "%.2f–%.2f", speedup.interval.low, speedup.interval.high);
    else if (with_interval)
        table_cell(table, TABLE_PLAIN, "%s", "");
}

static void time_cells(struct table *table, const struct results *results, const struct row *row)
{
    char time[UNITS_SIZE], cpu[UNITS_SIZE], count[UNITS_SIZE], rate[UNITS_SIZE];
    struct summary summary = ladder_summarize(row);
    const struct row *parent =
        row->is.copy_of ? results_find(results, row->is.copy_of) : ladder_parent(results, row);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary.median_ns / 1e9, 4));
    tables_range_cell(table, summary.has_interval, summary.interval, 1e9, 4);
    table_cell(table, TABLE_PLAIN, "%zu", summary.rounds);
    table_cell(table, TABLE_PLAIN, "%s",
               units_significant(rate, (double)results->data.bytes / summary.median_ns, 3));
    double share = ladder_limit_share(results, row);
    if (isnan(share))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, share > LIMIT_EXCEEDED ? TABLE_BAD : TABLE_PLAIN, "%.0f %%", 100 * share);
    speedup_cells(table, row->is.apart ? NULL : parent, row, true); /* two kinds of time */
    speedup_cells(table, row->is.apart ? NULL : ladder_baseline(results), row, false);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(cpu, summary.cpu_ns / 1e9, 4));
    table_cell(table, TABLE_PLAIN, "%.1f", (double)summary.peak_rss_bytes / (1 << 20));
    table_cell(table, TABLE_GOOD, "%s ✓", units_grouped(count, row->matches));
}

struct table *tables_times(const struct results *results, bool apart)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "time 95 %", TABLE_LEFT, 40);
    table_column(table, "rounds", TABLE_RIGHT, 10);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "of limit", TABLE_RIGHT, 35);
    table_column(table, "× parent", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "× 95 %", TABLE_LEFT, 50);
    table_column(table, "× base", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "CPU s", TABLE_RIGHT, 30);
    table_column(table, "MiB", TABLE_RIGHT, 20);
    table_column(table, "matches", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->is.apart != apart)
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->is.name);
        if (!tables_without(table, row))
            time_cells(table, results, row);
    }
    return table;
}

struct table *tables_limits(const struct limit *limits, size_t count)
{
    struct table *table = table_new();
    table_column(table, "limit", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "threads", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "GB/s", TABLE_RIGHT, TABLE_ALWAYS);
    bool again = false; /* in the rounds */
    for (size_t i = 0; i < count; i++)
        again |= limits[i].by_round != NULL;
    if (again)
        table_column(table, "median of rounds", TABLE_RIGHT, TABLE_ALWAYS);
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
                       units_significant(rate, ladder_limit_median(&limits[i]), 3));
    }
    return table;
}

/* Milliseconds, or nothing for a stage that the device had no part in. */
static void ms_cell(struct table *table, double ns)
{
    char ms[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", ns > 0 ? units_significant(ms, ns / 1e6, 4) : "");
}

struct table *tables_devices(const struct results *results)
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
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        char rate[UNITS_SIZE];
        if (row->status != STATUS_OK || row->sample_count == 0 || row->is.copy_of ||
            !row->samples[0].record.has_device)
            continue;
        const struct device_report *last = &row->samples[row->sample_count - 1].record.device;
        double search_ns = ladder_summarize(row).median_ns,
               kernel_ns = ladder_device_ns(row, STAGE_KERNEL),
               upload_ns = ladder_device_ns(row, STAGE_UPLOAD);
        bool overlaps = kernel_ns + upload_ns > search_ns; /* it waits for its turn, too */
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->is.name);
        ms_cell(table, ladder_prepare_ns(row));
        ms_cell(table, search_ns);
        ms_cell(table, upload_ns);
        ms_cell(table, kernel_ns);
        ms_cell(table, ladder_device_ns(row, STAGE_DOWNLOAD));
        table_cell(table, TABLE_PLAIN, "%s",
                   kernel_ns > 0 && !overlaps
                       ? units_significant(rate, (double)results->data.bytes / kernel_ns, 4)
                       : "");
        if (last->clock_mhz[0] && last->clock_mhz[1])
            table_cell(table, TABLE_PLAIN, "%u–%u", last->clock_mhz[0], last->clock_mhz[1]);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", last->cold ? "cold" : "as they were");
    }
    return table;
}
