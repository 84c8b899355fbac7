/* The tables of a run that stand beside the ladder's: who takes part in them ranks nowhere else. */
#ifndef SIDE_TABLES_H
#define SIDE_TABLES_H

#include "base/table.h"
#include "figures/figures.h"

/* What each number of threads gains over one, for the variants that use them. */
struct table *side_tables_sweep(const struct figures *figures);

/* What people would use instead, and how many times faster the fastest variants are. */
struct table *side_tables_peers(const struct figures *figures);

#endif
