/* The disk writes straight into the buffers, which saves the copy from the page cache. The price:
 * only the program itself reads ahead, and nothing stays in memory for the next program. */
#include "disk_search.h"
#include "simd.h"
#include "variant.h"

static const char *unsupported(const struct workload *work)
{
    return disk_search_unsupported(work, DISK_DIRECT);
}

static void *prepare(const struct workload *work)
{
    return disk_search_prepare(work, DISK_DIRECT);
}

const struct variant variant = {
    .idea = "O_DIRECT: no copy through the page cache",
    .after = "overlapped",
    .attacks = STAGE_BIT(STAGE_READ),
    .effects = {[STAGE_READ] = LIMIT_DIRECT},
    .overlaps = true,
    .limit = LIMIT_DIRECT,
    .cold = true,
    .unsupported = unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = disk_search_run,
    .release = disk_search_free,
};
