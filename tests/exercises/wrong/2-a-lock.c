/* A plausible fix that is none: the threads take the lock for a part instead of a digit, and now
 * work one after another. */
#include "exercises/exercise.h"
#include "variants/mapping.h"
#include "variants/team.h"

#include <pthread.h>

struct counter {
    pthread_mutex_t mutex; /* several threads report */
    struct tally tally;
};

/* Every digit may begin a match. */
static void report(struct counter *counter, bool found, uint64_t offset)
{
    if (found)
        tally_add(&counter->tally, match_at(offset));
}

static void count_part(struct counter *counter, struct span part)
{
    pthread_mutex_lock(&counter->mutex);
    for (size_t i = 0; i + 4 <= part.length; i++) {
        const char *at = part.bytes + i;
        if (*at >= '0' && *at <= '9')
            report(counter, is_match(at), part.offset + i);
    }
    pthread_mutex_unlock(&counter->mutex);
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    struct counter counter = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);

    enum stage outer = team_begin();
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < parts; i++)
        count_part(&counter, mapping_part(text, PART_BYTES, i));
    team_end(outer);
    mapping_close(text);
    return counter.tally;
}

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return NULL;
}

const struct variant variant = {
    .idea = "all threads search parts of the mapped text",
    .effects = {[STAGE_SEARCH] = EFFECT_SHARED},
    .limit = LIMIT_MAPPED,
    .unsupported = other_patterns,
    .prepare = prepare,
    .search = search,
    .release = no_release,
};
