#include "profile/engines/engines.h"

#include <stdio.h>
#include <string.h>

/* What `auto` tries, best first. */
static const char *const for_cpu[] = {"perf", "callgrind", NULL};
static const char *const for_gpu[] = {"cupti", "perf", "callgrind", NULL};
static const char *const for_calls[] = {"trace", "callgrind", NULL};

static const struct {
    const char *name, *because;
} reasons[] = {
    {"perf", "it samples times and stacks, and slows a run down less than what counts"},
    {"cupti", "the driver records what the GPU did"},
    {"callgrind", "it counts instructions, exactly, in a simulated processor"},
    {"trace", "it counts calls, exactly"},
};

const struct engine *engines_find(const char *name)
{
    for (size_t i = 0; engines[i]; i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    return NULL;
}

bool engines_samples(const struct engine *engine)
{
    return strcmp(engine->name, "perf") == 0;
}

bool engines_slow(const struct engine *engine)
{
    return strcmp(engine->name, "callgrind") == 0 || strcmp(engine->name, "trace") == 0;
}

static const char *because(const struct engine *engine)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(reasons[i].name, engine->name) == 0)
            return reasons[i].because;
    return "it works here";
}

/* The first of a list that works. `why` gets a line for each that was passed over, in one. */
static const struct engine *first(const char *const *names, size_t *passed, char *why,
                                  size_t why_size)
{
    size_t used = 0;
    *passed = 0;
    why[0] = '\0';
    for (; *names; names++) {
        char reason[300] = "not part of this build";
        const struct engine *engine = engines_find(*names);
        if (engine && engine->works(reason, sizeof reason))
            return engine;
        if (used < why_size)
            used += (size_t)snprintf(why + used, why_size - used, "%s%s: %s", *passed ? "; " : "",
                                     *names, reason);
        ++*passed;
    }
    return NULL;
}

const struct engine *engines_choose(const char *name, bool gpu, bool *instead, char *why,
                                    size_t why_size)
{
    char others[1000], reason[300];
    size_t passed;
    *instead = false;
    if (strcmp(name, "auto") != 0) {
        const struct engine *engine = engines_find(name);
        if (!engine) {
            snprintf(why, why_size, "this build has no engine '%s'", name);
            return NULL;
        }
        if (!engine->works(reason, sizeof reason)) {
            snprintf(why, why_size, "%s cannot be used: %s", name, reason);
            return NULL;
        }
        snprintf(why, why_size, "%s, as asked for", name);
        return engine;
    }
    const char *best = gpu ? for_gpu[0] : for_cpu[0];
    const struct engine *engine = first(gpu ? for_gpu : for_cpu, &passed, others, sizeof others);
    if (!engine)
        snprintf(why, why_size, "no engine works here: %s", others);
    else if (passed)
        snprintf(why, why_size, "%s, as %s does not work here (%s)", engine->name, best,
                 passed == 1 ? others + strlen(best) + strlen(": ") : others);
    else
        snprintf(why, why_size, "%s: %s", engine->name, because(engine));
    *instead = engine && passed;
    return engine;
}

const struct engine *engines_counter(char *why, size_t why_size)
{
    size_t passed;
    return first(for_calls, &passed, why, why_size);
}
