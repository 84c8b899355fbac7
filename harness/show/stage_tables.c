/* The tables of tables.h that are about stages: where the time goes, what a rung can gain, and what
 * it gained. */
#include "common/units.h"
#include "figures/ladder.h"
#include "figures/landmarks.h"
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

static void attack_cells(struct table *table, const struct row_figures *figure)
{
    const struct row *row = figure->row;
    char names[128] = "", gain[UNITS_SIZE];
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        enum stage stage = tables_stage_order[i];
        if (row->is.attacks & STAGE_BIT(stage))
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", *names ? "+" : "",
                     stage_name(stage));
    }
    table_cell(table, TABLE_PLAIN, "%s", row->is.name);
    table_cell(table, TABLE_PLAIN, "%s", row->is.after);
    const bool functions = row->is.own && row->is.own->functions;
    table_cell(table, TABLE_PLAIN, "%s", functions ? row->is.own->functions : names);
    const struct prediction *predicted = &figure->predicted;
    if (!figure->is_predicted) {
        for (int i = 0; i < 5; i++)
            table_cell(table, TABLE_PLAIN, "%s", "");
        return;
    }
    table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * predicted->share);
    table_cell(table, figure->exceeds_ceiling ? TABLE_BAD : TABLE_PLAIN, "%s",
               figures_gain(gain, predicted->ceiling));
    table_cell(table, TABLE_PLAIN, "%s", ceiling_by_name(predicted->by));
    table_cell(table, TABLE_PLAIN, "%s",
               isnan(predicted->expected) ? "" : figures_gain(gain, predicted->expected));
    tables_range_cell(table, predicted->has_interval, predicted->interval, 1, 3);
}

static bool any_foretold(const struct figures *figures)
{
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (isfinite(figures->rows[i].foretold))
            return true;
    return false;
}

/* In a table that has a column for it. */
static void foretold_cell(struct table *table, const struct figures *figures,
                          const struct row_figures *figure)
{
    char gain[UNITS_SIZE];
    if (any_foretold(figures))
        table_cell(table, TABLE_PLAIN, "%s",
                   isfinite(figure->foretold) ? figures_gain(gain, figure->foretold) : "");
}

static struct table *attack_table(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "after", TABLE_LEFT, 10);
    table_column(table, "attacks", TABLE_LEFT, 40);
    table_column(table, "share", TABLE_RIGHT, 30);
    table_column(table, "at most", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "by", TABLE_LEFT, 15);
    table_column(table, "predicted", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "range", TABLE_LEFT, 5);
    if (any_foretold(figures))
        table_column(table, "yours", TABLE_RIGHT, TABLE_ALWAYS);
    return table;
}

struct table *tables_predictions(const struct figures *figures)
{
    struct table *table = attack_table(figures);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->row->status != STATUS_OK || row->row->is.apart ||
            (!row->is_predicted && isnan(row->foretold)))
            continue;
        table_row(table);
        attack_cells(table, row);
        foretold_cell(table, figures, row);
    }
    return table;
}

void tables_verdict_cell(struct table *table, enum verdict verdict)
{
    enum table_style style = verdict == VERDICT_FASTER   ? TABLE_GOOD
                             : verdict == VERDICT_SLOWER ? TABLE_BAD
                                                         : TABLE_PLAIN;
    table_cell(table, style, "%s", stats_verdict_name(verdict));
}

static void outcome_cell(struct table *table, enum outcome outcome)
{
    enum table_style style = outcome == OUTCOME_PAID     ? TABLE_GOOD
                             : outcome == OUTCOME_WASTED ? TABLE_BAD
                                                         : TABLE_PLAIN;
    table_cell(table, style, "%s", outcome == OUTCOME_NONE ? "" : outcome_name(outcome));
}

struct table *tables_ledger(const struct figures *figures)
{
    struct table *table = attack_table(figures);
    table_column(table, "measured", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "interval", TABLE_LEFT, 20);
    table_column(table, "off by", TABLE_RIGHT, 8);
    table_column(table, "verdict", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "outcome", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *figure = &figures->rows[i];
        const struct row *row = figure->row, *parent = figure->parent;
        const struct speedup *speedup = &figure->over_parent;
        if (!parent || row->is.apart || row->status == STATUS_SKIPPED)
            continue;
        table_row(table);
        attack_cells(table, figure);
        foretold_cell(table, figures, figure);
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
        if (isfinite(figure->prediction_error))
            table_cell(table, TABLE_PLAIN, "%.0f %%", 100 * expm1(figure->prediction_error));
        else
            table_cell(table, TABLE_PLAIN, "%s", "");
        tables_verdict_cell(table, figure->verdict);
        outcome_cell(table, figure->outcome);
    }
    return table;
}

/* Landmarks, and the parent of the fastest. */
static bool is_landmark(const struct figures *figures, const struct row_figures *figure)
{
    const struct row_figures *landmarks[LANDMARKS_MOST];
    if (figures->fastest && figures->fastest->parent == figure->row)
        return true;
    for (size_t i = landmarks_of(figures, landmarks); i-- > 0;)
        if (landmarks[i] == figure)
            return true;
    return false;
}

/* Whether it repeats an idea that did not pay among the first rung's children. */
static bool is_second_try(const struct figures *figures, const struct row_figures *figure)
{
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *other = &figures->rows[i];
        if (other != figure && figures->first && other->parent == figures->first->row &&
            other->row->is.attacks == figure->row->is.attacks && other->outcome != OUTCOME_PAID)
            return figure->outcome == OUTCOME_PAID;
    }
    return false;
}

struct table *tables_short(const struct figures *figures)
{
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "idea", TABLE_LEFT, 10);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "after", TABLE_LEFT, 20);
    table_column(table, "at most", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "predicted", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "measured", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "outcome", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *figure = &figures->rows[i];
        const struct prediction *predicted = &figure->predicted;
        bool is_next = figure->parent && figures->first && figure->parent == figures->first->row;
        char time[UNITS_SIZE], gain[UNITS_SIZE];
        if (!ladder_measured(figure->row) || figure->row->is.apart || figure->row->is.copy_of ||
            (!is_next && !is_landmark(figures, figure) && !is_second_try(figures, figure)))
            continue;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", figure->row->is.name);
        table_cell(table, TABLE_PLAIN, "%s", figure->row->is.idea ? figure->row->is.idea : "");
        table_cell(table, TABLE_PLAIN, "%s",
                   units_significant(time, figure->time.median_ns / 1e9, 3));
        if (!figure->parent || !figure->is_predicted)
            continue;
        table_cell(table, TABLE_PLAIN, "%s", figure->row->is.after);
        table_cell(table, TABLE_PLAIN, "%s", figures_gain(gain, predicted->ceiling));
        table_cell(table, TABLE_PLAIN, "%s",
                   isnan(predicted->expected) ? "" : figures_gain(gain, predicted->expected));
        table_cell(table, TABLE_PLAIN, "%.2f×", figure->over_parent.ratio);
        outcome_cell(table, figure->outcome);
    }
    return table;
}
