#include "profile/engines/perf.h"

#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST (64 << 10)
#define PERIOD_MOST 100000000000000 /* of one sample */

/* Sums of a thread's events, beside those in the profile. */
struct course {
    uint64_t since_ns; /* when it was switched in, or preempted */
    bool on, preempted, seen;
    double weight; /* of its samples */
};

struct reading {
    const struct perf_names *names;
    struct profile *profile, *aside; /* aside: stacks with JIT code, until all others are known */
    struct course *courses;          /* as many as the profile has threads */
    char line[LINE_MOST];
    size_t number; /* of the line */
    bool switches; /* switches were recorded */
    char *why;
    size_t why_size;

    bool in_sample;
    size_t thread, depth;
    double period;
    size_t stack[PERF_DEPTH_MOST]; /* functions, the leaf first; PROFILE_NONE: unknown */
};

static bool wrong(struct reading *reading, const char *what)
{
    snprintf(reading->why, reading->why_size, "what perf script printed, line %zu: %s",
             reading->number, what);
    return false;
}

/* The index of a thread that existed at that time. PROFILE_NONE if there are too many. */
static size_t thread_at(struct reading *reading, long pid, long tid, const char *name, uint64_t ns)
{
    struct profile *profile = reading->profile;
    size_t place = reading->thread;
    const struct profile_thread *last =
        place < profile->thread_count ? &profile->threads[place] : NULL;
    if (!last || last->pid != pid || last->tid != tid || strcmp(last->name, name) != 0)
        place = profile_thread(profile, pid, tid, name);
    if (place >= PERF_THREADS_MOST)
        return PROFILE_NONE;
    struct profile_thread *thread = &profile->threads[place];
    struct course *course = &reading->courses[place];
    if (!course->seen || ns < thread->start_ns)
        thread->start_ns = ns;
    if (!course->seen || ns > thread->end_ns)
        thread->end_ns = ns;
    course->seen = true;
    return reading->thread = place;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static void switch_in(struct reading *reading, size_t thread, uint64_t ns)
{
    struct course *course = &reading->courses[thread];
    if (course->preempted && ns > course->since_ns)
        reading->profile->threads[thread].preempted_ns += ns - course->since_ns;
    if (!course->on)
        course->since_ns = ns;
    course->on = true;
    course->preempted = false;
}

static void switch_out(struct reading *reading, size_t thread, uint64_t ns, bool preempted)
{
    struct course *course = &reading->courses[thread];
    if (course->on && ns > course->since_ns)
        reading->profile->threads[thread].cpu_ns += ns - course->since_ns;
    if (course->on && preempted)
        course->since_ns = ns;
    course->preempted = course->on && preempted;
    course->on = false;
}

/* Takes events other than samples, and ignores unknown ones. */
static bool take_event(struct reading *reading, const struct perf_head *head)
{
    const char *event = head->rest + strlen("PERF_RECORD_");
    uint64_t lost;
    long pid, tid;
    if (sscanf(event, "LOST lost %" SCNu64, &lost) == 1) {
        reading->profile->how.lost += lost < PERIOD_MOST ? lost : PERIOD_MOST;
        return true;
    }
    if (head->pid == 0 || head->ns == 0) /* from perf itself, before it became the program */
        return true;
    size_t thread = thread_at(reading, head->pid, head->tid, head->name, head->ns);
    if (thread == PROFILE_NONE)
        return wrong(reading, "too many threads");
    if (begins(event, "SWITCH IN") || begins(event, "COMM exec")) {
        switch_in(reading, thread, head->ns);
        reading->switches = true;
    } else if (begins(event, "SWITCH OUT") || begins(event, "EXIT(")) {
        switch_out(reading, thread, head->ns, begins(event, "SWITCH OUT preempt"));
    } else if (sscanf(event, "FORK(%ld:%ld)", &pid, &tid) == 2 && pid > 0 && pid <= PERF_ID_MOST &&
               tid > 0 && tid <= PERF_ID_MOST) {
        if (thread_at(reading, pid, tid, head->name, head->ns) == PROFILE_NONE)
            return wrong(reading, "too many threads");
    }
    return true;
}

static bool begin_sample(struct reading *reading, const struct perf_head *head)
{
    char *event;
    double period = strtod(head->rest, &event);
    size_t length = strcspn(event += strspn(event, " "), " \n");
    if (!isdigit((unsigned char)*head->rest) || !(period >= 1) || period > PERIOD_MOST)
        return wrong(reading, "no period of a sample");
    if (length < 2 || event[length - 1] != ':')
        return wrong(reading, "no event");
    if (!reading->profile->how.event) {
        reading->profile->how.event = format_string("%.*s", (int)length - 1, event);
        printable_ascii(reading->profile->how.event);
    }
    if (++reading->profile->how.samples > PERF_SAMPLES_MOST)
        return wrong(reading, "too many samples; ask for a lower frequency");
    reading->thread = thread_at(reading, head->pid, head->tid, head->name, head->ns);
    if (reading->thread == PROFILE_NONE)
        return wrong(reading, "too many threads");
    switch_in(reading, reading->thread, head->ns);
    reading->courses[reading->thread].weight += period;
    reading->period = period;
    reading->depth = 0;
    reading->in_sample = true;
    return true;
}

static bool is_unknown(const struct profile *profile, size_t function)
{
    return strcmp(profile->functions[function].name, PERF_UNKNOWN) == 0;
}

static bool take_frame(struct reading *reading)
{
    struct profile *profile = reading->profile;
    struct perf_frame frame;
    if (!perf_frame_read(reading->line, reading->names, &frame))
        return wrong(reading, "no frame of a stack");
    if (reading->depth == PERF_DEPTH_MOST)
        return wrong(reading, "a stack without an end");
    size_t known = profile->function_count, function = PROFILE_NONE;
    if (frame.category != PROFILE_UNKNOWN)
        function = profile_function(profile, frame.name, frame.module, frame.category);
    bool unknown = function == PROFILE_NONE || is_unknown(profile, function);
    if (unknown && profile->function_count > known)
        json_array_append_new(profile->how.unsymbolized, json_string(frame.module));
    /* Two unknown functions of a module are not a recursion. */
    if (!unknown || reading->depth == 0 || reading->stack[reading->depth - 1] != function)
        reading->stack[reading->depth++] = function;
    return true;
}

/* Whether threads start in a function. Nameless functions of the C library count as such. */
static bool starts_thread(const struct profile_function *function)
{
    static const char *const starts[] = {
        "_start",
        "_dl_start_user",
        "__libc_start_call_main", /* its caller may have no name, or no unwind table */
        "__libc_start_main",
        "__libc_start_main_impl",
        "start_thread",
        "thread_start",
        "clone",
        "__clone",
        "__GI___clone",
        "clone3",
        "__clone3",
        "__GI___clone3",
        "runtime.goexit", /* Go's, which runs goroutines on stacks of their own */
        "runtime.goexit.abi0",
        "runtime.mstart.abi0",
        "runtime.mcall",
        "runtime.systemstack.abi0",
        "runtime.rt0_go.abi0",
        "_rt0_amd64_linux",
        "_rt0_arm64_linux"};
    if (strcmp(function->name, PERF_UNKNOWN) == 0)
        return begins(function->module, "libc.so") || begins(function->module, "ld-linux");
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strcmp(function->name, starts[i]) == 0)
            return true;
    return function->category == PROFILE_KERNEL; /* before the program starts, or after it ends */
}

/* Whether a stack goes up to where its thread starts. */
static bool is_whole(const struct profile *profile, const size_t *stack, size_t depth)
{
    const struct profile_function *root = &profile->functions[stack[depth - 1]];
    return starts_thread(root) ||
           (depth > 1 && strcmp(root->name, PERF_UNKNOWN) == 0 && /* a stripped program's _start */
            starts_thread(&profile->functions[stack[depth - 2]]));
}

static void end_sample(struct reading *reading)
{
    struct profile *profile = reading->profile, *tree = profile;
    size_t *stack = reading->stack;
    reading->in_sample = false;
    /* Removes the unwinder's last step, into nowhere. */
    while (reading->depth > 0 && stack[reading->depth - 1] == PROFILE_NONE)
        reading->depth--;
    if (reading->depth == 0)
        stack[reading->depth++] = PROFILE_NONE;
    for (size_t i = 0; i < reading->depth; i++) {
        if (stack[i] == PROFILE_NONE)
            stack[i] = profile_function(profile, PERF_UNKNOWN, "", PROFILE_UNKNOWN);
        if (profile->functions[stack[i]].category == PROFILE_JIT)
            tree = reading->aside;
    }
    profile->how.cut += tree == profile && !is_whole(profile, stack, reading->depth);
    size_t node = PROFILE_NONE;
    for (size_t i = reading->depth; i-- > 0;)
        node = profile_node(tree, node, stack[i], reading->thread);
    profile_hit(tree, node, reading->period, 1);
}

static bool take_line(struct reading *reading)
{
    struct perf_head head;
    char *line = reading->line;
    if (!strchr(line, '\n'))
        return wrong(reading, "it ends in the middle, or is too long");
    if (*line == '\n') {
        if (reading->in_sample)
            end_sample(reading);
        return true;
    }
    if (reading->in_sample)
        return take_frame(reading);
    if (!perf_head_read(line, &head))
        return wrong(reading, "neither a sample nor an event");
    return begins(head.rest, "PERF_RECORD_") ? take_event(reading, &head)
                                             : begin_sample(reading, &head);
}

/* Makes times relative to the first. A thread that still runs at the end ran until its last event.
 * Without switches, CPU time is what was sampled. */
static double settle_threads(struct reading *reading)
{
    struct profile *profile = reading->profile;
    double cpu_ns = 0;
    uint64_t origin = UINT64_MAX;
    for (size_t i = 0; i < profile->thread_count; i++) {
        struct profile_thread *thread = &profile->threads[i];
        switch_out(reading, i, thread->end_ns, false);
        if (!reading->switches)
            thread->cpu_ns = (uint64_t)reading->courses[i].weight;
        cpu_ns += (double)thread->cpu_ns;
        origin = thread->start_ns < origin ? thread->start_ns : origin;
    }
    for (size_t i = 0; i < profile->thread_count; i++) {
        profile->threads[i].start_ns -= origin;
        profile->threads[i].end_ns -= origin;
    }
    return cpu_ns;
}

static void settle(struct reading *reading)
{
    struct profile *profile = reading->profile;
    struct profile_how *how = &profile->how;
    double cpu_ns = settle_threads(reading), weight = 0, unknown = 0;
    perf_orphans_settle(profile, reading->aside);
    for (size_t i = 0; i < profile->node_count; i++) {
        weight += profile->nodes[i].self;
        unknown += is_unknown(profile, profile->nodes[i].function) ? profile->nodes[i].self : 0;
    }
    how->unattributed = unknown / weight;
    how->frequency_delivered = cpu_ns > 0 ? (double)how->samples * (double)NS_PER_S / cpu_ns : 0;
    if (!strstr(how->event, "clock") && reading->switches && cpu_ns > 0)
        for (size_t i = 0; i < profile->node_count; i++)
            profile->nodes[i].self *= cpu_ns / weight;
    profile_sum_up(profile);
}

bool perf_script_read(FILE *from, const struct perf_names *names, struct profile *profile,
                      char *why, size_t why_size)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading || !(reading->courses = calloc(PERF_THREADS_MOST, sizeof *reading->courses)))
        err(1, "no memory for samples");
    reading->names = names;
    reading->profile = profile;
    reading->aside = profile_new();
    reading->why = why;
    reading->why_size = why_size;
    profile->unit = PROFILE_NS;
    json_decref(profile->how.unsymbolized);
    profile->how.unsymbolized = json_array();

    bool good = true;
    while (good && fgets(reading->line, sizeof reading->line, from)) {
        reading->number++;
        good = take_line(reading);
    }
    if (good && (reading->in_sample || ferror(from)))
        good = wrong(reading, "it ends in the middle of a sample");
    if (good && profile->how.samples == 0) {
        snprintf(why, why_size,
                 "perf took no samples (%" PRIu64 " were lost): take a longer text, or a higher "
                 "--frequency",
                 profile->how.lost);
        good = false;
    }
    if (good)
        settle(reading);
    profile_free(reading->aside);
    free(reading->courses);
    free(reading);
    return good;
}
