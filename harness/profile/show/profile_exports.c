#include "profile/show/profile_exports.h"
#include "profile/model/profile_figures.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

/* --- stacks --- */

/* A semicolon would split a frame, a blank would end the stack, and a line break the line. */
static void frame(FILE *to, const char *name)
{
    for (; *name; name++)
        fputc(*name == ';' || isspace((unsigned char)*name) || iscntrl((unsigned char)*name)
                  ? '_'
                  : *name,
              to);
}

void profile_export_folded(const struct profile *profile, FILE *to)
{
    size_t *stack = profile_room(profile->node_count, sizeof *stack);
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        if (llround(node->self) == 0)
            continue;
        size_t depth = 0;
        for (size_t at = i; at != PROFILE_NONE; at = profile->nodes[at].parent)
            stack[depth++] = profile->nodes[at].function;
        frame(to, node->thread == PROFILE_NONE ? "all" : profile->threads[node->thread].name);
        while (depth-- > 0) {
            fputc(';', to);
            frame(to, profile->functions[stack[depth]].name);
        }
        fprintf(to, " %lld\n", llround(node->self));
    }
    free(stack);
}

/* --- Trace Event Format; its times are in microseconds --- */

/* A JSON string from any bytes. */
static void quoted(FILE *to, const char *text)
{
    json_t *value = json_string(text);
    if (value)
        json_dumpf(value, to, JSON_ENCODE_ANY);
    else
        fputs("\"(not UTF-8)\"", to);
    json_decref(value);
}

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
        double used = profile_used(thread);
        if (thread->pid == thread->tid)
            trace_name(to, first, "process_name", thread->pid, thread->tid, thread->name);
        trace_name(to, first, "thread_name", thread->pid, thread->tid, thread->name);
        trace_bar(to, first, thread->name, "thread", ns, thread->pid, thread->tid);
        if (thread->cpu_ns > 0) /* 0: not known */
            fprintf(to, "\"cpu_ms\":%.3f", (double)thread->cpu_ns / 1e6);
        if (isfinite(used))
            fprintf(to, ",\"utilisation\":%.4f", used);
        fputs("}}", to);
    }
}

/* Lanes get two processes of their own, so that their numbers are not real threads'. */
static void trace_lanes(const struct profile *profile, bool *first, FILE *to)
{
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
            trace_bar(to, first, span->name, profile_span_category_name(span->category), ns, pid,
                      tid);
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
