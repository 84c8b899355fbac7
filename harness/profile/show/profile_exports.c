#include "profile/show/profile_exports.h"

#include <err.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

/* The document that the format's authors publish; the file names it, nothing fetches it. */
#define SPEEDSCOPE_SCHEMA "https://www.speedscope.app/file-format-schema.json"

/* A string of JSON, whatever its bytes. */
static void quoted(FILE *to, const char *text)
{
    json_t *value = json_string(text);
    if (value)
        json_dumpf(value, to, JSON_ENCODE_ANY);
    else
        fputs("\"(not UTF-8)\"", to);
    json_decref(value);
}

/* --- speedscope --- */

/* The samples of a thread, or (PROFILE_NONE) those of no thread that is known. */
static void speedscope_thread(const struct profile *profile, size_t thread, const char *comma,
                              FILE *to)
{
    double all = 0;
    size_t *stack = calloc(profile->node_count + 1, sizeof *stack);
    if (!stack)
        err(1, "no memory for the profile");
    fprintf(to, "%s\n{\"type\":\"sampled\",\"name\":", comma);
    quoted(to, thread == PROFILE_NONE ? "all threads" : profile->threads[thread].name);
    fprintf(to, ",\"unit\":\"%s\",\"samples\":[",
            profile->unit == PROFILE_NS ? "nanoseconds" : "none");
    comma = "";
    for (size_t i = 0; i < profile->node_count; i++)
        if (profile->nodes[i].thread == thread && profile->nodes[i].self > 0) {
            fprintf(to, "%s[", comma);
            for (size_t depth = profile_stack(profile, i, stack); depth-- > 0;)
                fprintf(to, depth ? "%zu," : "%zu]", stack[depth]);
            comma = ",";
        }
    fputs("],\"weights\":[", to);
    comma = "";
    for (size_t i = 0; i < profile->node_count; i++)
        if (profile->nodes[i].thread == thread && profile->nodes[i].self > 0) {
            fprintf(to, "%s%.15g", comma, profile->nodes[i].self);
            all += profile->nodes[i].self;
            comma = ",";
        }
    fprintf(to, "],\"startValue\":0,\"endValue\":%.15g}", all);
    free(stack);
}

static bool has_samples(const struct profile *profile, size_t thread)
{
    for (size_t i = 0; i < profile->node_count; i++)
        if (profile->nodes[i].thread == thread && profile->nodes[i].self > 0)
            return true;
    return false;
}

void profile_export_speedscope(const struct profile *profile, FILE *to)
{
    fputs("{\"$schema\":\"" SPEEDSCOPE_SCHEMA "\",\"exporter\":\"./harness profile\",\"name\":",
          to);
    quoted(to, profile->variant);
    fputs(",\"activeProfileIndex\":0,\n\"shared\":{\"frames\":[", to);
    for (size_t i = 0; i < profile->function_count; i++) {
        fputs(i ? ",\n{\"name\":" : "\n{\"name\":", to);
        quoted(to, profile->functions[i].name);
        fputs(",\"file\":", to);
        quoted(to, profile->functions[i].module);
        fputc('}', to);
    }
    fputs("]},\n\"profiles\":[", to);
    const char *comma = "";
    for (size_t i = 0; i <= profile->thread_count; i++) {
        size_t thread = i < profile->thread_count ? i : PROFILE_NONE;
        if (has_samples(profile, thread)) {
            speedscope_thread(profile, thread, comma, to);
            comma = ",";
        }
    }
    fputs("]}\n", to);
}

/* --- Trace Event Format; its times are in microseconds --- */

static const char *comma_once(bool *first)
{
    const char *comma = *first ? "\n" : ",\n";
    *first = false;
    return comma;
}

static void trace_name(FILE *to, bool *first, const char *kind, int64_t pid, int64_t tid,
                       const char *name)
{
    fprintf(to,
            "%s{\"ph\":\"M\",\"name\":\"%s\",\"pid\":%" PRId64 ",\"tid\":%" PRId64
            ",\"args\":{\"name\":",
            comma_once(first), kind, pid, tid);
    quoted(to, name);
    fputs("}}", to);
}

static void trace_bar(FILE *to, bool *first, const char *name, const char *category, uint64_t ns[2],
                      int64_t pid, int64_t tid)
{
    fprintf(to, "%s{\"ph\":\"X\",\"name\":", comma_once(first));
    quoted(to, name);
    fprintf(to,
            ",\"cat\":\"%s\",\"ts\":%.3f,\"dur\":%.3f,\"pid\":%" PRId64 ",\"tid\":%" PRId64
            ",\"args\":{",
            category, (double)ns[0] / 1e3, (double)ns[1] / 1e3, pid, tid);
}

static void trace_threads(const struct profile *profile, bool *first, FILE *to)
{
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        uint64_t ns[2] = {thread->start_ns, thread->end_ns - thread->start_ns};
        if (thread->pid == thread->tid)
            trace_name(to, first, "process_name", thread->pid, thread->tid, thread->name);
        trace_name(to, first, "thread_name", thread->pid, thread->tid, thread->name);
        trace_bar(to, first, thread->name, "thread", ns, thread->pid, thread->tid);
        if (thread->cpu_ns > 0) /* 0: not known */
            fprintf(to, "\"cpu_ms\":%.3f,\"utilisation\":%.4f", (double)thread->cpu_ns / 1e6,
                    ns[1] ? (double)thread->cpu_ns / (double)ns[1] : 0);
        fputs("}}", to);
    }
}

/* Lanes stand in two processes of their own, so that theirs are no real thread's numbers. */
static void trace_lanes(const struct profile *profile, bool *first, FILE *to)
{
    static const char *const categories[] = {"compute", "copy", "wait", "call"};
    int64_t above = 0;
    for (size_t i = 0; i < profile->thread_count; i++)
        if (profile->threads[i].pid > above)
            above = profile->threads[i].pid;
    above = above < INT64_MAX - 2 ? above : 0;
    bool named[2] = {false};
    for (size_t i = 0; i < profile->lane_count; i++) {
        const struct profile_lane *lane = &profile->lanes[i];
        int64_t pid = above + 1 + lane->gpu, tid = (int64_t)i + 1;
        if (!named[lane->gpu])
            trace_name(to, first, "process_name", pid, tid, lane->gpu ? "GPU" : "host");
        named[lane->gpu] = true;
        trace_name(to, first, "thread_name", pid, tid, lane->name);
        for (size_t j = 0; j < lane->span_count; j++) {
            const struct profile_span *span = &lane->spans[j];
            uint64_t ns[2] = {span->start_ns, span->ns};
            trace_bar(to, first, span->name, categories[span->category], ns, pid, tid);
            if (span->bytes)
                fprintf(to, "\"bytes\":%" PRIu64, span->bytes);
            fputs("}}", to);
        }
    }
}

void profile_export_trace(const struct profile *profile, FILE *to)
{
    bool first = true;
    fputs("{\"displayTimeUnit\":\"ms\",\"otherData\":{\"variant\":", to);
    quoted(to, profile->variant);
    fputs("},\"traceEvents\":[", to);
    trace_threads(profile, &first, to);
    trace_lanes(profile, &first, to);
    fputs("\n]}\n", to);
}
