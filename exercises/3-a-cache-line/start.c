/* All threads search parts of the text. Each has a tally of its own, so none needs a lock; the
 * tallies are atomic, so that others could read how far the search is. */
#include "exercises/exercise.h"
#include "variants/mapping.h"
#include "variants/team.h"

#include <err.h>
#include <stdatomic.h>

#define THREADS_MOST 256

struct own {
    atomic_uint_fast64_t matches, digest;
};
static struct own owns[THREADS_MOST];

/* Every digit may begin a match. */
static void report(struct own *own, bool found, uint64_t offset)
{
    atomic_fetch_add_explicit(&own->matches, found ? 1 : 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&own->digest, found ? mix64(offset) : 0, memory_order_relaxed);
}

static void count_part(struct own *own, struct span part)
{
    for (size_t i = 0; i + 4 <= part.length; i++) {
        const char *at = part.bytes + i;
        if (*at >= '0' && *at <= '9')
            report(own, is_match(at), part.offset + i);
    }
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < parts; i++)
        count_part(&owns[omp_get_thread_num()], mapping_part(text, PART_BYTES, i));
    team_end(outer);
    for (int i = 0; i < work->threads; i++) {
        tally.matches += atomic_exchange(&owns[i].matches, 0);
        tally.digest += atomic_exchange(&owns[i].digest, 0);
    }
    mapping_close(text);
    return tally;
}

static void *prepare(const struct workload *work)
{
    if (work->threads > THREADS_MOST)
        errx(1, "at most %d threads", THREADS_MOST);
    team_start(work->threads);
    return NULL;
}

const struct variant variant = {
    .idea = "all threads search parts of the mapped text, each with a tally of its own",
    .effects = {[STAGE_SEARCH] = EFFECT_SHARED},
    .limit = LIMIT_MAPPED,
    .unsupported = other_patterns,
    .prepare = prepare,
    .search = search,
    .release = no_release,
};
