/* The tables of tables.h that are about stages: where the time goes, what a rung can gain, and what
 * it gained. */
#include "common/units.h"
#include "show/tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const enum stage tables_stage_order[STAGE_COUNT] = {
    STAGE_READ,   STAGE_COMPILE, STAGE_LOWER,    STAGE_SEARCH, STAGE_MERGE,
    STAGE_UPLOAD, STAGE_KERNEL,  STAGE_DOWNLOAD, STAGE_OTHER,
};

struct table *tables_stages(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < STAGE_COUNT; i++)
        table_column(table, stage_name(tables_stage_order[i]), TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "left over", TABLE_RIGHT, 10);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *figure = &figures->rows[i];
        const struct row *row = figure->row;
        char seconds[UNITS_SIZE];
        if (figure->stages.runs == 0)
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->is.name);
        table_cell(table, TABLE_PLAIN, "%s",
                   units_significant(seconds, figure->stages.total_ns / 1e9, 4));
        for (size_t j = 0; j < STAGE_COUNT; j++) {
            enum stage shown = tables_stage_order[j];
            enum table_style style = shown == figure->stages.bottleneck ? TABLE_BAD : TABLE_PLAIN;
            if (figure->stages.share[shown] > 0)
                table_cell(table, style, "%.1f %%", 100 * figure->stages.share[shown]);
            else
                table_cell(table, TABLE_PLAIN, "%s", "");
        }
        if (isfinite(figure->stages.apart))
            table_cell(table, TABLE_PLAIN, "%+.1f %%", 100 * figure->stages.apart);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
    }
    return table;
}

/* Beyond a hundred times only the size matters, and it is as noisy as it is large. NAN: not known.
 */
static void gain_cell(struct table *table, double gain)
{
    if (isnan(gain))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else if (gain < 100)
        table_cell(table, TABLE_PLAIN, "%.2f×", gain);
    else
        table_cell(table, TABLE_PLAIN, "over 100×");
}

static void attack_cells(struct table *table, const struct row_figures *figure)
{
    const struct row *row = figure->row;
    char names[128] = "";
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        enum stage stage = tables_stage_order[i];
        if (row->is.attacks & STAGE_BIT(stage))
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", *names ? "+" : "",
                     stage_name(stage));
    }
    table_cell(table, TABLE_PLAIN, "%s", row->is.name);
    table_cell(table, TABLE_PLAIN, "%s", row->is.after);
    table_cell(table, TABLE_PLAIN, "%s", names);
    if (figure->is_predicted) {
        table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * figure->predicted.share);
        gain_cell(table, figure->predicted.ceiling);
        gain_cell(table, figure->predicted.expected);
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

struct table *tables_predictions(const struct figures *figures)
{
    struct table *table = attack_table();
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->row->status != STATUS_OK || row->row->is.apart || !row->is_predicted)
            continue;
        table_row(table);
        attack_cells(table, row);
    }
    return table;
}

void tables_verdict_cell(struct table *table, enum verdict verdict)
{
    enum table_style style = verdict == VERDICT_FASTER   ? TABLE_GOOD
                             : verdict == VERDICT_SLOWER ? TABLE_BAD
                                                         : TABLE_PLAIN;
    table_cell(table, style, "%s",
               verdict == VERDICT_NONE ? "too few" : stats_verdict_name(verdict));
}

struct table *tables_ledger(const struct figures *figures)
{
    struct table *table = attack_table();
    table_column(table, "measured", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "95 %", TABLE_LEFT, 20);
    table_column(table, "verdict", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *figure = &figures->rows[i];
        const struct row *row = figure->row, *parent = figure->parent;
        const struct speedup *speedup = &figure->over_parent;
        if (!parent || row->is.apart || row->status == STATUS_SKIPPED)
            continue;
        table_row(table);
        attack_cells(table, figure);
        if (row->status != STATUS_OK || parent->status != STATUS_OK || speedup->rounds == 0) {
            table_rest(table, TABLE_DIM, "%s",
                       row->status != STATUS_OK      ? status_name(row->status)
                       : parent->status != STATUS_OK ? "nothing to compare with"
                                                     : "not measured");
            continue;
        }
        table_cell(table, TABLE_PLAIN, "%.2f×", speedup->ratio);
        if (speedup->has_interval)
            table_cell(table, TABLE_PLAIN, "%.2f–%.2f", speedup->interval.low,
                       speedup->interval.high);
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        tables_verdict_cell(table, figure->verdict);
    }
    return table;
}
