#include "profile/engines/engine.h"

#include <stdio.h>
#include <string.h>

/* What `auto` tries, best first. */
static const char *const for_cpu[] = {"perf", "callgrind", NULL};
static const char *const for_gpu[] = {"cupti", "perf", "callgrind", NULL};

const struct engine *engines_find(const char *name)
{
    for (size_t i = 0; engines[i]; i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    return NULL;
}

/* The first engine in a list that works. `why` says in one line why others don't. */
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

/* By its name. */
static const struct engine *asked_for(const char *name, char *why, size_t why_size)
{
    char reason[300];
    const struct engine *engine = engines_find(name);
    if (!engine) {
        snprintf(why, why_size, "this build has no engine '%s'", name);
    } else if (!engine->works(reason, sizeof reason)) {
        snprintf(why, why_size, "%s cannot be used: %s", name, reason);
        engine = NULL;
    } else {
        snprintf(why, why_size, "%s, as asked for", name);
    }
    return engine;
}

const struct engine *engines_choose(const char *name, bool gpu, bool *instead, char *why,
                                    size_t why_size)
{
    char others[1000];
    size_t passed;
    *instead = false;
    if (strcmp(name, "auto") != 0)
        return asked_for(name, why, why_size);
    const char *const *names = gpu ? for_gpu : for_cpu;
    const struct engine *engine = first(names, &passed, others, sizeof others);
    if (!engine)
        snprintf(why, why_size, "no engine works here: %s", others);
    else if (passed)
        snprintf(why, why_size, "%s, as %s does not work here (%s)", engine->name, names[0],
                 passed == 1 ? others + strlen(names[0]) + strlen(": ") : others);
    else
        snprintf(why, why_size, "%s: %s", engine->name, engine->because);
    *instead = engine && passed;
    return engine;
}
