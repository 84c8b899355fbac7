#include "profile/model/profile_file.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_verdict.h"
#include "variants/encoding.h"

#include <math.h>
#include <stdlib.h>

/* Weights are usually whole numbers. */
static json_t *number(double value)
{
    if (value == floor(value) && fabs(value) < 9e15)
        return json_integer((json_int_t)value);
    return json_real(isfinite(value) ? value : 0);
}

/* Unknown values are NULL, and omitted. */
static json_t *known_text(const char *text)
{
    return text ? encode_text(text) : NULL;
}

static json_t *above_0(double value)
{
    return value > 0 ? number(value) : NULL;
}

static json_t *place_or_null(size_t place)
{
    return place == PROFILE_NONE ? NULL : encode_natural(place);
}

static json_t *how_object(const struct profile_how *how)
{
    json_t *counts = NULL;
    if (how->counts_engine)
        counts = json_pack("{s:o, s:o, s:o}", "engine", encode_text(how->counts_engine), "lines",
                           encode_natural(how->counts_lines), "scale", number(how->counts_scale));
    return json_pack("{s:o*, s:o*, s:o*, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o*, s:o*, s:o*}",
                     "event", known_text(how->event), "frequency_asked",
                     above_0(how->frequency_asked), "frequency_delivered",
                     above_0(how->frequency_delivered), "samples", encode_natural(how->samples),
                     "lost", encode_natural(how->lost), "unattributed", number(how->unattributed),
                     "unsymbolized",
                     how->unsymbolized ? json_incref(how->unsymbolized) : json_array(),
                     "orphans_reattached", encode_natural(how->orphans_reattached), "orphans_left",
                     encode_natural(how->orphans_left), "cut", encode_natural(how->cut), "clean_ns",
                     how->clean_ns ? encode_natural(how->clean_ns) : NULL, "profiled_ns",
                     how->profiled_ns ? encode_natural(how->profiled_ns) : NULL, "counts", counts);
}

static json_t *functions_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:o*}", "name",
                             encode_text(function->name), "module", encode_text(function->module),
                             "category", profile_category_name(function->category), "self",
                             number(function->self), "total", number(function->total), "samples",
                             encode_natural(function->samples), "calls",
                             function->has_calls ? encode_natural(function->calls) : NULL));
    }
    return array;
}

static json_t *edges_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:o*}", "caller", encode_natural(edge->caller),
                             "callee", encode_natural(edge->callee), "total", number(edge->total),
                             "calls", edge->has_calls ? encode_natural(edge->calls) : NULL));
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
            json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "pid", (json_int_t)thread->pid, "tid",
                      (json_int_t)thread->tid, "name", encode_text(thread->name), "start_ns",
                      encode_natural(thread->start_ns), "end_ns", encode_natural(thread->end_ns),
                      "cpu_ns", encode_natural(thread->cpu_ns), "preempted_ns",
                      encode_natural(thread->preempted_ns)));
    }
    return array;
}

static json_t *nodes_array(const struct profile *profile)
{
    json_t *array = json_array();
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        json_array_append_new(
            array,
            json_pack("{s:o, s:o*, s:o*, s:o, s:o}", "function", encode_natural(node->function),
                      "parent", place_or_null(node->parent), "thread", place_or_null(node->thread),
                      "self", number(node->self), "samples", encode_natural(node->samples)));
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

/* The verdict as the terminal shows it, so that the page need not know the rule. */
static json_t *verdict_object(const struct profile *profile)
{
    struct profile_verdict verdict = profile_verdict(profile);
    char *text = profile_verdict_text(profile);
    json_t *object =
        json_pack("{s:o, s:o}", "text", encode_text(text), "function",
                  verdict.doubt == PROFILE_NO_DOUBT ? json_integer((json_int_t)verdict.function)
                                                    : json_null());
    free(text);
    return object;
}

/* The same for how evenly threads share the work; NULL if fewer than two do. */
static json_t *imbalance_object(const struct profile *profile)
{
    struct profile_imbalance imbalance = profile_imbalance(profile);
    if (imbalance.count < 2)
        return NULL;
    return json_pack("{s:o, s:o, s:o}", "times", number(imbalance.times), "count",
                     encode_natural(imbalance.count), "busiest", encode_natural(imbalance.busiest));
}

static json_t *data_object(const struct profile *profile)
{
    if (!profile->data_path)
        return NULL;
    return json_pack("{s:o, s:o, s:o, s:o, s:o*}", "path", encode_text(profile->data_path), "bytes",
                     encode_natural(profile->data_bytes), "lines",
                     encode_natural(profile->data_lines), "repeat",
                     encode_natural(profile->data_repeat ? profile->data_repeat : 1), "patterns",
                     known_text(profile->patterns));
}

json_t *profile_object(const struct profile *profile)
{
    return json_pack(
        "{s:i, s:o*, s:o*, s:O*, s:o*, s:o*, s:s, s:o*, s:o, s:o*, s:o, s:o, s:o, s:o, s:o, s:o}",
        "schema", PROFILE_SCHEMA, "variant", known_text(profile->variant), "started",
        known_text(profile->started), "command", profile->command, "engine",
        known_text(profile->engine), "why", known_text(profile->why), "unit",
        profile->unit == PROFILE_NS ? "ns" : "instructions", "data", data_object(profile),
        "verdict", verdict_object(profile), "imbalance", imbalance_object(profile), "how",
        how_object(&profile->how), "functions", functions_array(profile), "edges",
        edges_array(profile), "threads", threads_array(profile), "nodes", nodes_array(profile),
        "lanes", lanes_array(profile));
}

bool profile_dump(const struct profile *profile, FILE *to)
{
    json_t *object = profile_object(profile);
    bool good = json_dumpf(object, to, JSON_COMPACT | JSON_REAL_PRECISION(17)) == 0 &&
                putc('\n', to) != EOF;
    json_decref(object);
    return good;
}
