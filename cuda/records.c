#include "records.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int by_start(const void *left, const void *right)
{
    const struct activity *a = left, *b = right;
    return (a->start_ns > b->start_ns) - (a->start_ns < b->start_ns);
}

bool records_by_step(struct records *records, size_t repeats, struct periods *periods, char *why,
                     size_t why_size)
{
    size_t each = repeats ? records->count / repeats : 0; /* 3 * kernels + 2 */
    bool good = each >= 5 && records->count == each * repeats && (each - 2) % 3 == 0;
    if (good)
        qsort(records->all, records->count, sizeof records->all[0], by_start);
    for (size_t r = 0; r < repeats && good; r++) {
        const struct activity *at = records->all + r * each;
        uint64_t base_ns = at->start_ns;
        for (enum step step = 0; step < STEP_COUNT; step++) {
            const struct activity *end = at + (step < STEP_TOTAL ? (each - 2) / 3 : 1);
            uint64_t start_ns = at->start_ns, end_ns = start_ns;
            for (; at < end; at++) { /* from the first kernel's start to the last one's end */
                good = good && at->copy == (step == STEP_COPY) && at->end_ns >= at->start_ns;
                end_ns = at->end_ns > end_ns ? at->end_ns : end_ns;
            }
            periods[r].start_ns[step] = start_ns - base_ns;
            periods[r].ns[step] = end_ns - start_ns;
        }
    }
    if (!good)
        snprintf(why, why_size,
                 "%zu activity records (%" PRIu64 " dropped) are not those of %zu repeats",
                 records->count, records->dropped, repeats);
    return good;
}
