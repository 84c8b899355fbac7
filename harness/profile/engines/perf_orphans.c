#include "profile/engines/perf.h"

#include <stdlib.h>
#include <string.h>

/* Each thread's own. */
struct home {
    size_t root;   /* the function above most of its samples; PROFILE_NONE: no samples */
    size_t parent; /* the node that calls JIT code */
    size_t parents;
};

static size_t root_of(const struct profile *tree, size_t node)
{
    while (tree->nodes[node].parent != PROFILE_NONE)
        node = tree->nodes[node].parent;
    return node;
}

static void find_roots(const struct profile *profile, struct home *homes)
{
    uint64_t *below = profile_room(profile->node_count, sizeof *below), *most;
    most = profile_room(profile->thread_count, sizeof *most);
    for (size_t i = 0; i < profile->thread_count; i++)
        homes[i] = (struct home){PROFILE_NONE, PROFILE_NONE, 0};
    for (size_t i = profile->node_count; i-- > 0;) { /* parents come before their children */
        const struct profile_node *node = &profile->nodes[i];
        below[i] += node->samples;
        if (node->parent != PROFILE_NONE) {
            below[node->parent] += below[i];
        } else if (below[i] > most[node->thread]) {
            most[node->thread] = below[i];
            homes[node->thread].root = node->function;
        }
    }
    free(below);
    free(most);
}

/* PCRE2's functions that do nothing but call its JIT code. */
static bool calls_jit_code(const struct profile_function *function)
{
    return strncmp(function->name, "jit_machine_stack_exec", 22) == 0 ||
           strncmp(function->name, "pcre2_jit_match_", 16) == 0;
}

/* Finds the nodes that call JIT code: if one lies below another, the lower one. */
static void find_parents(const struct profile *profile, struct home *homes)
{
    const struct profile_node *nodes = profile->nodes;
    bool *is = profile_room(profile->node_count, sizeof *is);
    bool *above = profile_room(profile->node_count, sizeof *above);
    for (size_t i = 0; i < profile->node_count; i++) {
        size_t parent = nodes[i].parent;
        is[i] = calls_jit_code(&profile->functions[nodes[i].function]);
        if (parent != PROFILE_NONE &&
            profile->functions[nodes[i].function].category == PROFILE_JIT &&
            profile->functions[nodes[parent].function].category != PROFILE_JIT)
            is[parent] = true;
    }
    for (size_t i = profile->node_count; i-- > 0;)
        if (nodes[i].parent != PROFILE_NONE && (is[i] || above[i]))
            above[nodes[i].parent] = true;
    for (size_t i = 0; i < profile->node_count; i++) {
        struct home *home = &homes[nodes[i].thread];
        if (!is[i] || above[i] || nodes[root_of(profile, i)].function != home->root)
            continue;
        home->parent = i;
        home->parents++;
    }
    free(is);
    free(above);
}

/* Adds the stack that ends in `leaf` below a node of the profile, without its first `skip` frames.
 */
static void add_stack(struct profile *profile, size_t below, const struct profile *aside,
                      size_t leaf, size_t skip)
{
    size_t depth = 0;
    for (size_t at = leaf; at != PROFILE_NONE; at = aside->nodes[at].parent)
        depth++;
    for (size_t i = skip; i < depth; i++) {
        size_t at = leaf;
        for (size_t up = depth - 1; up > i; up--)
            at = aside->nodes[at].parent;
        below = profile_node(profile, below, aside->nodes[at].function, aside->nodes[at].thread);
    }
    profile_hit(profile, below, aside->nodes[leaf].self, aside->nodes[leaf].samples);
}

/* How many frames a stack has from its root to the first JIT code. */
static size_t before_jit_code(const struct profile *profile, const struct profile *aside,
                              size_t leaf)
{
    size_t depth = 0, first = 0;
    for (size_t at = leaf; at != PROFILE_NONE; at = aside->nodes[at].parent)
        depth++;
    for (size_t at = leaf, i = depth; at != PROFILE_NONE; at = aside->nodes[at].parent) {
        i--;
        if (profile->functions[aside->nodes[at].function].category == PROFILE_JIT)
            first = i;
    }
    return first;
}

void perf_orphans_settle(struct profile *profile, const struct profile *aside)
{
    struct home *homes = profile_room(profile->thread_count, sizeof *homes);
    bool *orphan = profile_room(aside->node_count, sizeof *orphan);
    find_roots(profile, homes);
    for (size_t i = 0; i < aside->node_count; i++) {
        size_t root = root_of(aside, i);
        const struct home *home = &homes[aside->nodes[i].thread];
        orphan[i] = aside->nodes[i].samples > 0 && aside->nodes[root].function != home->root;
        if (aside->nodes[i].samples > 0 && !orphan[i])
            add_stack(profile, PROFILE_NONE, aside, i, 0);
    }
    find_parents(profile, homes);
    for (size_t i = 0; i < aside->node_count; i++) {
        const struct home *home = &homes[aside->nodes[i].thread];
        if (!orphan[i])
            continue;
        bool known = home->parents == 1;
        add_stack(profile, known ? home->parent : PROFILE_NONE, aside, i,
                  before_jit_code(profile, aside, i));
        *(known ? &profile->how.orphans_reattached : &profile->how.orphans_left) +=
            aside->nodes[i].samples;
    }
    free(homes);
    free(orphan);
}
