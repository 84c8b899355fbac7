#include "profile/profile_make.h"
#include "base/stats.h"
#include "base/strings.h"
#include "base/warn_once.h"
#include "common/units.h"
#include "measure/excerpt.h"
#include "measure/pattern_words.h"
#include "measure/sample.h"
#include "profile/engines/engine.h"
#include "profile/model/counts.h"
#include "profile/model/profile_figures.h"
#include "show/run_header.h"
#include "system/gpu_limits.h"
#include "system/machine.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SLICE_LINES 5000     /* lines for a slow engine */
#define CLEAN_RUNS 5         /* at most, */
#define CLEAN_NS NS_PER_S    /* but none starts after so long */
#define SAMPLES_WANTED 20000 /* about as many samples as wanted */
#define CPU_WANTED_S 1       /* at least some 5,000 samples */
#define COUNTED_WANTED_S .02 /* for an engine that counts: many times the start-up */
#define REPEAT_MOST 1000     /* the most that a record lists */
#define UNNAMED_MOST 0.1     /* a larger share without function names gets a warning */

unsigned profile_frequency(double cpu_s)
{
    static const unsigned primes[] = {4999, 1999, 997, 499, 199, 97};
    size_t i = 0;
    while (i + 1 < sizeof primes / sizeof primes[0] && primes[i] * cpu_s > SAMPLES_WANTED)
        i++;
    return primes[i];
}

uint64_t profile_repeat(double search_s, double wanted_s)
{
    return search_s > 0 ? (uint64_t)fmin(ceil(wanted_s / search_s), REPEAT_MOST) : REPEAT_MOST;
}

/* --- the text, and a run on it --- */

/* The text, or its first lines. */
struct part {
    const char *path;
    struct facts facts; /* its path is that of the whole text */
    struct excerpt excerpt;
};

/* Takes the first `lines`; all of the text if that is 0, or not less than it has. False with why.
 */
static bool take_part(const struct profiling *how, uint64_t lines, struct part *part, char *why,
                      size_t why_size)
{
    *part = (struct part){how->path, *how->data, {.fd = -1, .empty_fd = -1}};
    if (lines == 0 || lines >= how->data->lines)
        return true;
    part->excerpt = excerpt_of_lines(how->path, lines, how->reference);
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

/* What an engine should run. */
struct view {
    char threads[16], repeat[24];
    char *command[8 + PATTERN_WORDS_MOST];
    struct watch watch;
};

static void set_view(struct view *view, const struct profiling *how, const struct row *row,
                     const struct part *part, uint64_t repeat, const char *folder)
{
    snprintf(view->threads, sizeof view->threads, "%d", how->threads);
    snprintf(view->repeat, sizeof view->repeat, "%" PRIu64, repeat);
    char *const command[] = {row->is.program, "--json",     "--threads",       view->threads,
                             "--repeat",      view->repeat, (char *)part->path};
    size_t count = sizeof command / sizeof command[0];
    memcpy(view->command, command, sizeof command);
    count += pattern_words(how->patterns, view->command + count);
    view->command[count] = NULL;
    view->watch = (struct watch){.command = view->command,
                                 .program = row->is.program,
                                 .folder = folder,
                                 .timeout_ns = how->timeout_ns};
}

/* NULL with why, or if it was stopped. */
static struct profile *look(const struct watch *watch, const struct engine *engine, char *why,
                            size_t why_size)
{
    struct profile *profile = profile_new();
    bool seen = engine->look(watch, profile, why, why_size);
    if (seen && !run_interrupted)
        return profile;
    if (!seen)
        engine_full(watch, why, why_size);
    profile_free(profile);
    return NULL;
}

/* Runs it once, to check its count and to see how long it takes. */
static bool try_out(const struct profiling *how, struct row *row, const struct part *part,
                    double *cpu_s, double *search_ns)
{
    struct sampling sampling = {.path = part->path,
                                .data = &part->facts,
                                .patterns = how->patterns,
                                .threads = how->threads,
                                .gpus = 1,
                                .timeout_ns = how->timeout_ns};
    const struct prefix whole = {0, part->facts.matches, part->facts.digest, NULL};
    const struct request request = {.prefix = &whole};
    struct sample sample;
    bool good = sample_take(row, &sampling, &request, &sample) && !run_interrupted;
    *cpu_s = (double)(sample.user_ns + sample.sys_ns) / 1e9;
    *search_ns = good ? (double)sample.record.search_ns : 0;
    if (good)
        record_drop(&sample.record);
    return good;
}

/* The time without a tool, the median of a few runs if they are short; `first_ns` is the first
 * run's, or 0. */
static bool run_cleanly(const struct watch *watch, double first_ns, uint64_t *clean_ns, char *why,
                        size_t why_size)
{
    double times[CLEAN_RUNS] = {first_ns};
    size_t count = first_ns > 0;
    uint64_t start_ns = clock_ns();
    struct profile *timed = profile_new();
    while (count < CLEAN_RUNS &&
           (count == 0 || (first_ns < CLEAN_NS && clock_ns() - start_ns < CLEAN_NS)) &&
           engine_run(watch, watch->command, NULL, timed, why, why_size))
        times[count++] = (double)timed->how.profiled_ns;
    profile_free(timed);
    *clean_ns = count ? (uint64_t)stats_median(times, count) : 0;
    return count > 0 && !run_interrupted;
}

/* --- calls --- */

static bool has_calls(const struct profile *profile)
{
    for (size_t i = 0; i < profile->function_count; i++)
        if (profile->functions[i].has_calls)
            return true;
    return false;
}

/* Counts by callgrind on the first lines; NULL with why. */
static struct profile *count_on(const struct profiling *how, const struct row *row,
                                const struct engine *engine, uint64_t lines, uint64_t searches,
                                const char *folder, char *why, size_t why_size)
{
    struct part part;
    struct view view;
    struct profile *seen = NULL;
    if (!take_part(how, lines, &part, why, why_size))
        return NULL;
    char *below = format_string("%s/%s-%" PRIu64 "%s", folder, engine->name, lines,
                                searches > 1 ? "-twice" : "");
    set_view(&view, how, row, &part, searches, below);
    if (mkdir(below, 0777) < 0)
        snprintf(why, why_size, "cannot make the folder %s: %s", below, strerror(errno));
    else
        seen = look(&view.watch, engine, why, why_size);
    free(below);
    excerpt_drop(&part.excerpt);
    return seen;
}

/* Counts a variant's calls on the first lines of the text and adds them to its profile, scaled to
 * what that searched. On failure, returns false with why, and the profile has no calls. */
static bool count_calls(const struct profiling *how, const struct row *row, const char *folder,
                        struct profile *profile, char *why, size_t why_size)
{
    const struct engine *engine = engines_find("callgrind");
    uint64_t searches = profile->data_repeat, all = profile->data_lines;
    uint64_t lines = counts_lines(profile->how.clean_ns, all);
    struct profile *before = NULL, *twice = NULL;
    if (!engine->works(why, why_size))
        return false;
    fprintf(stderr, "counting calls with %s, on %" PRIu64 " %s\n", engine->name, lines,
            units_plural(lines, "line", "lines"));
    struct profile *seen = count_on(how, row, engine, lines, 1, folder, why, why_size);
    bool counted = seen != NULL;
    if (counted && lines < all)
        counted = (before = count_on(how, row, engine, lines / 2, 1, folder, why, why_size));
    if (counted && searches > 1)
        counted = (twice = count_on(how, row, engine, lines, 2, folder, why, why_size));
    if (counted)
        profile_take_calls(profile, &(struct counts){.seen = seen,
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

/* --- what a reader should know before believing it --- */

/* The largest module without symbols, whose functions are [unknown] or addresses; NULL: none. */
static const char *most_nameless(const struct profile *profile)
{
    const char *most = NULL;
    double weight = -1;
    size_t i;
    const json_t *each;
    json_array_foreach(profile->how.unsymbolized, i, each)
    {
        double own = 0;
        for (size_t j = 0; j < profile->function_count; j++) {
            const struct profile_function *function = &profile->functions[j];
            bool nameless =
                function->name[0] == '[' || strncmp(function->name, "0x", strlen("0x")) == 0;
            if (nameless && strcmp(function->module, json_string_value(each)) == 0)
                own += function->self;
        }
        if (own > weight) {
            weight = own;
            most = json_string_value(each);
        }
    }
    return most;
}

static void warn_of(const struct profile *profile)
{
    const char *module = most_nameless(profile);
    if (profile->how.unattributed > UNNAMED_MOST)
        warnx("%s: %.0f %% of it is in code without symbols%s%s%s: install its debug symbols, or "
              "link it statically",
              profile->variant, 100 * profile->how.unattributed, module ? " (" : "",
              module ? module : "", module ? ")" : "");
    if (profile_without_kernel(profile))
        warnx("%s: the kernel's time was not sampled: sudo sysctl kernel.perf_event_paranoid=1",
              profile->variant);
    if (profile->how.lost > 0 && profile->how.samples > 0)
        warnx("%s: %" PRIu64 " %s lost: a lower --frequency loses none", profile->variant,
              profile->how.lost, units_plural(profile->how.lost, "sample was", "samples were"));
    else if (profile->how.lost > 0)
        warnx("%s: %" PRIu64 " of the GPU's records %s lost: take fewer --lines", profile->variant,
              profile->how.lost, units_plural(profile->how.lost, "was", "were"));
}

/* --- all of it --- */

static void set_head(const struct profiling *how, const struct row *row, const struct part *part,
                     struct profile *profile)
{
    char started[MACHINE_TIME_SIZE];
    profile->variant = copy_string(row->is.name);
    profile->started = copy_string(machine_time(time(NULL), started));
    profile->command = json_incref(how->command);
    if (how->patterns)
        profile->patterns = run_header_patterns(&(struct results){.patterns = *how->patterns});
    profile->data_path = copy_string(part->facts.path);
    profile->data_bytes = part->facts.bytes;
    profile->data_lines = part->facts.lines;
}

static uint64_t searches_for(const struct engine *engine, double search_s)
{
    if (engine->samples)
        return profile_repeat(search_s, CPU_WANTED_S);
    return engine->slow ? profile_repeat(search_s, COUNTED_WANTED_S) : 1;
}

/* Makes the profile with the chosen engine, on the chosen part of the text. */
static struct profile *make(const struct profiling *how, struct row *row,
                            const struct engine *engine, const struct part *part,
                            const char *folder, char *why, size_t why_size)
{
    struct view view;
    double cpu_s, search_ns;
    uint64_t clean_ns = 0;
    if (!try_out(how, row, part, &cpu_s, &search_ns)) {
        snprintf(why, why_size, "%s", row->reason ? row->reason : "stopped");
        return NULL;
    }
    uint64_t times = searches_for(engine, fmin(cpu_s, search_ns / 1e9));
    if (times > 1) /* starting the process is not a search, and may take longer than one */
        cpu_s = fmin(cpu_s, search_ns / 1e9 * how->threads);
    set_view(&view, how, row, part, times, folder);
    view.watch.frequency =
        how->frequency ? how->frequency : profile_frequency(cpu_s * (double)times);
    if (!run_cleanly(&view.watch, times == 1 ? search_ns : 0, &clean_ns, why, why_size))
        return NULL;
    struct profile *profile = look(&view.watch, engine, why, why_size);
    if (!profile)
        return NULL;
    set_head(how, row, part, profile);
    profile->data_repeat = times;
    profile->how.clean_ns = clean_ns;
    bool seen = profile_total(profile) > 0;
    if (!seen)
        snprintf(why, why_size,
                 "%s saw nothing: the run is too short for it, take more of the text",
                 engine->name);
    else if (!has_calls(profile) && !count_calls(how, row, folder, profile, why, why_size) &&
             !run_interrupted)
        warn_once("calls are not counted: %s", why);
    if (seen && !run_interrupted)
        return profile;
    profile_free(profile);
    return NULL;
}

struct profile *profile_make(const struct profiling *how, struct row *row, const char *folder,
                             char *why, size_t why_size)
{
    char reason[1200];
    struct part part;
    bool instead, gpu = row->is.limit && gpu_limits_know(row->is.limit);
    const struct engine *engine = engines_choose(how->engine, gpu, &instead, reason, sizeof reason);
    if (!engine) {
        snprintf(why, why_size, "%s", reason);
        return NULL;
    }
    if (instead)
        warn_once("%s", reason);
    uint64_t lines = how->lines == 0 && engine->slow ? SLICE_LINES : how->lines;
    if (!take_part(how, lines, &part, why, why_size))
        return NULL;
    struct profile *profile = make(how, row, engine, &part, folder, why, why_size);
    if (profile) {
        profile->engine = copy_string(engine->name);
        profile->why = copy_string(reason);
        warn_of(profile);
    }
    excerpt_drop(&part.excerpt);
    return profile;
}
