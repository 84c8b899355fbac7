#include "records.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int by_start(const void *left, const void *right)
{
    const struct activity *a = left, *b = right;
    return (a->start_ns > b->start_ns) - (a->start_ns < b->start_ns);
}

/* From the first kernel's start to the last one's end. */
static bool period_of(const struct activity *first, size_t count, bool copy, uint64_t base_ns,
                      struct period *period)
{
    uint64_t end_ns = first->start_ns;
    for (size_t i = 0; i < count; i++) {
        if (first[i].copy != copy || first[i].end_ns < first[i].start_ns)
            return false;
        end_ns = first[i].end_ns > end_ns ? first[i].end_ns : end_ns;
    }
    *period = (struct period){first->start_ns - base_ns, end_ns - first->start_ns};
    return true;
}

bool records_by_step(struct records *records, size_t repeats, struct period (*periods)[STEP_COUNT],
                     char *why, size_t why_size)
{
    size_t each = repeats ? records->count / repeats : 0; /* 3 * kernels + 2 */
    bool good = each >= 5 && records->count == each * repeats && (each - 2) % 3 == 0;
    if (good)
        qsort(records->all, records->count, sizeof records->all[0], by_start);
    for (size_t r = 0; r < repeats && good; r++) {
        const struct activity *at = records->all + r * each;
        uint64_t base_ns = at->start_ns;
        for (enum step step = 0; step < STEP_COUNT && good; step++) {
            size_t count = step < STEP_TOTAL ? (each - 2) / 3 : 1;
            good = period_of(at, count, step == STEP_COPY, base_ns, &periods[r][step]);
            at += count;
        }
    }
    if (!good)
        snprintf(why, why_size,
                 "%zu activity records (%" PRIu64 " dropped) are not those of %zu repeats",
                 records->count, records->dropped, repeats);
    return good;
}
