#include "profile_make.h"
#include "clock.h"
#include "copies.h"
#include "engines.h"
#include "excerpt.h"
#include "gpu.h"
#include "run.h"
#include "sample.h"
#include "stats.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLICE_LINES 5000  /* for an engine that is slow */
#define COUNT_LINES 1000  /* to count calls on */
#define CLEAN_RUNS 5      /* at most, */
#define CLEAN_NS NS_PER_S /* and no new one after so long */
#define SAMPLES_WANTED 20000
#define UNNAMED_MOST 0.1 /* of all: more without a function's name is worth a warning */

unsigned profile_frequency(double cpu_s)
{
    static const unsigned primes[] = {4999, 1999, 997, 499, 199, 97};
    size_t i = 0;
    while (i + 1 < sizeof primes / sizeof primes[0] && primes[i] * cpu_s > SAMPLES_WANTED)
        i++;
    return primes[i];
}

/* The text or the part of it that is looked at. */
struct part {
    const char *path;
    struct facts facts; /* its path is the whole text's */
    struct excerpt excerpt;
};

/* The whole text where `lines` is 0, or not less than it has. */
static bool take_part(const struct profiling *how, uint64_t lines, struct part *part, char *why,
                      size_t why_size)
{
    *part = (struct part){how->path, *how->data, {.fd = -1, .empty_fd = -1}};
    if (lines == 0 || lines >= how->data->lines)
        return true;
    part->excerpt = excerpt_of_lines(how->path, lines);
    if (part->excerpt.fd < 0) {
        snprintf(why, why_size, "no copy of the first lines of %s: %s", how->path, strerror(errno));
        return false;
    }
    part->path = part->excerpt.path;
    part->facts.bytes = part->excerpt.bytes;
    part->facts.lines = part->excerpt.lines;
    part->facts.matches = part->excerpt.matches;
    part->facts.digest = part->excerpt.digest;
    return true;
}

/* The time without any tool, the median of a few where they are short. */
static bool run_cleanly(const struct profiling *how, struct row *row, const struct part *part,
                        uint64_t *clean_ns, double *cpu_s)
{
    struct sampling sampling = {part->path, &part->facts, how->options->threads, 1,
                                how->options->timeout_ns};
    struct sample *sample = malloc(sizeof *sample);
    double times[CLEAN_RUNS] = {0};
    size_t count = 0;
    uint64_t start_ns = clock_ns();
    if (!sample)
        err(1, "no memory for a profile");
    while (count < CLEAN_RUNS && sample_take(row, &sampling, false, sample)) {
        times[count++] = record_search_ns(&sample->record);
        *cpu_s = (double)(sample->user_ns + sample->sys_ns) / 1e9;
        if (clock_ns() - start_ns > CLEAN_NS)
            break;
    }
    free(sample);
    *clean_ns = count ? (uint64_t)stats_median(times, count) : 0;
    return count > 0 && row->status == STATUS_OK && !run_interrupted;
}

static struct profile *look(const struct profiling *how, const struct row *row,
                            const struct engine *engine, const struct part *part,
                            unsigned frequency, const char *folder, char *why, size_t why_size)
{
    char threads[16];
    snprintf(threads, sizeof threads, "%d", how->options->threads);
    char *command[] = {row->program, "--json", "--threads", threads, (char *)part->path, NULL};
    struct watch watch = {command, row->program, folder, frequency, how->options->timeout_ns};
    struct profile *profile = profile_new();
    if (engine->look(&watch, profile, why, why_size) && !run_interrupted) {
        if (profile->function_count > 0 && profile_total(profile) > 0)
            return profile;
        snprintf(why, why_size,
                 "%s saw nothing: the run is too short for it, take more of the text",
                 engine->name);
    }
    profile_free(profile);
    return NULL;
}

static void set_head(const struct profiling *how, const struct row *row, const struct part *part,
                     struct profile *profile)
{
    char started[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    profile->variant = copy_string(row->name);
    profile->started = copy_string(started);
    profile->command = json_incref(how->command);
    profile->data_path = copy_string(part->facts.path);
    profile->data_bytes = part->facts.bytes;
    profile->data_lines = part->facts.lines;
}

/* What a reader should know before believing it. */
static void warn_of(const struct profile *profile)
{
    const char *module = json_string_value(json_array_get(profile->how.unsymbolized, 0));
    if (profile->how.unattributed > UNNAMED_MOST)
        warnx("%s: %.0f %% of it is in code without symbols%s%s%s: install its debug symbols, or "
              "link it statically",
              profile->variant, 100 * profile->how.unattributed, module ? " (" : "",
              module ? module : "", module ? ")" : "");
    if (profile->how.lost > 0)
        warnx("%s: %" PRIu64 " samples were lost: a lower --frequency loses none", profile->variant,
              profile->how.lost);
}

struct profile *profile_make(const struct profiling *how, struct row *row, const char *folder,
                             char *why, size_t why_size)
{
    char reason[1200];
    struct part part;
    struct profile *profile = NULL;
    bool instead, gpu = row->limit && gpu_limit_is_known(row->limit);
    uint64_t clean_ns, lines = how->options->lines;
    double cpu_s = 0;
    const struct engine *engine =
        engines_choose(how->options->engine, gpu, &instead, reason, sizeof reason);
    if (!engine) {
        snprintf(why, why_size, "%s", reason);
        return NULL;
    }
    if (instead)
        warnx("%s", reason);
    if (lines == 0 && engines_slow(engine))
        lines = SLICE_LINES;
    if (!take_part(how, lines, &part, why, why_size))
        return NULL;
    if (!run_cleanly(how, row, &part, &clean_ns, &cpu_s)) {
        snprintf(why, why_size, "%s", row->reason ? row->reason : "stopped");
    } else {
        unsigned frequency =
            how->options->frequency ? how->options->frequency : profile_frequency(cpu_s);
        profile = look(how, row, engine, &part, frequency, folder, why, why_size);
    }
    if (profile) {
        set_head(how, row, &part, profile);
        profile->engine = copy_string(engine->name);
        profile->why = copy_string(reason);
        profile->how.clean_ns = clean_ns;
        warn_of(profile);
    }
    excerpt_drop(&part.excerpt);
    return profile;
}
