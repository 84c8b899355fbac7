/* Keep a few reads in flight while a block is searched, so that neither the disk nor the processor
 * waits for the other. The kernel reads ahead anyway, so this pays only if it doesn't read far
 * enough ahead. Costs a buffer for each read. */
#include "disk.h"
#include "simd.h"
#include "variant.h"

#include <err.h>
#include <stdlib.h>

struct state {
    struct simd *simd;
    struct disk *disk;
};

static const char *unsupported(const struct workload *work)
{
    const char *why = simd_unsupported(work);
    return why ? why : disk_unsupported(work, DISK_CACHED);
}

static void *prepare(const struct workload *work)
{
    struct state *state = malloc(sizeof *state);
    if (!state)
        err(1, "search");
    *state = (struct state){simd_prepare(work), disk_new(DISK_CACHED)};
    return state;
}

static void release(void *own)
{
    struct state *state = own;
    simd_free(state->simd);
    disk_free(state->disk);
    free(state);
}

static struct tally search(void *own, const struct workload *work)
{
    struct state *state = own;
    struct tally tally = {0};
    struct span lines;

    disk_open(state->disk, work);
    while (disk_next(state->disk, &lines)) {
        if (lines.offset == 0)
            simd_learn(state->simd, lines);
        tally_add(&tally, simd_count(state->simd, lines));
    }
    disk_close(state->disk);
    return tally;
}

const struct variant variant = {
    .idea = "read the next blocks while this one is searched: io_uring",
    .after = "cold",
    .attacks = STAGE_BIT(STAGE_READ),
    .effects = {[STAGE_READ] = LIMIT_DISK},
    .overlaps = true,
    .limit = LIMIT_DISK,
    .cold = true,
    .unsupported = unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = release,
};
