/* Shows what each of several processes did in a common search. */
#ifndef RANK_VIEWS_H
#define RANK_VIEWS_H

#include "base/table.h"
#include "figures/figures.h"

struct table *rank_views_table(const struct figures *figures);

/* What it takes to start them, compared with the search; NULL if no variant ran as several
 * processes. free() it. */
char *rank_views_launch(const struct figures *figures);

#endif
