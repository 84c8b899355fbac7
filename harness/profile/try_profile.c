#include "profile/try_profile.h"

#include "base/strings.h"
#include "base/temporary_folder.h"
#include "common/units.h"
#include "profile/engines/engine.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_merge.h"
#include "profile/model/profile_named.h"
#include "profile/profile_make.h"
#include "profile/profile_sight.h"
#include "record/try_record.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SAMPLES_ENOUGH 2000  /* an interval of 4 points at worst */
#define SAMPLES_HOPELESS 400 /* with fewer in all runs together, one is enough to say so */
#define RUNS_MOST 20
#define RUNS_NS (8 * NS_PER_S) /* no new one after so long */

/* --- looking --- */

char *try_profile_missing(void)
{
    char why[1200];
    return engine_perf.works(why, sizeof why) ? NULL : copy_string(why);
}

/* Once. NULL with why. */
static struct profile *look(const struct tries *tries, size_t side, const char *folder, bool *deep,
                            char *why, size_t why_size)
{
    const struct run_streams streams = {.input = tries->input, .output = -1};
    const struct watch watch = {.command = tries->words[side],
                                .program = tries->words[side][0],
                                .folder = folder,
                                .frequency = profile_frequency(tries->cpu_s[side]),
                                .timeout_ns = tries->timeout_ns,
                                .deep = *deep,
                                .streams = &streams,
                                .exit_code = tries->exit_code};
    struct profile *profile = profile_new();
    if (tries_prepare(tries, why, why_size) && engine_perf.look(&watch, profile, why, why_size) &&
        !run_interrupted) {
        *deep |= profile->how.frequency_asked < watch.frequency;
        return profile;
    }
    engine_full(&watch, why, why_size);
    profile_free(profile);
    return NULL;
}

/* As often as it takes for enough samples. NULL with why. */
static struct profile *look_often(const struct tries *tries, size_t side, const char *folder,
                                  uint64_t *runs, char *why, size_t why_size)
{
    bool deep = false;
    uint64_t start_ns = clock_ns();
    struct profile *profile = look(tries, side, folder, &deep, why, why_size), *more;
    bool hopeless = profile && profile->how.samples * RUNS_MOST < SAMPLES_HOPELESS;
    for (*runs = 1; profile && !hopeless && profile->how.samples < SAMPLES_ENOUGH &&
                    *runs < RUNS_MOST && clock_ns() - start_ns < RUNS_NS;
         ++*runs) {
        more = look(tries, side, folder, &deep, why, why_size);
        if (!more)
            break;
        profile_merge(profile, more);
        profile_free(more);
    }
    if (!profile || !run_interrupted)
        return profile;
    profile_free(profile);
    return NULL;
}

/* --- as a record --- */

/* Cores that it kept busy while others did not have them; 0 where not known. */
static double cores_of(const struct profile *profile)
{
    double cpu = 0, end = 0;
    const struct profile_thread *longest = NULL;
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        cpu += (double)thread->cpu_ns;
        end = fmax(end, (double)thread->end_ns);
        if (!longest || thread->cpu_ns > longest->cpu_ns)
            longest = thread;
    }
    double could = longest ? end - (double)longest->preempted_ns : 0;
    return cpu > 0 && could > 0 ? cpu / could : 0;
}

static json_t *functions_of(const struct profile *profile)
{
    json_t *array = json_array();
    size_t rows, *order = profile_first(profile, PROFILE_BY_SELF, &rows);
    double all = profile_total(profile);
    for (size_t i = 0; i < rows && i < TRY_FUNCTIONS_MOST; i++) {
        const struct profile_function *function = &profile->functions[order[i]];
        json_array_append_new(array, json_pack("{s:s, s:s, s:f, s:f}", "name", function->name,
                                               "module", function->module, "self",
                                               profile_share(function->self, all), "total",
                                               profile_share(function->total, all)));
    }
    free(order);
    return array;
}

static json_t *share_of(const char *of, const struct profile_named *named)
{
    return json_pack("{s:s, s:f, s:f, s:f}", "of", of, "share", named->share, "low",
                     named->interval.low, "high", named->interval.high);
}

/* Of those attacked, or of the first; NULL if there is none. False with why as try_profile(). */
static bool find_share(const struct profile *profile, const char *attacks, bool is_before,
                       bool is_blind, json_t **share, char *why, size_t why_size)
{
    struct profile_named named;
    size_t first = is_blind ? PROFILE_NONE : profile_sight_first(profile);
    *share = NULL;
    if (attacks && !profile_named(profile, attacks, &named, why, why_size))
        return !is_before || is_blind; /* of what nobody sees nothing is said */
    if (!attacks && first == PROFILE_NONE)
        return true;
    if (!attacks)
        named = profile_named_one(profile, first);
    *share = share_of(attacks ? attacks : profile->functions[first].name, &named);
    profile_named_free(&named);
    return true;
}

static json_t *profile_object_of(const struct profile *profile, uint64_t runs, json_t *share)
{
    char *blind = profile_sight_blind(profile), *says = profile_sight_says(profile);
    json_t *object =
        json_pack("{s:I, s:I, s:f, s:f, s:f, s:b, s:s*, s:s, s:o, s:o*}", "samples",
                  (json_int_t)profile->how.samples, "runs", (json_int_t)runs, "cores",
                  cores_of(profile), "nameless", profile->how.unattributed, "cut",
                  profile_cut(profile), "kernel", !profile_without_kernel(profile), "blind", blind,
                  "says", says, "functions", functions_of(profile), "share", share);
    free(blind);
    free(says);
    return object;
}

static json_t *none(const struct tries *tries, size_t side, const char *why)
{
    return json_pack("{s:s, s:s}", "command", tries->commands[side], "no_profile", why);
}

json_t *try_profile(const struct tries *tries, size_t side, const char *attacks, char *why,
                    size_t why_size)
{
    const char *parent = getenv("TMPDIR");
    char *folder = format_string("%s/try-XXXXXX", parent && *parent ? parent : "/tmp");
    char *missing = try_profile_missing();
    json_t *object = NULL, *share;
    uint64_t runs = 0;
    struct profile *profile = NULL;
    if (missing)
        snprintf(why, why_size, "%s", missing);
    else if (!mkdtemp(folder))
        snprintf(why, why_size, "cannot make a folder %s: %s", folder, strerror(errno));
    else {
        profile = look_often(tries, side, folder, &runs, why, why_size);
        folder_remove(folder);
    }
    if (!profile || profile_total(profile) <= 0) {
        object = none(tries, side, profile ? "no sample was taken: it is too short" : why);
    } else {
        char *blind = profile_sight_blind(profile);
        if (find_share(profile, attacks, side == 0, blind != NULL, &share, why, why_size))
            object = json_pack("{s:s, s:o}", "command", tries->commands[side], "profile",
                               profile_object_of(profile, runs, share));
        free(blind);
    }
    profile_free(profile);
    free(missing);
    free(folder);
    return object;
}
