#include "profile/profile_make.h"
#include "base/stats.h"
#include "base/strings.h"
#include "measure/sample.h"
#include "profile/engines/engines.h"
#include "profile/model/profile_figures.h"
#include "profile/profile_calls.h"
#include "profile/profile_part.h"
#include "system/gpu_limits.h"
#include "system/machine.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLICE_LINES 5000     /* for an engine that is slow */
#define CLEAN_RUNS 5         /* at most, */
#define CLEAN_NS NS_PER_S    /* and no new one after so long */
#define SAMPLES_WANTED 20000 /* not many more, */
#define CPU_WANTED_S 1       /* and not under some 5,000 */
#define REPEAT_MOST 500
#define UNNAMED_MOST 0.1 /* of all: more without a function's name is worth a warning */

unsigned profile_frequency(double cpu_s)
{
    static const unsigned primes[] = {4999, 1999, 997, 499, 199, 97};
    size_t i = 0;
    while (i + 1 < sizeof primes / sizeof primes[0] && primes[i] * cpu_s > SAMPLES_WANTED)
        i++;
    return primes[i];
}

uint64_t profile_repeat(double cpu_s)
{
    return cpu_s > 0 ? (uint64_t)fmin(ceil(CPU_WANTED_S / cpu_s), REPEAT_MOST) : REPEAT_MOST;
}

/* Once, to see that it counts right; and what time that takes. */
static bool try_out(const struct profiling *how, struct row *row, const struct profile_part *part,
                    double *cpu_s, double *search_ns)
{
    struct sampling sampling = {.path = part->path,
                                .data = &part->facts,
                                .threads = how->options->threads,
                                .gpus = 1,
                                .timeout_ns = how->options->timeout_ns};
    struct sample sample;
    bool good = sample_take(row, &sampling, false, &sample) && !run_interrupted;
    *cpu_s = (double)(sample.user_ns + sample.sys_ns) / 1e9;
    *search_ns = good ? (double)sample.record.search_ns : 0;
    return good;
}

/* The time without any tool, the median of a few runs where they are short; `first_ns` is of one,
 * or 0. */
static bool run_cleanly(const struct watch *watch, double first_ns, uint64_t *clean_ns, char *why,
                        size_t why_size)
{
    double times[CLEAN_RUNS] = {first_ns};
    size_t count = first_ns > 0;
    uint64_t start_ns = clock_ns();
    struct profile *timed = profile_new();
    while (count < CLEAN_RUNS &&
           (count == 0 || (first_ns < CLEAN_NS && clock_ns() - start_ns < CLEAN_NS)) &&
           engine_run(watch, watch->command, timed, why, why_size))
        times[count++] = (double)timed->how.profiled_ns;
    profile_free(timed);
    *clean_ns = count ? (uint64_t)stats_median(times, count) : 0;
    return count > 0 && !run_interrupted;
}

static struct profile *look(const struct watch *watch, const struct engine *engine, char *why,
                            size_t why_size)
{
    struct profile *profile = profile_new();
    if (engine->look(watch, profile, why, why_size) && !run_interrupted) {
        if (profile_total(profile) > 0 || profile_only_calls(profile))
            return profile;
        snprintf(why, why_size,
                 "%s saw nothing: the run is too short for it, take more of the text",
                 engine->name);
    }
    profile_free(profile);
    return NULL;
}

static void set_head(const struct profiling *how, const struct row *row,
                     const struct profile_part *part, struct profile *profile)
{
    char started[MACHINE_TIME_SIZE];
    profile->variant = copy_string(row->is.name);
    profile->started = copy_string(machine_time(time(NULL), started));
    profile->command = json_incref(how->command);
    profile->data_path = copy_string(part->facts.path);
    profile->data_bytes = part->facts.bytes;
    profile->data_lines = part->facts.lines;
}

/* Of the modules without symbols the one that takes most; NULL where there is none. Their functions
 * are called [unknown] or by an address. */
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

/* What a reader should know before believing it. */
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
        warnx("%s: %" PRIu64 " samples were lost: a lower --frequency loses none", profile->variant,
              profile->how.lost);
    else if (profile->how.lost > 0)
        warnx("%s: %" PRIu64 " of the GPU's records were lost: take fewer --lines",
              profile->variant, profile->how.lost);
}

static bool has_calls(const struct profile *profile)
{
    for (size_t i = 0; i < profile->function_count; i++)
        if (profile->functions[i].has_calls)
            return true;
    return false;
}

/* Under an engine that is chosen, on a part of the text that is taken. */
static struct profile *make(const struct profiling *how, struct row *row,
                            const struct engine *engine, const struct profile_part *part,
                            const char *folder, char *why, size_t why_size)
{
    char threads[16], repeat[24];
    double cpu_s, search_ns;
    uint64_t clean_ns = 0;
    if (!try_out(how, row, part, &cpu_s, &search_ns)) {
        snprintf(why, why_size, "%s", row->reason ? row->reason : "stopped");
        return NULL;
    }
    uint64_t times = engines_samples(engine) ? profile_repeat(cpu_s) : 1;
    snprintf(threads, sizeof threads, "%d", how->options->threads);
    snprintf(repeat, sizeof repeat, "%" PRIu64, times);
    char *command[] = {row->is.program, "--json", "--threads",        threads,
                       "--repeat",      repeat,   (char *)part->path, NULL};
    struct watch watch = {.command = command,
                          .program = row->is.program,
                          .folder = folder,
                          .frequency = how->options->frequency
                                           ? how->options->frequency
                                           : profile_frequency(cpu_s * (double)times),
                          .timeout_ns = how->options->timeout_ns};
    if (!run_cleanly(&watch, times == 1 ? search_ns : 0, &clean_ns, why, why_size))
        return NULL;
    struct profile *profile = look(&watch, engine, why, why_size);
    if (!profile)
        return NULL;
    set_head(how, row, part, profile);
    profile->data_repeat = times;
    profile->how.clean_ns = clean_ns;
    if (!has_calls(profile) && !profile_calls_count(how, row, folder, profile, why, why_size)) {
        if (run_interrupted) {
            profile_free(profile);
            return NULL;
        }
        warnx("%s: calls are not counted: %s", row->is.name, why);
    }
    return profile;
}

struct profile *profile_make(const struct profiling *how, struct row *row, const char *folder,
                             char *why, size_t why_size)
{
    char reason[1200];
    struct profile_part part;
    bool instead, gpu = row->is.limit && gpu_limits_know(row->is.limit);
    uint64_t lines = how->options->lines;
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
    if (!profile_part_take(how->path, how->data, lines, &part, why, why_size))
        return NULL;
    struct profile *profile = make(how, row, engine, &part, folder, why, why_size);
    if (profile) {
        profile->engine = copy_string(engine->name);
        profile->why = copy_string(reason);
        warn_of(profile);
    }
    profile_part_drop(&part);
    return profile;
}
