/* Keep a few reads in flight while a block is searched, so that neither the disk nor the processor
 * waits for the other. The kernel reads ahead anyway, so this pays only if it doesn't read far
 * enough ahead. Costs a buffer for each read. */
#include "disk_search.h"
#include "simd.h"
#include "variant.h"

static const char *unsupported(const struct workload *work)
{
    return disk_search_unsupported(work, DISK_CACHED);
}

static void *prepare(const struct workload *work)
{
    return disk_search_prepare(work, DISK_CACHED);
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
    .search = disk_search_run,
    .release = disk_search_free,
};
