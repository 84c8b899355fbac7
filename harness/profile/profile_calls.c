#include "profile/profile_calls.h"
#include "base/strings.h"
#include "profile/engines/engines.h"
#include "profile/model/counts.h"
#include "profile/profile_part.h"
#include "system/run.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What an engine counts on the first lines; NULL with why. */
static struct profile *count_on(const struct profiling *how, const struct row *row,
                                const struct engine *engine, uint64_t lines, bool twice,
                                const char *folder, char *why, size_t why_size)
{
    struct profile_part part;
    struct profile *seen = NULL;
    char threads[16];
    if (!profile_part_take(how->path, how->data, lines, &part, why, why_size))
        return NULL;
    snprintf(threads, sizeof threads, "%d", how->options->threads);
    char *below =
        format_string("%s/%s-%" PRIu64 "%s", folder, engine->name, lines, twice ? "-twice" : "");
    char *command[] = {row->is.program, "--json",          "--threads",       threads,
                       "--repeat",      twice ? "2" : "1", (char *)part.path, NULL};
    struct watch watch = {.command = command,
                          .program = row->is.program,
                          .folder = below,
                          .timeout_ns = how->options->timeout_ns};
    if (mkdir(below, 0777) < 0) {
        snprintf(why, why_size, "cannot make the folder %s: %s", below, strerror(errno));
    } else {
        seen = profile_new();
        if (!engine->look(&watch, seen, why, why_size) || run_interrupted) {
            profile_free(seen);
            seen = NULL;
        }
    }
    free(below);
    profile_part_drop(&part);
    return seen;
}

static bool count_with(const struct profiling *how, const struct row *row,
                       const struct engine *engine, const char *folder, struct profile *profile,
                       char *why, size_t why_size)
{
    uint64_t searches = profile->data_repeat ? profile->data_repeat : 1;
    uint64_t all = profile->data_lines, lines = counts_lines(profile->how.clean_ns, all);
    fprintf(stderr, "counting calls with %s, on %" PRIu64 " lines\n", engine->name, lines);
    struct profile *seen = count_on(how, row, engine, lines, false, folder, why, why_size);
    struct profile *before = NULL, *twice = NULL;
    bool counted = seen != NULL;
    if (counted && lines < all)
        counted =
            (before = count_on(how, row, engine, lines / 2, false, folder, why, why_size)) != NULL;
    if (counted && searches > 1)
        counted = (twice = count_on(how, row, engine, lines, true, folder, why, why_size)) != NULL;
    if (counted)
        profile_take_calls(profile, &(struct counts){.engine = engine->name,
                                                     .seen = seen,
                                                     .before = before,
                                                     .twice = twice,
                                                     .lines = lines,
                                                     .before_lines = lines / 2,
                                                     .all_lines = all,
                                                     .searches = searches});
    profile_free(twice);
    profile_free(before);
    profile_free(seen);
    return counted;
}

bool profile_calls_count(const struct profiling *how, const struct row *row, const char *folder,
                         struct profile *profile, char *why, size_t why_size)
{
    char reason[200];
    const struct engine *engine = engines_counter(why, why_size);
    if (!engine)
        return false;
    if (count_with(how, row, engine, folder, profile, why, why_size))
        return true;
    /* Not every program can be patched as it runs; any can be simulated. */
    const struct engine *other = engines_find("callgrind");
    if (!other || other == engine || run_interrupted || !other->works(reason, sizeof reason))
        return false;
    warnx("%s: %s; callgrind takes its place", row->is.name, why);
    return count_with(how, row, other, folder, profile, why, why_size);
}
