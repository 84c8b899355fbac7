/* A run's tables beside those of the ladder, with rows that are not ranked. */
#ifndef SIDE_TABLES_H
#define SIDE_TABLES_H

#include "base/table.h"
#include "figures/figures.h"

/* What each number of threads gains over one, for the variants that use threads. */
struct table *side_tables_sweep(const struct figures *figures);

/* Tools that people would use instead, and how many times faster the fastest variants are. */
struct table *side_tables_peers(const struct figures *figures);

#endif
