#include "profile/model/profile.h"

#include "base/printable.h"
#include "base/strings.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MOST 2000 /* bytes */

void *profile_room(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);
    if (!room)
        err(1, "no memory for the profile");
    return room;
}

/* Arrays double at powers of two. */
void *profile_grow(void *array, size_t count, size_t size)
{
    if ((count & (count - 1)) == 0) {
        array = reallocarray(array, count ? 2 * count : 1, size);
        if (!array)
            err(1, "no memory for the profile");
    }
    memset((char *)array + count * size, 0, size);
    return array;
}

#define GROW(array, count) ((array) = profile_grow(array, count, sizeof *(array)))

struct profile *profile_new(void)
{
    struct profile *profile = calloc(1, sizeof *profile);
    if (!profile || !(profile->names = json_object()))
        err(1, "no memory for a profile");
    return profile;
}

void profile_free(struct profile *profile)
{
    if (!profile)
        return;
    for (size_t i = 0; i < profile->function_count; i++) {
        free(profile->functions[i].name);
        free(profile->functions[i].module);
    }
    for (size_t i = 0; i < profile->thread_count; i++)
        free(profile->threads[i].name);
    for (size_t i = 0; i < profile->lane_count; i++) {
        struct profile_lane *lane = &profile->lanes[i];
        for (size_t j = 0; j < lane->span_count; j++)
            free(lane->spans[j].name);
        free(lane->spans);
        free(lane->name);
    }
    free(profile->functions);
    free(profile->edges);
    free(profile->threads);
    free(profile->nodes);
    free(profile->lanes);
    free(profile->variant);
    free(profile->started);
    free(profile->engine);
    free(profile->why);
    free(profile->patterns);
    free(profile->data_path);
    free(profile->how.event);
    free(profile->how.counts_engine);
    json_decref(profile->how.unsymbolized);
    json_decref(profile->command);
    json_decref(profile->names);
    free(profile);
}

char *profile_clean(const char *name)
{
    char *copy = format_string("%.*s", NAME_MOST, name);
    return printable(copy, '?');
}

size_t profile_place(json_t *places, const char *key, size_t next)
{
    const json_t *known = json_object_get(places, key);
    if (known)
        return (size_t)json_integer_value(known);
    if (json_object_set_new_nocheck(places, key, json_integer((json_int_t)next)) < 0)
        errx(1, "no memory for the profile");
    return next;
}

size_t profile_function(struct profile *profile, const char *name, const char *module,
                        enum profile_category category)
{
    char *clean_name = profile_clean(name), *clean_module = profile_clean(module);
    char *key = format_string("%s\n%s", clean_module, clean_name);
    size_t place = profile_place(profile->names, key, profile->function_count);
    free(key);
    if (place < profile->function_count) {
        free(clean_name);
        free(clean_module);
        return place;
    }
    GROW(profile->functions, profile->function_count);
    profile->functions[profile->function_count++] =
        (struct profile_function){.name = clean_name, .module = clean_module, .category = category};
    return place;
}

static size_t found(const struct profile *profile, const char *key)
{
    const json_t *known = json_object_get(profile->names, key);
    return known ? (size_t)json_integer_value(known) : PROFILE_NONE;
}

size_t profile_find_function(const struct profile *profile, const char *name, const char *module)
{
    char *key = format_string("%s\n%s", module, name);
    size_t place = found(profile, key);
    free(key);
    return place;
}

size_t profile_thread(struct profile *profile, int64_t pid, int64_t tid, const char *name)
{
    size_t i = 0;
    while (i < profile->thread_count &&
           (profile->threads[i].pid != pid || profile->threads[i].tid != tid))
        i++;
    if (i == profile->thread_count) {
        GROW(profile->threads, i);
        profile->threads[i] = (struct profile_thread){.pid = pid, .tid = tid};
        profile->thread_count++;
    }
    free(profile->threads[i].name);
    profile->threads[i].name = profile_clean(name);
    return i;
}

/* Numbers as a key. It can't be a function's key, because that has a newline. */
static const char *numbers_key(char key[80], char kind, size_t a, size_t b, size_t c)
{
    snprintf(key, 80, "%c %zx %zx %zx", kind, a, b, c);
    return key;
}

size_t profile_node(struct profile *profile, size_t parent, size_t function, size_t thread)
{
    char key[80];
    size_t place = profile_place(profile->names, numbers_key(key, 'n', parent, function, thread),
                                 profile->node_count);
    if (place == profile->node_count) {
        GROW(profile->nodes, profile->node_count);
        profile->nodes[profile->node_count++] =
            (struct profile_node){.function = function, .parent = parent, .thread = thread};
    }
    return place;
}

void profile_hit(struct profile *profile, size_t node, double weight, uint64_t samples)
{
    profile->nodes[node].self += weight;
    profile->nodes[node].samples += samples;
}

size_t profile_edge(struct profile *profile, size_t caller, size_t callee)
{
    char key[80];
    size_t place = profile_place(profile->names, numbers_key(key, 'e', caller, callee, 0),
                                 profile->edge_count);
    if (place == profile->edge_count) {
        GROW(profile->edges, profile->edge_count);
        profile->edges[profile->edge_count++] =
            (struct profile_edge){.caller = caller, .callee = callee};
    }
    return place;
}

void profile_call(struct profile *profile, size_t caller, size_t callee, uint64_t calls,
                  double weight)
{
    size_t place = profile_edge(profile, caller, callee); /* may move the edges */
    struct profile_edge *edge = &profile->edges[place];
    edge->total += weight;
    edge->calls += calls;
    edge->has_calls = true;
}

size_t profile_find_edge(const struct profile *profile, size_t caller, size_t callee)
{
    char key[80];
    return found(profile, numbers_key(key, 'e', caller, callee, 0));
}

size_t profile_lane(struct profile *profile, const char *name, bool gpu)
{
    GROW(profile->lanes, profile->lane_count);
    profile->lanes[profile->lane_count] =
        (struct profile_lane){.name = profile_clean(name), .gpu = gpu};
    return profile->lane_count++;
}

void profile_span(struct profile *profile, size_t lane, const char *name,
                  enum profile_span_category category, uint64_t start_ns, uint64_t ns,
                  uint64_t bytes)
{
    struct profile_lane *to = &profile->lanes[lane];
    GROW(to->spans, to->span_count);
    to->spans[to->span_count++] = (struct profile_span){.name = profile_clean(name),
                                                        .category = category,
                                                        .start_ns = start_ns,
                                                        .ns = ns,
                                                        .bytes = bytes};
}

/* --- sums --- */

/* Whether a node has the same function above it; with `edge`, the same edge. */
static bool recurs(const struct profile *profile, size_t node, bool edge)
{
    const struct profile_node *nodes = profile->nodes;
    size_t function = nodes[node].function, caller = nodes[node].parent;
    size_t above = caller;
    while (above != PROFILE_NONE) {
        size_t parent = nodes[above].parent;
        if (nodes[above].function == function &&
            (!edge || (parent != PROFILE_NONE && nodes[parent].function == nodes[caller].function)))
            return true;
        above = parent;
    }
    return false;
}

void profile_sum_up(struct profile *profile)
{
    double *whole = profile_room(profile->node_count, sizeof *whole); /* with everything below */
    for (size_t i = 0; i < profile->function_count; i++) {
        struct profile_function *function = &profile->functions[i];
        function->self = function->total = 0;
        function->samples = 0;
    }
    for (size_t i = 0; i < profile->edge_count; i++)
        profile->edges[i].total = 0;
    for (size_t i = profile->node_count; i-- > 0;) { /* parents come before their children */
        const struct profile_node *node = &profile->nodes[i];
        struct profile_function *function = &profile->functions[node->function];
        whole[i] += node->self;
        function->self += node->self;
        function->samples += node->samples;
        if (!recurs(profile, i, false))
            function->total += whole[i];
        if (node->parent == PROFILE_NONE)
            continue;
        whole[node->parent] += whole[i];
        size_t edge = profile_edge(profile, profile->nodes[node->parent].function, node->function);
        if (!recurs(profile, i, true))
            profile->edges[edge].total += whole[i];
    }
    free(whole);
}

double profile_total(const struct profile *profile)
{
    double total = 0;
    for (size_t i = 0; i < profile->function_count; i++)
        total += profile->functions[i].self;
    return total;
}

const char *profile_category_name(enum profile_category category)
{
    static const char *const names[PROFILE_CATEGORIES] = {"own",    "library", "jit",
                                                          "kernel", "gpu",     "unknown"};
    return names[category];
}

const char *profile_span_category_name(enum profile_span_category category)
{
    static const char *const names[] = {"compute", "copy", "wait", "call"};
    return names[category];
}
