#include "profile/model/profile_focus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t profile_focus_find(const struct profile *profile, const char *name, char *why,
                          size_t why_size)
{
    size_t found = PROFILE_NONE, count = 0;
    for (size_t i = 0; i < profile->function_count; i++) {
        if (strcmp(profile->functions[i].name, name) == 0 && profile->functions[i].total > 0)
            return i;
        if (!strstr(profile->functions[i].name, name))
            continue;
        found = i;
        count++;
    }
    if (count == 1)
        return found;
    if (count == 0)
        snprintf(why, why_size, "no function '%s' was seen; profile.json has all that were", name);
    else
        snprintf(why, why_size, "'%s' is part of %zu functions' names; profile.json has them", name,
                 count);
    return PROFILE_NONE;
}

struct profile *profile_focus(const struct profile *profile, size_t function, char *why,
                              size_t why_size)
{
    if (profile->node_count == 0) {
        snprintf(why, why_size,
                 "--focus takes stacks, and %s knows none: --engine perf does where perf works",
                 profile->engine);
        return NULL;
    }
    struct profile *copy = profile_new();
    copy->unit = profile->unit;
    size_t *places = profile_room(profile->node_count, sizeof *places); /* in the copy */
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        const struct profile_function *is = &profile->functions[node->function];
        size_t parent = node->parent == PROFILE_NONE ? PROFILE_NONE : places[node->parent];
        places[i] = PROFILE_NONE;
        if (parent == PROFILE_NONE && node->function != function)
            continue;
        size_t place = profile_function(copy, is->name, is->module, is->category);
        places[i] = profile_node(copy, parent, place, node->thread);
        profile_hit(copy, places[i], node->self, node->samples);
        copy->how.samples += node->samples;
    }
    free(places);
    profile_sum_up(copy);
    return copy;
}
