#include "profile/engines/cupti.h"

#include "base/reader.h"
#include "base/strings.h"
#include "cuda/activity.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RUN_MOST (UINT64_C(86400) * 1000000000) /* a day: no run takes that long */

/* The state while reading a file. */
struct reading {
    struct reader reader;
    struct activities *to;
    struct profile *profile;
    uint64_t start_ns;
    int64_t shift_ns; /* from CUPTI's times to those of the run */
    bool begun, ended;
};

static size_t function_of(struct reading *reading, const char *prefix, const char *name,
                          const char *module, enum profile_category category)
{
    char *whole = format_string("%s%s", prefix, name);
    size_t function = profile_function(reading->profile, whole, module, category);
    free(whole);
    return function;
}

/* --- one kind of line each --- */

/* Reads start and end: within the run, and in order. */
static bool read_times(struct reading *reading, json_t *line, uint64_t *start_ns, uint64_t *ns)
{
    uint64_t start, end;
    if (!reader_unpack(&reading->reader, line, "{s:I, s:I}", "start", &start, "end", &end))
        return false;
    __int128 since = (__int128)start + reading->shift_ns;
    if (end < start)
        reader_fail(&reading->reader, "end");
    else if (since < 0 || since > RUN_MOST || end - start > RUN_MOST)
        reader_refuse(&reading->reader, "a time that is not of this run");
    *start_ns = (uint64_t)since;
    *ns = end - start;
    return !reading->reader.failed;
}

static void read_work(struct reading *reading, json_t *line, const char *what, const char *name)
{
    struct activities *to = reading->to;
    bool kernel = strcmp(what, "kernel") == 0;
    struct activity_work work = {.category = kernel ? PROFILE_COMPUTE : PROFILE_COPY};
    if (!read_times(reading, line, &work.start_ns, &work.ns) ||
        !reader_unpack(&reading->reader, line, "{s:I, s:I, s:I, s:I}", "device", &work.device,
                       "context", &work.context, "stream", &work.stream, "correlation",
                       &work.correlation) ||
        (!kernel && !reader_unpack(&reading->reader, line, "{s:I}", "bytes", &work.bytes)))
        return;
    const char *prefix = kernel ? "" : strcmp(what, "copy") == 0 ? "copy " : "memory ";
    work.function = function_of(reading, prefix, name, "GPU", PROFILE_GPU);
    to->works = profile_grow(to->works, to->work_count, sizeof work);
    to->works[to->work_count++] = work;
}

static void read_call(struct reading *reading, json_t *line, const char *what, const char *name)
{
    struct activities *to = reading->to;
    struct activity_call call;
    if (!read_times(reading, line, &call.start_ns, &call.ns) ||
        !reader_unpack(&reading->reader, line, "{s:I, s:I}", "thread", &call.thread, "correlation",
                       &call.correlation))
        return;
    call.function = function_of(
        reading, "", name, strcmp(what, "runtime") == 0 ? "libcudart" : "libcuda", PROFILE_LIBRARY);
    to->calls = profile_grow(to->calls, to->call_count, sizeof call);
    to->calls[to->call_count++] = call;
}

static void read_wait(struct reading *reading, json_t *line)
{
    struct activities *to = reading->to;
    struct activity_wait wait;
    if (!read_times(reading, line, &wait.start_ns, &wait.ns) ||
        !reader_unpack(&reading->reader, line, "{s:I}", "correlation", &wait.correlation))
        return;
    to->waits = profile_grow(to->waits, to->wait_count, sizeof wait);
    to->waits[to->wait_count++] = wait;
}

static void read_thread(struct reading *reading, json_t *line, const char *name)
{
    uint64_t thread;
    if (!reader_unpack(&reading->reader, line, "{s:I}", "thread", &thread))
        return;
    char *key = format_string("%" PRIu64, thread);
    json_object_set_new(reading->to->threads, key, json_string(name));
    free(key);
}

static void read_head(struct reading *reading, json_t *line)
{
    struct reader *reader = &reading->reader;
    uint64_t version, cupti, monotonic;
    const char *source;
    if (!reader_unpack(reader, line, "{s:I, s:s, s:I, s:I, s:I}", "activity", &version, "source",
                       &source, "pid", &reading->to->pid, "cupti", &cupti, "monotonic", &monotonic))
        return;
    if (version != 1)
        reader_fail(reader, "activity");
    if (monotonic < reading->start_ns || monotonic - reading->start_ns > RUN_MOST)
        reader_refuse(reader, "made by another run");
    reading->to->source = profile_clean(source);
    reading->shift_ns = (int64_t)(monotonic - reading->start_ns) - (int64_t)cupti;
    reading->begun = true;
}

/* --- all of them --- */

static void read_line(struct reading *reading, json_t *line)
{
    struct reader *reader = &reading->reader;
    struct activities *to = reading->to;
    const char *what = "", *name = NULL, *why = "no reason is given";
    if (reading->ended)
        reader_refuse(reader, "behind its end");
    if (!json_is_object(line))
        reader_refuse(reader, "no JSON object");
    if (!reader_unpack(reader, line, "{s?s, s?s, s?s}", "what", &what, "name", &name, "why", &why))
        return;
    if (strcmp(what, "failed") == 0) {
        reader->path = NULL;
        reader_refuse(reader, "CUPTI records nothing: %s", why);
    } else if (!reading->begun) {
        read_head(reading, line);
    } else if (strcmp(what, "end") == 0) {
        reading->ended = true;
        reader_unpack(reader, line, "{s:I}", "dropped", &to->dropped);
    } else if (!name) {
        reader_fail(reader, "name");
    } else if (to->call_count + to->work_count + to->wait_count >= ACTIVITY_MOST) {
        reader_refuse(reader, "too many records");
    } else if (strcmp(what, "kernel") == 0 || strcmp(what, "copy") == 0 ||
               strcmp(what, "set") == 0) {
        read_work(reading, line, what, name);
    } else if (strcmp(what, "runtime") == 0 || strcmp(what, "driver") == 0) {
        read_call(reading, line, what, name);
    } else if (strcmp(what, "wait") == 0) {
        read_wait(reading, line);
    } else if (strcmp(what, "thread") == 0) {
        read_thread(reading, line, name);
    } else {
        reader_fail(reader, "what");
    }
}

bool activities_read(FILE *from, uint64_t start_ns, struct profile *profile,
                     struct activities *activities, char *why, size_t why_size)
{
    char where[64], *text = NULL;
    struct reading reading = {.reader = {where, why, why_size, false},
                              .to = activities,
                              .profile = profile,
                              .start_ns = start_ns};
    size_t room = 0;
    *activities = (struct activities){.threads = json_object()};
    for (uint64_t number = 1; !reading.reader.failed; number++) {
        snprintf(where, sizeof where, "line %" PRIu64 " of the GPU's record", number);
        ssize_t length = getline(&text, &room, from);
        if (length < 0)
            break;
        json_t *line = json_loadb(text, (size_t)length, JSON_REJECT_DUPLICATES, NULL);
        read_line(&reading, line);
        json_decref(line);
    }
    if (!reading.ended)
        reader_refuse(&reading.reader, "it ends before its end: the variant did not");
    free(text);
    return !reading.reader.failed;
}

void activities_free(struct activities *activities)
{
    free(activities->source);
    free(activities->calls);
    free(activities->works);
    free(activities->waits);
    json_decref(activities->threads);
    *activities = (struct activities){0};
}
