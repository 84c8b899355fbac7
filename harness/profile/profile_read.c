/* The other half of profile_file.h: a profile back into memory. A file may come from anywhere, so
 * nothing in it is taken on trust. */
#include "encoding.h"
#include "profile_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SCHEMA 1

/* The first thing wrong, where there is one. */
struct check {
    char *why;
    size_t why_size;
    bool failed;
};

static void fail(struct check *check, const char *key)
{
    if (!check->failed)
        snprintf(check->why, check->why_size, "\"%s\" is missing or wrong", key);
    check->failed = true;
}

static uint64_t natural(struct check *check, const json_t *object, const char *key, bool needed)
{
    uint64_t value = 0;
    const json_t *there = json_object_get(object, key);
    if ((there || needed) && !decode_natural(there, &value))
        fail(check, key);
    return value;
}

static double weight(struct check *check, const json_t *object, const char *key, bool needed)
{
    const json_t *there = json_object_get(object, key);
    double value = json_number_value(there);
    if (!there && !needed)
        return 0;
    if (!json_is_number(there) || !(value >= 0 && value <= PROFILE_WEIGHT_MOST))
        fail(check, key);
    return check->failed ? 0 : value;
}

static const char *text(struct check *check, const json_t *object, const char *key)
{
    const json_t *there = json_object_get(object, key);
    if (!json_is_string(there) || json_string_length(there) > PROFILE_NAME_MOST)
        fail(check, key);
    return check->failed ? "" : json_string_value(there);
}

/* The same where it may be missing; free() it. */
static char *known(struct check *check, const json_t *object, const char *key)
{
    if (!json_object_get(object, key))
        return NULL;
    const char *value = text(check, object, key);
    return check->failed ? NULL : profile_clean(value);
}

/* A place in an array of `count`. */
static size_t place(struct check *check, const json_t *object, const char *key, size_t count)
{
    uint64_t value = natural(check, object, key, true);
    if (value >= count)
        fail(check, key);
    return check->failed ? 0 : (size_t)value;
}

/* The same, PROFILE_NONE where it is missing. */
static size_t place_or_none(struct check *check, const json_t *object, const char *key,
                            size_t count)
{
    return json_object_get(object, key) ? place(check, object, key, count) : PROFILE_NONE;
}

/* Which of the names a value is. */
static size_t choice(struct check *check, const json_t *object, const char *key,
                     const char *const *names, size_t count)
{
    const char *name = json_string_value(json_object_get(object, key));
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    fail(check, key);
    return 0;
}

/* An array's size; 0 where it is wrong. */
static size_t size_of(struct check *check, const json_t *object, const char *key, size_t most)
{
    const json_t *array = json_object_get(object, key);
    if (!json_is_array(array) || json_array_size(array) > most)
        fail(check, key);
    return check->failed ? 0 : json_array_size(array);
}

/* An array of strings, or NULL where there is none. */
static json_t *strings(struct check *check, const json_t *object, const char *key)
{
    json_t *array = json_object_get(object, key), *each;
    size_t i;
    if (!array)
        return NULL;
    if (!json_is_array(array) || json_array_size(array) > PROFILE_FUNCTIONS_MOST)
        fail(check, key);
    json_array_foreach(array, i, each)
    {
        if (!json_is_string(each) || json_string_length(each) > PROFILE_NAME_MOST)
            fail(check, key);
    }
    return check->failed ? NULL : json_incref(array);
}

static void read_how(struct check *check, const json_t *object, struct profile_how *how)
{
    const json_t *counts = json_object_get(object, "counts");
    if (!json_is_object(object))
        fail(check, "how");
    how->event = known(check, object, "event");
    how->frequency_asked = weight(check, object, "frequency_asked", false);
    how->frequency_delivered = weight(check, object, "frequency_delivered", false);
    how->samples = natural(check, object, "samples", true);
    how->lost = natural(check, object, "lost", false);
    how->unattributed = weight(check, object, "unattributed", false);
    if (how->unattributed > 1.000001) /* a sum of parts may be a rounding error above */
        fail(check, "unattributed");
    how->unsymbolized = strings(check, object, "unsymbolized");
    how->orphans_reattached = natural(check, object, "orphans_reattached", false);
    how->orphans_left = natural(check, object, "orphans_left", false);
    how->clean_ns = natural(check, object, "clean_ns", false);
    how->profiled_ns = natural(check, object, "profiled_ns", false);
    if (!counts)
        return;
    how->counts_engine = known(check, counts, "engine");
    how->counts_lines = natural(check, counts, "lines", true);
    how->counts_scale = weight(check, counts, "scale", true);
    if (!how->counts_engine)
        fail(check, "counts");
}

static bool read_calls(struct check *check, const json_t *object, uint64_t *calls)
{
    *calls = natural(check, object, "calls", false);
    return json_object_get(object, "calls") != NULL;
}

static void read_functions(struct check *check, const json_t *root, struct profile *profile)
{
    const char *names[PROFILE_CATEGORIES];
    size_t count = size_of(check, root, "functions", PROFILE_FUNCTIONS_MOST);
    for (size_t i = 0; i < PROFILE_CATEGORIES; i++)
        names[i] = profile_category_name((enum profile_category)i);
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "functions"), i);
        const char *name = text(check, object, "name"), *module = text(check, object, "module");
        size_t category = choice(check, object, "category", names, PROFILE_CATEGORIES);
        if (profile_function(profile, name, module, (enum profile_category)category) != i) {
            fail(check, "functions"); /* one that is there twice */
            return;
        }
        struct profile_function *function = &profile->functions[i];
        function->self = weight(check, object, "self", true);
        function->total = weight(check, object, "total", true);
        function->samples = natural(check, object, "samples", false);
        function->has_calls = read_calls(check, object, &function->calls);
    }
}

static void read_edges(struct check *check, const json_t *root, struct profile *profile)
{
    size_t count = size_of(check, root, "edges", PROFILE_EDGES_MOST);
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "edges"), i);
        size_t caller = place(check, object, "caller", profile->function_count);
        size_t callee = place(check, object, "callee", profile->function_count);
        if (check->failed || profile_edge(profile, caller, callee) != i) {
            fail(check, "edges");
            return;
        }
        struct profile_edge *edge = &profile->edges[i];
        edge->total = weight(check, object, "total", true);
        edge->has_calls = read_calls(check, object, &edge->calls);
    }
}

static void read_threads(struct check *check, const json_t *root, struct profile *profile)
{
    size_t count = size_of(check, root, "threads", PROFILE_THREADS_MOST);
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "threads"), i);
        uint64_t pid = natural(check, object, "pid", true),
                 tid = natural(check, object, "tid", true);
        if (profile_thread(profile, (int64_t)pid, (int64_t)tid, text(check, object, "name")) != i) {
            fail(check, "threads");
            return;
        }
        struct profile_thread *thread = &profile->threads[i];
        thread->start_ns = natural(check, object, "start_ns", true);
        thread->end_ns = natural(check, object, "end_ns", true);
        thread->cpu_ns = natural(check, object, "cpu_ns", true);
        if (thread->end_ns < thread->start_ns)
            fail(check, "end_ns");
    }
}

static void read_nodes(struct check *check, const json_t *root, struct profile *profile)
{
    size_t count = size_of(check, root, "nodes", PROFILE_NODES_MOST);
    size_t *depths = calloc(count + 1, sizeof *depths);
    if (!depths)
        fail(check, "nodes");
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "nodes"), i);
        size_t function = place(check, object, "function", profile->function_count);
        size_t parent = place_or_none(check, object, "parent", i); /* before its child */
        size_t thread = place_or_none(check, object, "thread", profile->thread_count);
        if (check->failed)
            break;
        depths[i] = parent == PROFILE_NONE ? 1 : depths[parent] + 1;
        if (depths[i] > PROFILE_DEPTH_MOST ||
            profile_node(profile, parent, function, thread) != i) {
            fail(check, "nodes");
            break;
        }
        profile_hit(profile, i, weight(check, object, "self", true),
                    natural(check, object, "samples", false));
    }
    free(depths);
}

static void read_lanes(struct check *check, const json_t *root, struct profile *profile)
{
    static const char *const kinds[] = {"thread", "gpu"};
    static const char *const categories[] = {"compute", "copy", "wait", "call"};
    size_t count = size_of(check, root, "lanes", PROFILE_LANES_MOST);
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *object = json_array_get(json_object_get(root, "lanes"), i);
        bool gpu = choice(check, object, "category", kinds, 2) == 1;
        size_t lane = profile_lane(profile, text(check, object, "name"), gpu);
        size_t spans = size_of(check, object, "spans", PROFILE_SPANS_MOST);
        for (size_t j = 0; j < spans && !check->failed; j++) {
            const json_t *span = json_array_get(json_object_get(object, "spans"), j);
            size_t category = choice(check, span, "category", categories, 4);
            profile_span(profile, lane, text(check, span, "name"),
                         (enum profile_span_category)category,
                         natural(check, span, "start_ns", true), natural(check, span, "ns", true),
                         natural(check, span, "bytes", false));
        }
    }
}

static struct profile *profile_of(const json_t *root, char *why, size_t why_size)
{
    static const char *const units[] = {"ns", "instructions"};
    struct check check = {why, why_size, false};
    struct profile *profile = profile_new();
    const json_t *data = json_object_get(root, "data");
    if (natural(&check, root, "schema", true) != SCHEMA)
        fail(&check, "schema");
    profile->variant = profile_clean(text(&check, root, "variant"));
    profile->started = known(&check, root, "started");
    profile->command = strings(&check, root, "command");
    profile->engine = profile_clean(text(&check, root, "engine"));
    profile->why = known(&check, root, "why");
    profile->unit = (enum profile_unit)choice(&check, root, "unit", units, 2);
    if (data) {
        profile->data_path = known(&check, data, "path");
        profile->data_bytes = natural(&check, data, "bytes", true);
        profile->data_lines = natural(&check, data, "lines", false);
        profile->data_repeat = natural(&check, data, "repeat", false);
    }
    read_how(&check, json_object_get(root, "how"), &profile->how);
    read_functions(&check, root, profile);
    read_edges(&check, root, profile);
    read_threads(&check, root, profile);
    read_nodes(&check, root, profile);
    read_lanes(&check, root, profile);
    if (!check.failed)
        return profile;
    profile_free(profile);
    return NULL;
}

struct profile *profile_parse(const char *text_of, size_t length, char *why, size_t why_size)
{
    json_error_t error;
    json_t *root = json_loadb(text_of, length, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        snprintf(why, why_size, "no JSON: line %d, column %d", error.line, error.column);
        return NULL;
    }
    struct profile *profile = profile_of(root, why, why_size);
    json_decref(root);
    return profile;
}

struct profile *profile_read(const char *path, char *why, size_t why_size)
{
    struct stat status;
    FILE *file = fopen(path, "re");
    bool there = file && fstat(fileno(file), &status) == 0;
    bool fits = there && S_ISREG(status.st_mode) && (uint64_t)status.st_size <= PROFILE_FILE_MOST;
    char *bytes = fits ? malloc((size_t)status.st_size + 1) : NULL;
    struct profile *profile = NULL;
    char reason[300];
    if (!there)
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
    else if (!fits)
        snprintf(why, why_size, "%s is no profile: no file, or one of over %zu MiB", path,
                 PROFILE_FILE_MOST >> 20);
    else if (!bytes)
        snprintf(why, why_size, "no memory for %s", path);
    else if (!(profile = profile_parse(bytes, fread(bytes, 1, (size_t)status.st_size, file), reason,
                                       sizeof reason)))
        snprintf(why, why_size, "%s: %s", path, reason);
    free(bytes);
    if (file)
        fclose(file);
    return profile;
}
