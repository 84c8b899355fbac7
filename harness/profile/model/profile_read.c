/* The other half of profile_file.h: reads profiles. A file may come from anywhere, so nothing in it
 * is trusted. */
#include "base/reader.h"
#include "profile/model/profile_file.h"
#include "system/machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *clean_or_null(const char *text)
{
    return text ? profile_clean(text) : NULL;
}

static void check_weight(struct reader *reader, const char *key, double weight)
{
    if (!(weight >= 0 && weight <= PROFILE_WEIGHT_MOST))
        reader_fail(reader, key);
}

static void check_strings(struct reader *reader, const json_t *array, const char *key)
{
    size_t count = reader_count(reader, array, key, PROFILE_FUNCTIONS_MOST);
    for (size_t i = 0; i < count; i++)
        if (!json_is_string(json_array_get(array, i)))
            reader_fail(reader, key);
}

/* The index of a value among names that end with NULL. */
static int choice(struct reader *reader, const char *key, const char *value,
                  const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], value) == 0)
            return i;
    reader_fail(reader, key);
    return 0;
}

static void read_how(struct reader *reader, json_t *object, struct profile_how *how)
{
    const char *event = NULL, *engine;
    json_t *counts = NULL;
    if (!reader_unpack(
            reader, object, "{s:I, s?s, s?F, s?F, s?I, s?F, s?O, s?I, s?I, s?I, s?I, s?I, s?o}",
            "samples", &how->samples, "event", &event, "frequency_asked", &how->frequency_asked,
            "frequency_delivered", &how->frequency_delivered, "lost", &how->lost, "unattributed",
            &how->unattributed, "unsymbolized", &how->unsymbolized, "orphans_reattached",
            &how->orphans_reattached, "orphans_left", &how->orphans_left, "cut", &how->cut,
            "clean_ns", &how->clean_ns, "profiled_ns", &how->profiled_ns, "counts", &counts))
        return;
    how->event = clean_or_null(event);
    check_weight(reader, "frequency_asked", how->frequency_asked);
    check_weight(reader, "frequency_delivered", how->frequency_delivered);
    check_weight(reader, "unattributed", how->unattributed);
    if (how->unattributed > 1.000001) /* a sum may be above 1 by a rounding error */
        reader_fail(reader, "unattributed");
    check_strings(reader, how->unsymbolized, "unsymbolized");
    if (!counts || !reader_unpack(reader, counts, "{s:s, s:I, s:F}", "engine", &engine, "lines",
                                  &how->counts_lines, "scale", &how->counts_scale))
        return;
    how->counts_engine = profile_clean(engine);
    check_weight(reader, "scale", how->counts_scale);
}

static void read_functions(struct reader *reader, const json_t *array, struct profile *profile)
{
    const char *categories[PROFILE_CATEGORIES + 1] = {NULL}, *name, *module, *category;
    size_t count = reader_count(reader, array, "functions", PROFILE_FUNCTIONS_MOST);
    for (enum profile_category i = 0; i < PROFILE_CATEGORIES; i++)
        categories[i] = profile_category_name(i);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        json_t *object = json_array_get(array, i);
        if (!reader_unpack(reader, object, "{s:s, s:s, s:s}", "name", &name, "module", &module,
                           "category", &category))
            return;
        int known = choice(reader, "category", category, categories);
        if (profile_function(profile, name, module, (enum profile_category)known) != i) {
            reader_fail(reader, "functions"); /* a duplicate */
            return;
        }
        struct profile_function *function = &profile->functions[i];
        function->has_calls = json_object_get(object, "calls");
        reader_unpack(reader, object, "{s:F, s:F, s?I, s?I}", "self", &function->self, "total",
                      &function->total, "samples", &function->samples, "calls", &function->calls);
        check_weight(reader, "self", function->self);
        check_weight(reader, "total", function->total);
    }
}

static void read_edges(struct reader *reader, const json_t *array, struct profile *profile)
{
    size_t count = reader_count(reader, array, "edges", PROFILE_EDGES_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        json_t *object = json_array_get(array, i);
        struct profile_edge edge = {.has_calls = json_object_get(object, "calls")};
        if (!reader_unpack(reader, object, "{s:I, s:I, s:F, s?I}", "caller", &edge.caller, "callee",
                           &edge.callee, "total", &edge.total, "calls", &edge.calls))
            return;
        check_weight(reader, "total", edge.total);
        if (edge.caller >= profile->function_count)
            reader_fail(reader, "caller");
        else if (edge.callee >= profile->function_count)
            reader_fail(reader, "callee");
        else if (profile_edge(profile, edge.caller, edge.callee) != i)
            reader_fail(reader, "edges");
        else
            profile->edges[i] = edge;
    }
}

static void read_threads(struct reader *reader, const json_t *array, struct profile *profile)
{
    size_t count = reader_count(reader, array, "threads", PROFILE_THREADS_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        int64_t pid, tid;
        uint64_t start_ns, end_ns, cpu_ns, preempted_ns = 0;
        const char *name;
        if (!reader_unpack(reader, json_array_get(array, i), "{s:I, s:I, s:s, s:I, s:I, s:I, s?I}",
                           "pid", &pid, "tid", &tid, "name", &name, "start_ns", &start_ns, "end_ns",
                           &end_ns, "cpu_ns", &cpu_ns, "preempted_ns", &preempted_ns))
            return;
        if (end_ns < start_ns)
            reader_fail(reader, "end_ns");
        else if (profile_thread(profile, pid, tid, name) != i)
            reader_fail(reader, "threads");
        else {
            profile->threads[i].start_ns = start_ns;
            profile->threads[i].end_ns = end_ns;
            profile->threads[i].cpu_ns = cpu_ns;
            profile->threads[i].preempted_ns = preempted_ns;
        }
    }
}

static void read_nodes(struct reader *reader, const json_t *array, struct profile *profile)
{
    size_t count = reader_count(reader, array, "nodes", PROFILE_NODES_MOST);
    size_t *depths = profile_room(count, sizeof *depths);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct profile_node node = {.parent = PROFILE_NONE, .thread = PROFILE_NONE};
        if (!reader_unpack(reader, json_array_get(array, i), "{s:I, s?I, s?I, s:F, s?I}",
                           "function", &node.function, "parent", &node.parent, "thread",
                           &node.thread, "self", &node.self, "samples", &node.samples))
            break;
        check_weight(reader, "self", node.self);
        if (node.function >= profile->function_count)
            reader_fail(reader, "function");
        else if (node.parent != PROFILE_NONE && node.parent >= i) /* it must be earlier */
            reader_fail(reader, "parent");
        else if (node.thread != PROFILE_NONE && node.thread >= profile->thread_count)
            reader_fail(reader, "thread");
        else if ((depths[i] = node.parent == PROFILE_NONE ? 1 : depths[node.parent] + 1) >
                     PROFILE_DEPTH_MOST ||
                 profile_node(profile, node.parent, node.function, node.thread) != i)
            reader_fail(reader, "nodes");
        else
            profile->nodes[i] = node;
    }
    free(depths);
}

static void read_spans(struct reader *reader, const json_t *array, struct profile *profile,
                       size_t lane)
{
    static const char *const categories[] = {"compute", "copy", "wait", "call", NULL};
    size_t count = reader_count(reader, array, "spans", PROFILE_SPANS_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const char *name, *category;
        uint64_t start_ns, ns, bytes = 0;
        if (reader_unpack(reader, json_array_get(array, i), "{s:s, s:s, s:I, s:I, s?I}", "name",
                          &name, "category", &category, "start_ns", &start_ns, "ns", &ns, "bytes",
                          &bytes))
            profile_span(
                profile, lane, name,
                (enum profile_span_category)choice(reader, "category", category, categories),
                start_ns, ns, bytes);
    }
}

static void read_lanes(struct reader *reader, const json_t *array, struct profile *profile)
{
    static const char *const categories[] = {"thread", "gpu", NULL};
    size_t count = reader_count(reader, array, "lanes", PROFILE_LANES_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const char *name, *category;
        json_t *spans;
        if (!reader_unpack(reader, json_array_get(array, i), "{s:s, s:s, s:o}", "name", &name,
                           "category", &category, "spans", &spans))
            return;
        bool gpu = choice(reader, "category", category, categories) == 1;
        read_spans(reader, spans, profile, profile_lane(profile, name, gpu));
    }
}

static void read_all(struct reader *reader, json_t *root, struct profile *profile)
{
    static const char *const units[] = {"ns", "instructions", NULL};
    const char *variant, *started = NULL, *engine, *why = NULL, *unit, *path = NULL,
                         *patterns = NULL;
    json_t *data = NULL, *how, *functions, *edges, *threads, *nodes, *lanes;
    if (reader_natural(reader, root, "schema") != PROFILE_SCHEMA)
        reader_fail(reader, "schema");
    if (!reader_unpack(
            reader, root, "{s:s, s?s, s?O, s:s, s?s, s:s, s?o, s:o, s:o, s:o, s:o, s:o, s:o}",
            "variant", &variant, "started", &started, "command", &profile->command, "engine",
            &engine, "why", &why, "unit", &unit, "data", &data, "how", &how, "functions",
            &functions, "edges", &edges, "threads", &threads, "nodes", &nodes, "lanes", &lanes))
        return;
    profile->variant = profile_clean(variant);
    profile->started = clean_or_null(started);
    profile->engine = profile_clean(engine);
    profile->why = clean_or_null(why);
    if (strcmp(engine, "trace") == 0)
        reader_refuse(reader, "an old profile with calls only; %s profile makes a new one",
                      machine_self());
    check_strings(reader, profile->command, "command");
    profile->unit = (enum profile_unit)choice(reader, "unit", unit, units);
    if (data)
        reader_unpack(reader, data, "{s?s, s:I, s?I, s?I, s?s}", "path", &path, "bytes",
                      &profile->data_bytes, "lines", &profile->data_lines, "repeat",
                      &profile->data_repeat, "patterns", &patterns);
    profile->patterns = clean_or_null(patterns);
    profile->data_path = clean_or_null(path);
    read_how(reader, how, &profile->how);
    read_functions(reader, functions, profile);
    read_edges(reader, edges, profile);
    read_threads(reader, threads, profile);
    read_nodes(reader, nodes, profile);
    read_lanes(reader, lanes, profile);
}

/* Frees `root`; if that is NULL, `error` says why. */
static struct profile *profile_of(struct reader *reader, json_t *root, const json_error_t *error)
{
    struct profile *profile = profile_new();
    if (root)
        read_all(reader, root, profile);
    else
        reader_refuse(reader, "no JSON: line %d, column %d", error->line, error->column);
    json_decref(root);
    if (!reader->failed)
        return profile;
    profile_free(profile);
    return NULL;
}

struct profile *profile_parse(const char *text, size_t length, char *why, size_t why_size)
{
    struct reader reader = {NULL, why, why_size, false};
    json_error_t error;
    return profile_of(&reader, json_loadb(text, length, JSON_REJECT_DUPLICATES, &error), &error);
}

struct profile *profile_read(const char *path, char *why, size_t why_size)
{
    struct reader reader = {path, why, why_size, false};
    json_error_t error;
    FILE *file = fopen(path, "re");
    if (!file) {
        reader_refuse(&reader, "%s", strerror(errno));
        return NULL;
    }
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    return profile_of(&reader, root, &error);
}
