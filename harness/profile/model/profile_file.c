#include "profile/model/profile_file.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_verdict.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

/* Weights are whole numbers most of the time. */
static json_t *number(double value)
{
    if (value == floor(value) && fabs(value) < 9e15)
        return json_integer((json_int_t)value);
    return json_real(isfinite(value) ? value : 0);
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) < 0)
        errx(1, "no memory for the profile");
}

static void set_known(json_t *object, const char *key, const char *text)
{
    if (text)
        set(object, key, encode_text(text));
}

static json_t *how_object(const struct profile_how *how)
{
    json_t *object = json_object();
    set_known(object, "event", how->event);
    if (how->frequency_asked > 0)
        set(object, "frequency_asked", number(how->frequency_asked));
    if (how->frequency_delivered > 0)
        set(object, "frequency_delivered", number(how->frequency_delivered));
    set(object, "samples", encode_natural(how->samples));
    set(object, "lost", encode_natural(how->lost));
    set(object, "unattributed", number(how->unattributed));
    set(object, "unsymbolized", how->unsymbolized ? json_incref(how->unsymbolized) : json_array());
    set(object, "orphans_reattached", encode_natural(how->orphans_reattached));
    set(object, "orphans_left", encode_natural(how->orphans_left));
    if (how->clean_ns)
        set(object, "clean_ns", encode_natural(how->clean_ns));
    if (how->profiled_ns)
        set(object, "profiled_ns", encode_natural(how->profiled_ns));
    if (how->counts_engine)
        set(object, "counts",
            json_pack("{s:o, s:o, s:o}", "engine", encode_text(how->counts_engine), "lines",
                      encode_natural(how->counts_lines), "scale", number(how->counts_scale)));
    return object;
}

static json_t *functions_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        json_t *object = json_pack(
            "{s:o, s:o, s:s, s:o, s:o, s:o}", "name", encode_text(function->name), "module",
            encode_text(function->module), "category", profile_category_name(function->category),
            "self", number(function->self), "total", number(function->total), "samples",
            encode_natural(function->samples));
        if (function->has_calls)
            set(object, "calls", encode_natural(function->calls));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *edges_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        json_t *object =
            json_pack("{s:o, s:o, s:o}", "caller", encode_natural(edge->caller), "callee",
                      encode_natural(edge->callee), "total", number(edge->total));
        if (edge->has_calls)
            set(object, "calls", encode_natural(edge->calls));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *threads_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        json_array_append_new(
            array,
            json_pack("{s:I, s:I, s:o, s:o, s:o, s:o}", "pid", (json_int_t)thread->pid, "tid",
                      (json_int_t)thread->tid, "name", encode_text(thread->name), "start_ns",
                      encode_natural(thread->start_ns), "end_ns", encode_natural(thread->end_ns),
                      "cpu_ns", encode_natural(thread->cpu_ns)));
    }
    return array;
}

static json_t *nodes_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        json_t *object = json_object();
        set(object, "function", encode_natural(node->function));
        if (node->parent != PROFILE_NONE)
            set(object, "parent", encode_natural(node->parent));
        if (node->thread != PROFILE_NONE)
            set(object, "thread", encode_natural(node->thread));
        set(object, "self", number(node->self));
        set(object, "samples", encode_natural(node->samples));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *lanes_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->lane_count; i++) {
        const struct profile_lane *lane = &profile->lanes[i];
        json_t *spans = json_array();
        for (size_t j = 0; j < lane->span_count; j++) {
            const struct profile_span *span = &lane->spans[j];
            json_array_append_new(
                spans, json_pack("{s:o, s:s, s:o, s:o, s:o}", "name", encode_text(span->name),
                                 "category", profile_span_category_name(span->category), "start_ns",
                                 encode_natural(span->start_ns), "ns", encode_natural(span->ns),
                                 "bytes", encode_natural(span->bytes)));
        }
        json_array_append_new(array,
                              json_pack("{s:o, s:s, s:o}", "name", encode_text(lane->name),
                                        "category", lane->gpu ? "gpu" : "thread", "spans", spans));
    }
    return array;
}

/* As a reader of the terminal has it: the page shows it, and need not know the rule. */
static json_t *verdict_object(const struct profile *profile)
{
    size_t function = profile_verdict(profile).function;
    char *text = profile_verdict_text(profile);
    json_t *object =
        json_pack("{s:o, s:o}", "text", encode_text(text), "function",
                  function == PROFILE_NONE ? json_null() : json_integer((json_int_t)function));
    free(text);
    return object;
}

/* The same for how evenly threads shared the work; nothing where fewer than two did. */
static void set_imbalance(json_t *object, const struct profile *profile)
{
    struct profile_imbalance imbalance = profile_imbalance(profile);
    if (imbalance.count > 1)
        set(object, "imbalance",
            json_pack("{s:o, s:o, s:o}", "times", number(imbalance.times), "count",
                      encode_natural(imbalance.count), "busiest",
                      encode_natural(imbalance.busiest)));
}

json_t *profile_object(const struct profile *profile)
{
    json_t *object = json_object();
    set(object, "schema", json_integer(PROFILE_SCHEMA));
    set_known(object, "variant", profile->variant);
    set_known(object, "started", profile->started);
    if (profile->command)
        set(object, "command", json_incref(profile->command));
    set_known(object, "engine", profile->engine);
    set_known(object, "why", profile->why);
    set(object, "unit", json_string(profile->unit == PROFILE_NS ? "ns" : "instructions"));
    if (profile->data_path)
        set(object, "data",
            json_pack("{s:o, s:o, s:o, s:o}", "path", encode_text(profile->data_path), "bytes",
                      encode_natural(profile->data_bytes), "lines",
                      encode_natural(profile->data_lines), "repeat",
                      encode_natural(profile->data_repeat ? profile->data_repeat : 1)));
    set(object, "verdict", verdict_object(profile));
    set_imbalance(object, profile);
    set(object, "how", how_object(&profile->how));
    set(object, "functions", functions_array(profile));
    set(object, "edges", edges_array(profile));
    set(object, "threads", threads_array(profile));
    set(object, "nodes", nodes_array(profile));
    set(object, "lanes", lanes_array(profile));
    return object;
}

bool profile_dump(const struct profile *profile, FILE *to)
{
    json_t *object = profile_object(profile);
    bool good = json_dumpf(object, to, JSON_COMPACT | JSON_REAL_PRECISION(17)) == 0 &&
                putc('\n', to) != EOF;
    json_decref(object);
    return good;
}
