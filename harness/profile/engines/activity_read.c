#include "profile/engines/cupti.h"

#include "base/printable.h"
#include "base/strings.h"
#include "cuda/activity.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST (64 << 10)
#define NAME_MOST 1000                         /* bytes of a name that are kept */
#define RUN_MOST (INT64_C(86400) * 1000000000) /* no run takes a day */

/* The reading of one file. */
struct reading {
    struct activities *to;
    struct profile *profile;
    uint64_t start_ns;
    int64_t shift_ns; /* from CUPTI's times to those of the run */
    uint64_t line;
    bool begun, ended;
    char *why;
    size_t why_size;
};

static bool wrong(struct reading *reading, const char *what)
{
    snprintf(reading->why, reading->why_size, "line %" PRIu64 " of the GPU's record: %s",
             reading->line, what);
    return false;
}

/* Names are shown: one line of printable characters, and not a page of template arguments. */
static char *shown(const char *prefix, const char *name)
{
    char *copy = format_string("%s%.*s", prefix, NAME_MOST, name);
    for (char *at = copy + strlen(copy); at > copy && ((unsigned char)at[-1] & 0x80); at--)
        if (strlen(name) > NAME_MOST)
            at[-1] = '\0'; /* it may have been cut in two */
    return printable(copy, ' ');
}

static size_t function_of(struct reading *reading, const char *prefix, const char *name,
                          const char *module, enum profile_category category)
{
    char *copy = shown(prefix, name);
    size_t function = profile_function(reading->profile, copy, module, category);
    free(copy);
    return function;
}

/* --- one kind of line each --- */

/* From when to when: within the run, and not backwards. */
static bool times_of(struct reading *reading, const json_t *line, uint64_t *start_ns, uint64_t *ns)
{
    const json_t *start = json_object_get(line, "start"), *end = json_object_get(line, "end");
    json_int_t from = json_integer_value(start), to = json_integer_value(end);
    if (!json_is_integer(start) || !json_is_integer(end) || from < 0 || to < from)
        return wrong(reading, "no start and end");
    __int128 since = (__int128)from + reading->shift_ns;
    if (since < 0 || since > RUN_MOST || to - from > RUN_MOST)
        return wrong(reading, "a time that is not of this run");
    *start_ns = (uint64_t)since;
    *ns = (uint64_t)(to - from);
    return true;
}

static bool count_of(struct reading *reading, const json_t *line, const char *key, uint64_t *count)
{
    const json_t *value = json_object_get(line, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return wrong(reading, "a number is missing, or below 0");
    *count = (uint64_t)json_integer_value(value);
    return true;
}

static bool read_work(struct reading *reading, const json_t *line, const char *what,
                      const char *name)
{
    struct activities *to = reading->to;
    bool kernel = strcmp(what, "kernel") == 0;
    struct activity_work work = {.category = kernel ? PROFILE_COMPUTE : PROFILE_COPY};
    if (!times_of(reading, line, &work.start_ns, &work.ns) ||
        !count_of(reading, line, "device", &work.device) ||
        !count_of(reading, line, "context", &work.context) ||
        !count_of(reading, line, "stream", &work.stream) ||
        !count_of(reading, line, "correlation", &work.correlation) ||
        (!kernel && !count_of(reading, line, "bytes", &work.bytes)))
        return false;
    const char *prefix = kernel ? "" : strcmp(what, "copy") == 0 ? "copy " : "memory ";
    work.function = function_of(reading, prefix, name, "GPU", PROFILE_GPU);
    to->works = profile_grow(to->works, to->work_count, sizeof work);
    to->works[to->work_count++] = work;
    return true;
}

static bool read_call(struct reading *reading, const json_t *line, const char *what,
                      const char *name)
{
    struct activities *to = reading->to;
    struct activity_call call;
    uint64_t thread;
    if (!times_of(reading, line, &call.start_ns, &call.ns) ||
        !count_of(reading, line, "thread", &thread) ||
        !count_of(reading, line, "correlation", &call.correlation))
        return false;
    call.thread = (int64_t)thread;
    call.function = function_of(
        reading, "", name, strcmp(what, "runtime") == 0 ? "libcudart" : "libcuda", PROFILE_LIBRARY);
    to->calls = profile_grow(to->calls, to->call_count, sizeof call);
    to->calls[to->call_count++] = call;
    return true;
}

static bool read_wait(struct reading *reading, const json_t *line)
{
    struct activities *to = reading->to;
    struct activity_wait wait;
    if (!times_of(reading, line, &wait.start_ns, &wait.ns) ||
        !count_of(reading, line, "correlation", &wait.correlation))
        return false;
    to->waits = profile_grow(to->waits, to->wait_count, sizeof wait);
    to->waits[to->wait_count++] = wait;
    return true;
}

static bool read_thread(struct reading *reading, const json_t *line, const char *name)
{
    uint64_t thread;
    if (!count_of(reading, line, "thread", &thread))
        return false;
    char *key = format_string("%" PRIu64, thread), *copy = shown("", name);
    json_object_set_new(reading->to->threads, key, json_string(copy));
    free(copy);
    free(key);
    return true;
}

static bool read_head(struct reading *reading, const json_t *line)
{
    uint64_t version, pid, cupti, monotonic;
    const char *source = json_string_value(json_object_get(line, "source"));
    if (!source || !count_of(reading, line, "activity", &version) || version != 1 ||
        !count_of(reading, line, "pid", &pid) || !count_of(reading, line, "cupti", &cupti) ||
        !count_of(reading, line, "monotonic", &monotonic))
        return wrong(reading, "not the head of such a record");
    if (monotonic < reading->start_ns || monotonic - reading->start_ns > (uint64_t)RUN_MOST)
        return wrong(reading, "made by another run");
    char *copy = shown("", source);
    reading->to->pid = (int64_t)pid;
    reading->shift_ns = (int64_t)(monotonic - reading->start_ns) - (int64_t)cupti;
    snprintf(reading->to->source, sizeof reading->to->source, "%.63s", copy);
    free(copy);
    reading->begun = true;
    return true;
}

/* --- all of them --- */

static bool read_line(struct reading *reading, const json_t *line)
{
    const char *what = json_string_value(json_object_get(line, "what")),
               *name = json_string_value(json_object_get(line, "name")),
               *why = json_string_value(json_object_get(line, "why"));
    struct activities *to = reading->to;
    if (what && strcmp(what, "failed") == 0) {
        char *copy = shown("", why ? why : "no reason is given");
        snprintf(reading->why, reading->why_size, "CUPTI records nothing: %s", copy);
        free(copy);
        return false;
    }
    if (!reading->begun)
        return read_head(reading, line);
    if (!what)
        return wrong(reading, "it does not say what it is");
    if (strcmp(what, "end") == 0) {
        reading->ended = true;
        return count_of(reading, line, "dropped", &to->dropped);
    }
    if (!name)
        return wrong(reading, "it has no name");
    if (to->call_count + to->work_count + to->wait_count >= ACTIVITY_MOST)
        return wrong(reading, "too many records");
    if (strcmp(what, "kernel") == 0 || strcmp(what, "copy") == 0 || strcmp(what, "set") == 0)
        return read_work(reading, line, what, name);
    if (strcmp(what, "runtime") == 0 || strcmp(what, "driver") == 0)
        return read_call(reading, line, what, name);
    if (strcmp(what, "wait") == 0)
        return read_wait(reading, line);
    if (strcmp(what, "thread") == 0)
        return read_thread(reading, line, name);
    return wrong(reading, "of an unknown kind");
}

bool activities_read(FILE *from, uint64_t start_ns, struct profile *profile,
                     struct activities *activities, char *why, size_t why_size)
{
    struct reading reading = {.to = activities,
                              .profile = profile,
                              .start_ns = start_ns,
                              .why = why,
                              .why_size = why_size};
    char *text = malloc(LINE_MOST);
    *activities = (struct activities){.threads = json_object()};
    if (!text || !activities->threads)
        err(1, "no memory for the GPU's record");
    bool good = true;
    while (good && fgets(text, LINE_MOST, from)) {
        reading.line++;
        json_t *line = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        good = reading.ended           ? wrong(&reading, "behind its end")
               : !json_is_object(line) ? wrong(&reading, "no JSON object")
                                       : read_line(&reading, line);
        json_decref(line);
    }
    if (good && !reading.ended) {
        reading.line++;
        good = wrong(&reading, "it ends before its end: the variant did not");
    }
    free(text);
    return good;
}

void activities_free(struct activities *activities)
{
    free(activities->calls);
    free(activities->works);
    free(activities->waits);
    json_decref(activities->threads);
    *activities = (struct activities){0};
}
