#include "figures/probes.h"
#include "base/stats.h"

#include <err.h>
#include <stdlib.h>

/* Whether a probe sorts before one of this kind, with these stages, in this round. */
static bool is_before(const struct probe *probe, enum probe_kind kind, unsigned stages,
                      unsigned round)
{
    if (probe->kind != kind)
        return probe->kind < kind;
    if (probe->stages != stages)
        return probe->stages < stages;
    return probe->sample.round < round;
}

/* Probes of the same round stay in the order in which they were taken. */
static int in_order(const void *left, const void *right)
{
    const struct probe *a = *(const struct probe *const *)left,
                       *b = *(const struct probe *const *)right;
    if (is_before(a, b->kind, b->stages, b->sample.round))
        return -1;
    if (is_before(b, a->kind, a->stages, a->sample.round))
        return 1;
    return (a > b) - (a < b);
}

/* How many probes sort before. */
static size_t place_of(const struct probes *probes, enum probe_kind kind, unsigned stages,
                       unsigned round)
{
    size_t low = 0, high = probes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(probes->all[middle], kind, stages, round))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct probes part(const struct probes *probes, size_t first, size_t end)
{
    return (struct probes){probes->all + first, end - first};
}

struct probes probes_like(const struct probes *probes, enum probe_kind kind, unsigned stages)
{
    return part(probes, place_of(probes, kind, stages, 0), place_of(probes, kind, stages + 1, 0));
}

struct probes probes_in(const struct probes *like, unsigned round)
{
    if (like->count == 0)
        return *like;
    const struct probe *any = like->all[0];
    size_t first = place_of(like, any->kind, any->stages, round), end = first;
    while (end < like->count && like->all[end]->sample.round == round)
        end++;
    return part(like, first, end);
}

static bool enough_are_undisturbed(const struct probes *like)
{
    size_t count = 0;
    for (size_t i = 0; i < like->count; i++)
        count += !*like->all[i]->sample.disturbed;
    return count >= STATS_INTERVAL_LEAST;
}

struct probes probes_of(const struct row *row)
{
    struct probes probes = {calloc(row->probe_count + 1, sizeof(struct probe *)), row->probe_count};
    size_t kept = 0;
    if (!probes.all)
        err(1, "probes");
    for (size_t i = 0; i < probes.count; i++)
        probes.all[i] = &row->probes[i];
    qsort(probes.all, probes.count, sizeof(struct probe *), in_order);
    for (size_t i = 0, end; i < probes.count; i = end) {
        const struct probe *first = probes.all[i];
        end = place_of(&probes, first->kind, first->stages + 1, 0);
        struct probes like = part(&probes, i, end);
        bool leaves_out = enough_are_undisturbed(&like);
        bool has_rounds = probes.all[end - 1]->sample.round > 0; /* round 0 was a trial */
        for (size_t j = i; j < end; j++)
            if ((!leaves_out || !*probes.all[j]->sample.disturbed) &&
                !(has_rounds && probes.all[j]->sample.round == 0))
                probes.all[kept++] = probes.all[j];
    }
    probes.count = kept;
    return probes;
}

void probes_free(struct probes *probes)
{
    free(probes->all);
    *probes = (struct probes){0};
}
