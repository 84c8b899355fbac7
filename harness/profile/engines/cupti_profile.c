#include "profile/engines/cupti.h"

#include "base/strings.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>

#define LANES_MOST 4096
#define DEPTH_MOST 64 /* of nested calls; there are two levels */

/* A call's position among nested calls. */
struct place {
    size_t outermost; /* a call; itself if no call contains it */
    bool waits;       /* for the GPU, according to a record */
};

/* --- calls in calls --- */

static int by_thread_and_start(const void *left, const void *right)
{
    const struct activity_call *a = left, *b = right;
    if (a->thread != b->thread)
        return a->thread < b->thread ? -1 : 1;
    if (a->start_ns != b->start_ns)
        return a->start_ns < b->start_ns ? -1 : 1;
    return (a->ns < b->ns) - (a->ns > b->ns); /* the outer call comes first */
}

static bool contains(const struct activity_call *outer, const struct activity_call *inner)
{
    return outer->thread == inner->thread && outer->start_ns <= inner->start_ns &&
           inner->start_ns + inner->ns <= outer->start_ns + outer->ns;
}

/* Adds a call to its function, below the calls on the stack. */
static void add_call(struct profile *profile, const struct activity_call *calls,
                     const size_t *stack, size_t depth, size_t call)
{
    struct profile_function *function = &profile->functions[calls[call].function];
    bool recurs = false;
    for (size_t i = 0; i < depth; i++)
        recurs |= calls[stack[i]].function == calls[call].function;
    function->self += (double)calls[call].ns;
    function->total += recurs ? 0 : (double)calls[call].ns;
    function->calls++;
    function->has_calls = true;
    if (depth == 0)
        return;
    const struct activity_call *caller = &calls[stack[depth - 1]];
    profile->functions[caller->function].self -= (double)calls[call].ns;
    profile_call(profile, caller->function, calls[call].function, 1, (double)calls[call].ns);
}

/* Sorts the calls, and adds them to their functions. */
static void take_calls(struct profile *profile, struct activities *seen, struct place *places)
{
    size_t stack[DEPTH_MOST], depth = 0;
    if (seen->call_count > 0)
        qsort(seen->calls, seen->call_count, sizeof seen->calls[0], by_thread_and_start);
    for (size_t i = 0; i < seen->call_count; i++) {
        while (depth > 0 && !contains(&seen->calls[stack[depth - 1]], &seen->calls[i]))
            depth--;
        add_call(profile, seen->calls, stack, depth, i);
        places[i].outermost = depth > 0 ? stack[0] : i;
        if (depth < DEPTH_MOST)
            stack[depth++] = i;
    }
    for (size_t i = 0; i < profile->function_count; i++)
        if (profile->functions[i].self < 0) /* if calls overlapped, which can't happen */
            profile->functions[i].self = 0;
}

/* --- what belongs to which call --- */

struct key {
    uint64_t correlation;
    size_t call;
};

static int by_correlation(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    return (a->correlation > b->correlation) - (a->correlation < b->correlation);
}

static struct key *keys_of(const struct activities *seen)
{
    struct key *keys = profile_room(seen->call_count, sizeof *keys);
    for (size_t i = 0; i < seen->call_count; i++)
        keys[i] = (struct key){seen->calls[i].correlation, i};
    qsort(keys, seen->call_count, sizeof *keys, by_correlation);
    return keys;
}

/* The outermost call around the call with that correlation, or PROFILE_NONE. */
static size_t call_of(const struct key *keys, size_t count, const struct place *places,
                      uint64_t correlation)
{
    const struct key wanted = {correlation, 0},
                     *found = bsearch(&wanted, keys, count, sizeof *keys, by_correlation);
    return found ? places[found->call].outermost : PROFILE_NONE;
}

/* --- lanes --- */

static int by_stream_and_start(const void *left, const void *right)
{
    const struct activity_work *a = left, *b = right;
    if (a->device != b->device)
        return a->device < b->device ? -1 : 1;
    if (a->context != b->context)
        return a->context < b->context ? -1 : 1;
    if (a->stream != b->stream)
        return a->stream < b->stream ? -1 : 1;
    return (a->start_ns > b->start_ns) - (a->start_ns < b->start_ns);
}

static bool same_stream(const struct activity_work *a, const struct activity_work *b)
{
    return a->device == b->device && a->context == b->context && a->stream == b->stream;
}

/* PROFILE_NONE if there are too many. */
static size_t new_lane(struct profile *profile, char *name, bool gpu)
{
    size_t lane = PROFILE_NONE;
    if (profile->lane_count < LANES_MOST)
        lane = profile_lane(profile, name, gpu);
    free(name);
    return lane;
}

static bool take_works(struct profile *profile, struct activities *seen, const struct key *keys,
                       const struct place *places)
{
    size_t lane = PROFILE_NONE;
    if (seen->work_count > 0)
        qsort(seen->works, seen->work_count, sizeof seen->works[0], by_stream_and_start);
    for (size_t i = 0; i < seen->work_count; i++) {
        const struct activity_work *work = &seen->works[i];
        struct profile_function *function = &profile->functions[work->function];
        size_t caller = call_of(keys, seen->call_count, places, work->correlation);
        function->self += (double)work->ns;
        function->total += (double)work->ns;
        function->calls++;
        function->has_calls = true;
        if (caller != PROFILE_NONE)
            profile_call(profile, seen->calls[caller].function, work->function, 1,
                         (double)work->ns);
        if (i == 0 || !same_stream(work, &seen->works[i - 1]))
            lane = new_lane(
                profile,
                format_string("GPU %" PRIu64 ", stream %" PRIu64, work->device, work->stream),
                true);
        if (lane == PROFILE_NONE)
            return false;
        profile_span(profile, lane, profile->functions[work->function].name, work->category,
                     work->start_ns, work->ns, work->bytes);
    }
    return true;
}

static char *thread_name(const struct activities *seen, int64_t thread)
{
    char *key = format_string("%" PRId64, thread);
    const char *name = json_string_value(json_object_get(seen->threads, key));
    char *copy = name ? copy_string(name) : format_string("thread %s", key);
    free(key);
    return copy;
}

/* Makes a lane and a thread for each calling thread, with its outermost calls. */
static bool take_threads(struct profile *profile, const struct activities *seen,
                         const struct place *places)
{
    size_t lane = PROFILE_NONE, thread = PROFILE_NONE;
    for (size_t i = 0; i < seen->call_count; i++) {
        const struct activity_call *call = &seen->calls[i];
        if (i == 0 || call->thread != seen->calls[i - 1].thread) {
            char *name = thread_name(seen, call->thread);
            lane = new_lane(profile, copy_string(name), false);
            if (lane != PROFILE_NONE) {
                thread = profile_thread(profile, seen->pid, call->thread, name);
                profile->threads[thread].start_ns = call->start_ns;
            }
            free(name);
        }
        if (lane == PROFILE_NONE)
            return false;
        if (places[i].outermost != i)
            continue;
        profile_span(profile, lane, profile->functions[call->function].name,
                     places[i].waits ? PROFILE_WAIT : PROFILE_CALL, call->start_ns, call->ns, 0);
        profile->threads[thread].end_ns = call->start_ns + call->ns;
    }
    return true;
}

bool cupti_read(FILE *from, uint64_t start_ns, struct profile *profile, char *why, size_t why_size)
{
    struct activities seen;
    bool good = activities_read(from, start_ns, profile, &seen, why, why_size);
    if (good) {
        struct place *places = profile_room(seen.call_count, sizeof *places);
        take_calls(profile, &seen, places);
        struct key *keys = keys_of(&seen);
        for (size_t i = 0; i < seen.wait_count; i++) {
            size_t call = call_of(keys, seen.call_count, places, seen.waits[i].correlation);
            if (call != PROFILE_NONE)
                places[call].waits = true;
        }
        good = take_works(profile, &seen, keys, places) && take_threads(profile, &seen, places);
        if (!good)
            snprintf(why, why_size, "the GPU's record has over %d streams and threads", LANES_MOST);
        free(keys);
        free(places);
        profile->unit = PROFILE_NS;
        profile->how.event = copy_string(seen.source);
        profile->how.lost = seen.dropped;
    }
    activities_free(&seen);
    return good;
}
