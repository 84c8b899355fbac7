/* The probes of a row, to be found by what they are of and by the round in which they were taken.
 */
#ifndef PROBES_H
#define PROBES_H

#include "record/results.h"

struct probes {
    const struct probe **all;
    size_t count;
};

/* All that count: of a kind with the same stages, disturbed ones are left out where the others are
 * as many as an interval takes, as of samples (disturbed.h). probes_free() it. */
struct probes probes_of(const struct row *row);
void probes_free(struct probes *probes);

/* Those of a kind with these stages, by round. They go with `probes`, as do those of one round. */
struct probes probes_like(const struct probes *probes, enum probe_kind kind, unsigned stages);
struct probes probes_in(const struct probes *like, unsigned round);

#endif
