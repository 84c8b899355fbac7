/* The other half of profile_file.h: a profile back into memory. A file may come from anywhere, so
 * nothing in it is taken on trust. */
#include "base/reader.h"
#include "profile/model/profile_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A whole number that may be missing: 0. */
static uint64_t natural_or_0(struct reader *reader, const json_t *object, const char *key)
{
    return json_object_get(object, key) ? reader_natural(reader, object, key) : 0;
}

static double weight(struct reader *reader, const json_t *object, const char *key, bool needed)
{
    const json_t *there = json_object_get(object, key);
    double value = json_number_value(there);
    if (!there && !needed)
        return 0;
    if (!json_is_number(there) || !(value >= 0 && value <= PROFILE_WEIGHT_MOST))
        reader_fail(reader, key);
    return reader->failed ? 0 : value;
}

static const char *text(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *there = json_object_get(object, key);
    if (!json_is_string(there) || json_string_length(there) > PROFILE_NAME_MOST)
        reader_fail(reader, key);
    return reader->failed ? "" : json_string_value(there);
}

/* The same where it may be missing; free() it. */
static char *known(struct reader *reader, const json_t *object, const char *key)
{
    if (!json_object_get(object, key))
        return NULL;
    const char *value = text(reader, object, key);
    return reader->failed ? NULL : profile_clean(value);
}

/* A place in an array of `count`. */
static size_t place(struct reader *reader, const json_t *object, const char *key, size_t count)
{
    uint64_t value = reader_natural(reader, object, key);
    if (value >= count)
        reader_fail(reader, key);
    return reader->failed ? 0 : (size_t)value;
}

/* The same, PROFILE_NONE where it is missing. */
static size_t place_or_none(struct reader *reader, const json_t *object, const char *key,
                            size_t count)
{
    return json_object_get(object, key) ? place(reader, object, key, count) : PROFILE_NONE;
}

/* Which of the names a value is. */
static size_t choice(struct reader *reader, const json_t *object, const char *key,
                     const char *const *names, size_t count)
{
    const char *name = json_string_value(json_object_get(object, key));
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    reader_fail(reader, key);
    return 0;
}

/* An array's size; 0 where it is wrong. */
static size_t size_of(struct reader *reader, const json_t *object, const char *key, size_t most)
{
    const json_t *array = json_object_get(object, key);
    if (!json_is_array(array) || json_array_size(array) > most)
        reader_fail(reader, key);
    return reader->failed ? 0 : json_array_size(array);
}

/* An array of strings, or NULL where there is none. */
static json_t *strings(struct reader *reader, const json_t *object, const char *key)
{
    json_t *array = json_object_get(object, key), *each;
    size_t i;
    if (!array)
        return NULL;
    if (!json_is_array(array) || json_array_size(array) > PROFILE_FUNCTIONS_MOST)
        reader_fail(reader, key);
    json_array_foreach(array, i, each)
    {
        if (!json_is_string(each) || json_string_length(each) > PROFILE_NAME_MOST)
            reader_fail(reader, key);
    }
    return reader->failed ? NULL : json_incref(array);
}

static void read_how(struct reader *reader, const json_t *object, struct profile_how *how)
{
    const json_t *counts = json_object_get(object, "counts");
    if (!json_is_object(object))
        reader_fail(reader, "how");
    how->event = known(reader, object, "event");
    how->frequency_asked = weight(reader, object, "frequency_asked", false);
    how->frequency_delivered = weight(reader, object, "frequency_delivered", false);
    how->samples = reader_natural(reader, object, "samples");
    how->lost = natural_or_0(reader, object, "lost");
    how->unattributed = weight(reader, object, "unattributed", false);
    if (how->unattributed > 1.000001) /* a sum of parts may be a rounding error above */
        reader_fail(reader, "unattributed");
    how->unsymbolized = strings(reader, object, "unsymbolized");
    how->orphans_reattached = natural_or_0(reader, object, "orphans_reattached");
    how->orphans_left = natural_or_0(reader, object, "orphans_left");
    how->clean_ns = natural_or_0(reader, object, "clean_ns");
    how->profiled_ns = natural_or_0(reader, object, "profiled_ns");
    if (!counts)
        return;
    how->counts_engine = known(reader, counts, "engine");
    how->counts_lines = reader_natural(reader, counts, "lines");
    how->counts_scale = weight(reader, counts, "scale", true);
    if (!how->counts_engine)
        reader_fail(reader, "counts");
}

static bool read_calls(struct reader *reader, const json_t *object, uint64_t *calls)
{
    *calls = natural_or_0(reader, object, "calls");
    return json_object_get(object, "calls") != NULL;
}

static void read_functions(struct reader *reader, const json_t *root, struct profile *profile)
{
    const char *names[PROFILE_CATEGORIES];
    size_t count = size_of(reader, root, "functions", PROFILE_FUNCTIONS_MOST);
    for (size_t i = 0; i < PROFILE_CATEGORIES; i++)
        names[i] = profile_category_name((enum profile_category)i);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "functions"), i);
        const char *name = text(reader, object, "name"), *module = text(reader, object, "module");
        size_t category = choice(reader, object, "category", names, PROFILE_CATEGORIES);
        if (profile_function(profile, name, module, (enum profile_category)category) != i) {
            reader_fail(reader, "functions"); /* one that is there twice */
            return;
        }
        struct profile_function *function = &profile->functions[i];
        function->self = weight(reader, object, "self", true);
        function->total = weight(reader, object, "total", true);
        function->samples = natural_or_0(reader, object, "samples");
        function->has_calls = read_calls(reader, object, &function->calls);
    }
}

static void read_edges(struct reader *reader, const json_t *root, struct profile *profile)
{
    size_t count = size_of(reader, root, "edges", PROFILE_EDGES_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "edges"), i);
        size_t caller = place(reader, object, "caller", profile->function_count);
        size_t callee = place(reader, object, "callee", profile->function_count);
        if (reader->failed || profile_edge(profile, caller, callee) != i) {
            reader_fail(reader, "edges");
            return;
        }
        struct profile_edge *edge = &profile->edges[i];
        edge->total = weight(reader, object, "total", true);
        edge->has_calls = read_calls(reader, object, &edge->calls);
    }
}

static void read_threads(struct reader *reader, const json_t *root, struct profile *profile)
{
    size_t count = size_of(reader, root, "threads", PROFILE_THREADS_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "threads"), i);
        uint64_t pid = reader_natural(reader, object, "pid"),
                 tid = reader_natural(reader, object, "tid");
        const char *name = text(reader, object, "name");
        if (profile_thread(profile, (int64_t)pid, (int64_t)tid, name) != i) {
            reader_fail(reader, "threads");
            return;
        }
        struct profile_thread *thread = &profile->threads[i];
        thread->start_ns = reader_natural(reader, object, "start_ns");
        thread->end_ns = reader_natural(reader, object, "end_ns");
        thread->cpu_ns = reader_natural(reader, object, "cpu_ns");
        if (thread->end_ns < thread->start_ns)
            reader_fail(reader, "end_ns");
    }
}

static void read_nodes(struct reader *reader, const json_t *root, struct profile *profile)
{
    size_t count = size_of(reader, root, "nodes", PROFILE_NODES_MOST);
    size_t *depths = profile_room(count, sizeof *depths);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "nodes"), i);
        size_t function = place(reader, object, "function", profile->function_count);
        size_t parent = place_or_none(reader, object, "parent", i); /* before its child */
        size_t thread = place_or_none(reader, object, "thread", profile->thread_count);
        if (reader->failed)
            break;
        depths[i] = parent == PROFILE_NONE ? 1 : depths[parent] + 1;
        if (depths[i] > PROFILE_DEPTH_MOST ||
            profile_node(profile, parent, function, thread) != i) {
            reader_fail(reader, "nodes");
            break;
        }
        profile_hit(profile, i, weight(reader, object, "self", true),
                    natural_or_0(reader, object, "samples"));
    }
    free(depths);
}

static void read_lanes(struct reader *reader, const json_t *root, struct profile *profile)
{
    static const char *const kinds[] = {"thread", "gpu"};
    static const char *const categories[] = {"compute", "copy", "wait", "call"};
    size_t count = size_of(reader, root, "lanes", PROFILE_LANES_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "lanes"), i);
        bool gpu = choice(reader, object, "category", kinds, 2) == 1;
        size_t lane = profile_lane(profile, text(reader, object, "name"), gpu);
        size_t spans = size_of(reader, object, "spans", PROFILE_SPANS_MOST);
        for (size_t j = 0; j < spans && !reader->failed; j++) {
            const json_t *span = json_array_get(json_object_get(object, "spans"), j);
            size_t category = choice(reader, span, "category", categories, 4);
            profile_span(profile, lane, text(reader, span, "name"),
                         (enum profile_span_category)category,
                         reader_natural(reader, span, "start_ns"),
                         reader_natural(reader, span, "ns"), natural_or_0(reader, span, "bytes"));
        }
    }
}

static struct profile *profile_of(const json_t *root, char *why, size_t why_size)
{
    static const char *const units[] = {"ns", "instructions"};
    struct reader reader = {.why = why, .why_size = why_size};
    struct profile *profile = profile_new();
    const json_t *data = json_object_get(root, "data");
    if (reader_natural(&reader, root, "schema") != PROFILE_SCHEMA)
        reader_fail(&reader, "schema");
    profile->variant = profile_clean(text(&reader, root, "variant"));
    profile->started = known(&reader, root, "started");
    profile->command = strings(&reader, root, "command");
    profile->engine = profile_clean(text(&reader, root, "engine"));
    if (!reader.failed && strcmp(profile->engine, "trace") == 0) {
        snprintf(why, why_size, "an old profile of calls alone; ./harness profile makes it anew");
        reader.failed = true;
    }
    profile->why = known(&reader, root, "why");
    profile->unit = (enum profile_unit)choice(&reader, root, "unit", units, 2);
    if (data) {
        profile->data_path = known(&reader, data, "path");
        profile->data_bytes = reader_natural(&reader, data, "bytes");
        profile->data_lines = natural_or_0(&reader, data, "lines");
        profile->data_repeat = natural_or_0(&reader, data, "repeat");
    }
    read_how(&reader, json_object_get(root, "how"), &profile->how);
    read_functions(&reader, root, profile);
    read_edges(&reader, root, profile);
    read_threads(&reader, root, profile);
    read_nodes(&reader, root, profile);
    read_lanes(&reader, root, profile);
    if (!reader.failed)
        return profile;
    profile_free(profile);
    return NULL;
}

/* Of what was loaded, which it frees; `error` says why that is nothing. */
static struct profile *profile_of_root(json_t *root, const json_error_t *error, char *why,
                                       size_t why_size)
{
    struct profile *profile = root ? profile_of(root, why, why_size) : NULL;
    if (!root)
        snprintf(why, why_size, "no JSON: line %d, column %d", error->line, error->column);
    json_decref(root);
    return profile;
}

struct profile *profile_parse(const char *text_of, size_t length, char *why, size_t why_size)
{
    json_error_t error;
    json_t *root = json_loadb(text_of, length, JSON_REJECT_DUPLICATES, &error);
    return profile_of_root(root, &error, why, why_size);
}

struct profile *profile_read(const char *path, char *why, size_t why_size)
{
    struct stat status;
    json_error_t error;
    char reason[300];
    FILE *file = fopen(path, "re");
    struct profile *profile = NULL;
    if (!file || fstat(fileno(file), &status) < 0) {
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(status.st_mode) || (uint64_t)status.st_size > PROFILE_FILE_MOST) {
        snprintf(why, why_size, "%s is no profile: no file, or one of over %zu MiB", path,
                 PROFILE_FILE_MOST >> 20);
    } else {
        json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
        profile = profile_of_root(root, &error, reason, sizeof reason);
        if (!profile)
            snprintf(why, why_size, "%s: %s", path, reason);
    }
    if (file)
        fclose(file);
    return profile;
}
