#include "tables.h"
#include "ladder.h"
#include "units.h"

#include <math.h>
#include <string.h>

/* As they follow each other in a run; what is left comes last. */
static const enum stage shown_order[STAGE_COUNT] = {
    STAGE_READ,   STAGE_COMPILE, STAGE_LOWER,    STAGE_SEARCH, STAGE_MERGE,
    STAGE_UPLOAD, STAGE_KERNEL,  STAGE_DOWNLOAD, STAGE_OTHER,
};

struct table *tables_stages(const struct results *results)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < STAGE_COUNT; i++)
        table_column(table, stage_name(shown_order[i]), TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "text", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        char seconds[UNITS_SIZE];
        double sum = 0;
        if (!row->has_stages)
            continue;
        for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
            sum += (double)row->stages.spent[stage];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->name);
        table_cell(table, TABLE_PLAIN, "%s", units_significant(seconds, sum / 1e9, 4));
        for (size_t j = 0; j < STAGE_COUNT; j++) {
            enum stage shown = shown_order[j];
            double share = ladder_share(&row->stages, STAGE_BIT(shown));
            enum table_style style =
                shown == ladder_bottleneck(&row->stages) ? TABLE_BAD : TABLE_PLAIN;
            if (row->stages.spent[shown])
                table_cell(table, style, "%.1f %%", 100 * share);
            else
                table_cell(table, TABLE_PLAIN, "%s", "");
        }
        if (row->stages_bytes)
            table_cell(table, TABLE_PLAIN, "scaled from %.2g %%",
                       100 * (double)row->stages_bytes / (double)results->data.bytes);
    }
    return table;
}

/* Beyond a hundred times only the size matters, and it is as noisy as it is large. */
static void gain_cell(struct table *table, double gain)
{
    if (gain < 100)
        table_cell(table, TABLE_PLAIN, "%.2f×", gain);
    else
        table_cell(table, TABLE_PLAIN, "over 100×");
}

static void attack_cells(struct table *table, const struct row *row,
                         const struct prediction *predicted)
{
    char names[128] = "";
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        enum stage stage = shown_order[i];
        if (row->attacks & STAGE_BIT(stage))
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", *names ? "+" : "",
                     stage_name(stage));
    }
    table_cell(table, TABLE_PLAIN, "%s", row->name);
    table_cell(table, TABLE_PLAIN, "%s", row->after);
    table_cell(table, TABLE_PLAIN, "%s", names);
    if (predicted) {
        table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * predicted->share);
        gain_cell(table, predicted->ceiling);
        gain_cell(table, predicted->expected);
    } else {
        for (int i = 0; i < 3; i++)
            table_cell(table, TABLE_PLAIN, "%s", "");
    }
}

static struct table *attack_table(void)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "after", TABLE_LEFT, 10);
    table_column(table, "attacks", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "share", TABLE_RIGHT, 30);
    table_column(table, "at most", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "predicted", TABLE_RIGHT, TABLE_ALWAYS);
    return table;
}

struct table *tables_predictions(const struct results *results)
{
    struct table *table = attack_table();
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        struct prediction predicted;
        if (row->status != STATUS_OK || row->copy_of || row->apart ||
            !ladder_predict(ladder_parent(results, row), row, results->threads, &predicted))
            continue;
        table_row(table);
        attack_cells(table, row, &predicted);
    }
    return table;
}

static enum table_style style_of(enum verdict verdict)
{
    return verdict == VERDICT_FASTER   ? TABLE_GOOD
           : verdict == VERDICT_SLOWER ? TABLE_BAD
                                       : TABLE_PLAIN;
}

struct table *tables_ledger(const struct results *results)
{
    struct table *table = attack_table();
    table_column(table, "measured", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "95 %", TABLE_LEFT, 20);
    table_column(table, "verdict", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *parent = ladder_parent(results, row);
        struct prediction predicted;
        if (!parent || row->copy_of || row->apart || row->status == STATUS_SKIPPED)
            continue;
        bool has = ladder_predict(parent, row, results->threads, &predicted);
        table_row(table);
        attack_cells(table, row, has ? &predicted : NULL);
        struct speedup speedup = ladder_speedup(parent, row);
        if (row->status != STATUS_OK || parent->status != STATUS_OK || speedup.rounds == 0) {
            table_rest(table, TABLE_DIM, "%s",
                       row->status != STATUS_OK      ? status_name(row->status)
                       : parent->status != STATUS_OK ? "nothing to compare with"
                                                     : "not measured");
            continue;
        }
        enum verdict verdict = ladder_verdict(results, row);
        table_cell(table, TABLE_PLAIN, "%.2f×", speedup.ratio);
        if (speedup.has_interval)
            table_cell(table, TABLE_PLAIN, "%.2f–%.2f", speedup.interval.low,
                       speedup.interval.high);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, style_of(verdict), "%s",
                   verdict == VERDICT_NONE ? "too few" : stats_verdict_name(verdict));
    }
    return table;
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
    char low[UNITS_SIZE], high[UNITS_SIZE], time[UNITS_SIZE], cpu[UNITS_SIZE], count[UNITS_SIZE],
        rate[UNITS_SIZE];
    struct summary summary = ladder_summarize(row);
    const struct row *parent =
        row->copy_of ? results_find(results, row->copy_of) : ladder_parent(results, row);
    table_cell(table, TABLE_PLAIN, "%s", units_significant(time, summary.median_ns / 1e9, 4));
    if (summary.has_interval)
        table_cell(table, TABLE_PLAIN, "%s–%s",
                   units_significant(low, summary.interval.low / 1e9, 4),
                   units_significant(high, summary.interval.high / 1e9, 4));
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    table_cell(table, TABLE_PLAIN, "%zu", summary.rounds);
    table_cell(table, TABLE_PLAIN, "%s",
               units_significant(rate, (double)results->data.bytes / summary.median_ns, 3));
    double share = ladder_limit_share(results, row);
    if (isnan(share))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, share > LIMIT_EXCEEDED ? TABLE_BAD : TABLE_PLAIN, "%.0f %%", 100 * share);
    speedup_cells(table, row->apart ? NULL : parent, row, true); /* two kinds of time */
    speedup_cells(table, row->apart ? NULL : ladder_baseline(results), row, false);
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
        if (row->apart != apart)
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->name);
        if (row->status != STATUS_OK)
            table_rest(table, row->status == STATUS_SKIPPED ? TABLE_DIM : TABLE_BAD, "%s: %s",
                       status_name(row->status), row->reason ? row->reason : "no reason given");
        else if (row->sample_count == 0)
            table_rest(table, TABLE_DIM, "%s", "not measured");
        else
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
        if (row->status != STATUS_OK || row->sample_count == 0 || row->copy_of ||
            !row->samples[0].record.has_device)
            continue;
        const struct device_report *last = &row->samples[row->sample_count - 1].record.device;
        double kernel_ns = ladder_device_ns(row, STAGE_KERNEL);
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->name);
        ms_cell(table, ladder_prepare_ns(row));
        ms_cell(table, ladder_summarize(row).median_ns);
        ms_cell(table, ladder_device_ns(row, STAGE_UPLOAD));
        ms_cell(table, kernel_ns);
        ms_cell(table, ladder_device_ns(row, STAGE_DOWNLOAD));
        table_cell(table, TABLE_PLAIN, "%s",
                   kernel_ns > 0
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
