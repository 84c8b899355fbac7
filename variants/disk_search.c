#include "disk_search.h"
#include "simd.h"

#include <err.h>
#include <stdlib.h>

struct disk_search {
    struct simd *simd;
    struct disk *disk;
};

const char *disk_search_unsupported(const struct workload *work, enum disk_cache cache)
{
    const char *why = simd_unsupported(work);
    return why ? why : disk_unsupported(work, cache);
}

void *disk_search_prepare(const struct workload *work, enum disk_cache cache)
{
    struct disk_search *search = malloc(sizeof *search);
    if (!search)
        err(1, "search");
    *search = (struct disk_search){simd_prepare(work), disk_new(cache)};
    return search;
}

void disk_search_free(void *state)
{
    struct disk_search *search = state;
    simd_free(search->simd);
    disk_free(search->disk);
    free(search);
}

struct tally disk_search_run(void *state, const struct workload *work)
{
    struct disk_search *search = state;
    struct tally tally = {0};
    struct span lines;

    disk_open(search->disk, work);
    while (disk_next(search->disk, &lines)) {
        if (lines.offset == 0)
            simd_learn(search->simd, lines);
        tally_add(&tally, simd_count(search->simd, lines));
    }
    disk_close(search->disk);
    return tally;
}
