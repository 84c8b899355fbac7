#include "measure/rerun.h"
#include "figures/pairs.h"

static const struct sample *sample_in(const struct results *results, size_t entry, unsigned number)
{
    const struct row *row = results_entry(results, entry);
    return row->status == STATUS_OK ? row_sample(row, number) : NULL;
}

uint64_t rerun_who(const struct schedule *schedule, unsigned number, bool *only)
{
    const struct results *results = schedule->results;
    uint64_t cost_ns = 0;
    for (size_t i = 0; i < schedule->count; i++) {
        const struct sample *sample = sample_in(results, i, number);
        only[i] = sample && *sample->disturbed;
    }
    struct pairs pairs = pairs_of(results);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct sample *one = sample_in(results, pairs.all[i].row_entry, number),
                            *other = sample_in(results, pairs.all[i].other_entry, number);
        if (one && other && (*one->disturbed || *other->disturbed))
            only[pairs.all[i].row_entry] = only[pairs.all[i].other_entry] = true;
    }
    pairs_free(&pairs);
    for (size_t i = 0; i < schedule->count; i++)
        cost_ns += only[i] ? schedule->jobs[i].cost_ns : 0;
    return cost_ns;
}
