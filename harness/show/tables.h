/* The tables of a run, filled from its figures. Every one lists the rungs in ladder order. */
#ifndef TABLES_H
#define TABLES_H

#include "base/stats.h"
#include "base/table.h"
#include "figures/figures.h"

/* Stages in the order of a run; `other` comes last. */
extern const enum stage tables_stage_order[STAGE_COUNT];

/* The stages of every variant that had a stage run, as shares of its time. */
struct table *tables_stages(const struct figures *figures);

/* What each rung can gain, from its parent's stages. */
struct table *tables_predictions(const struct figures *figures);

/* The same beside what was measured, with a verdict. */
struct table *tables_ledger(const struct figures *figures);

/* The ladder on one screen: the ideas that start from the first rung, those of them that pay later,
 * the landmarks, and the parent of the fastest. */
struct table *tables_short(const struct figures *figures);

/* Cells that several tables share: a verdict; an interval in a unit, empty unless `there`; and the
 * reason why a row has no figures (false if it has figures). */
void tables_verdict_cell(struct table *table, enum verdict verdict);
void tables_range_cell(struct table *table, bool there, struct interval interval, double unit,
                       int digits);
bool tables_without(struct table *table, const struct row *row);

/* Time, throughput, speed-ups, cost and count of every variant: of those that run end to end, and
 * of the others (`apart`). */
struct table *tables_times(const struct figures *figures);
struct table *tables_apart(const struct figures *figures);

/* The devices' reports on the samples, by their own clocks. */
struct table *tables_devices(const struct figures *figures);

/* What the machine can do at best. */
struct table *tables_limits(const struct figures *figures);

#endif
