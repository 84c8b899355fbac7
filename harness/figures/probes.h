/* Finds a row's probes by kind, stages and round. */
#ifndef PROBES_H
#define PROBES_H

#include "record/results.h"

struct probes {
    const struct probe **all;
    size_t count;
};

/* All probes that count. As with samples (disturbed.h), among probes of the same kind and stages,
 * disturbed ones are excluded if the others are enough for an interval. probes_free() it. */
struct probes probes_of(const struct row *row);
void probes_free(struct probes *probes);

/* Those of one kind and set of stages, by round; and those of one round. Both are freed with
 * `probes`. */
struct probes probes_like(const struct probes *probes, enum probe_kind kind, unsigned stages);
struct probes probes_in(const struct probes *like, unsigned round);

#endif
