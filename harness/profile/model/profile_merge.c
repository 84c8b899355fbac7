#include "profile/model/profile_merge.h"

#include <stdlib.h>

static void merge_how(struct profile *profile, const struct profile *other)
{
    struct profile_how *how = &profile->how;
    double weight = profile_total(profile), more = profile_total(other);
    if (weight + more > 0)
        how->unattributed =
            (how->unattributed * weight + other->how.unattributed * more) / (weight + more);
    how->samples += other->how.samples;
    how->lost += other->how.lost;
    how->cut += other->how.cut;
    how->orphans_reattached += other->how.orphans_reattached;
    how->orphans_left += other->how.orphans_left;
}

void profile_merge(struct profile *profile, const struct profile *other)
{
    size_t *places = profile_room(other->node_count, sizeof *places);
    merge_how(profile, other);
    for (size_t i = 0; i < other->node_count; i++) {
        const struct profile_node *node = &other->nodes[i];
        const struct profile_function *is = &other->functions[node->function];
        size_t parent = node->parent == PROFILE_NONE ? PROFILE_NONE : places[node->parent];
        size_t function = profile_function(profile, is->name, is->module, is->category);
        places[i] = profile_node(profile, parent, function, PROFILE_NONE);
        profile_hit(profile, places[i], node->self, node->samples);
    }
    free(places);
    profile_sum_up(profile);
}
