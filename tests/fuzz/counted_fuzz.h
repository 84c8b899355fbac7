/* What holds of every profile that is read from a tool that counts. */
#ifndef COUNTED_FUZZ_H
#define COUNTED_FUZZ_H

#include "fuzz.h"
#include "profile/model/profile.h"

#include <ctype.h>
#include <stdio.h>

static inline void fuzz_expect_text(const char *text, const char *what)
{
    for (; *text; text++)
        FUZZ_EXPECT(isprint((unsigned char)*text), "%s has a byte that cannot be shown", what);
}

static inline void fuzz_expect_profile(const struct profile *profile, uint64_t most)
{
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        FUZZ_EXPECT(*function->name, "a function without a name");
        fuzz_expect_text(function->name, "a function");
        fuzz_expect_text(function->module, "a module");
        FUZZ_EXPECT(function->self >= 0 && function->total >= 0, "a function costs less than none");
    }
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        FUZZ_EXPECT(edge->caller < profile->function_count &&
                        edge->callee < profile->function_count,
                    "an edge to nowhere");
        FUZZ_EXPECT(edge->has_calls && edge->calls <= most * profile->edge_count, "calls");
    }
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        FUZZ_EXPECT(node->parent == PROFILE_NONE || node->parent < i, "a parent behind its child");
        FUZZ_EXPECT(node->function < profile->function_count, "a node of no function");
    }
}

/* The input as a file; none of an empty input. */
static inline FILE *fuzz_open(const uint8_t *data, size_t size)
{
    FILE *file = fmemopen((void *)data, size, "r");
    if (!file && size > 0)
        err(1, "input");
    return file;
}

#endif
