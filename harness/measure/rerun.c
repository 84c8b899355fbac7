#include "measure/rerun.h"
#include "figures/ladder.h"

#include <string.h>

static const struct sample *sample_in(const struct row *row, unsigned number)
{
    return row->status == STATUS_OK ? row_sample(row, number) : NULL;
}

static bool is(const char *name, const struct row *row)
{
    return name && strcmp(name, row->is.name) == 0;
}

/* A rung with its parent, a control with its original, the points of a sweep with each other, a
 * peer with the fastest. */
static bool needs(const struct results *results, size_t index, const struct row *other)
{
    const struct row *row = results_entry(results, index);
    if (results_entry_peer(results, index))
        return other == ladder_fastest(results, false) || other == ladder_fastest(results, true);
    return is(row->is.after, other) || is(row->is.copy_of, other) || is(row->is.name, other);
}

uint64_t rerun_who(const struct results *results, unsigned number, bool *only)
{
    size_t count = results_entry_count(results);
    uint64_t cost_ns = 0;
    for (size_t i = 0; i < count; i++) {
        const struct row *row = results_entry(results, i);
        only[i] = false;
        if (!sample_in(row, number))
            continue;
        for (size_t j = 0; j < count && !only[i]; j++) {
            const struct row *other = results_entry(results, j);
            const struct sample *sample = sample_in(other, number);
            only[i] = sample && *sample->disturbed &&
                      (i == j || needs(results, i, other) || needs(results, j, row));
        }
        cost_ns += only[i] ? row->cost_ns : 0;
    }
    return cost_ns;
}
