#include "exercises/exercise.h"
#include "variants/patterns.h"

#include <err.h>
#include <inttypes.h>
#include <string.h>

char *line_copy(struct span line)
{
    const char *nul = memchr(line.bytes, '\0', line.length);
    if (nul)
        errx(1, "byte %" PRIu64 " is a NUL: this exercise takes texts without",
             line.offset + (uint64_t)(nul - line.bytes));
    char *copy = strndup(line.bytes, line.length);
    if (!copy)
        err(1, "line");
    return copy;
}

const char *other_patterns(const struct workload *work)
{
    static const char *const patterns[] = {DEFAULT_PATTERNS};
    bool same = work->caseless && work->pattern_count == sizeof patterns / sizeof patterns[0];
    for (size_t i = 0; same && i < work->pattern_count; i++)
        same = strcmp(work->patterns[i], patterns[i]) == 0;
    return same ? NULL : "an exercise counts the project's own patterns only";
}

void *no_state(const struct workload *work)
{
    (void)work;
    return NULL;
}

void no_release(void *state)
{
    (void)state;
}
