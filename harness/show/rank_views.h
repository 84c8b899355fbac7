/* What several processes did that searched together. */
#ifndef RANK_VIEWS_H
#define RANK_VIEWS_H

#include "base/table.h"
#include "figures/figures.h"

struct table *rank_views_table(const struct figures *figures);

/* What starting them takes beside the search; NULL where nothing ran so. free() it. */
char *rank_views_launch(const struct figures *figures);

#endif
