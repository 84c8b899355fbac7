#include "profile/show/profile_graph.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_words.h"
#include "system/programs.h"
#include "system/run.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define DRAW_TIMEOUT_NS (60 * NS_PER_S)
#define NAME_MOST 40

/* Fill and border by category, in the report page's hues, after Okabe and Ito; light enough for
 * black text. */
static const struct {
    const char *fill, *border;
} colours[PROFILE_CATEGORIES] = {
    [PROFILE_OWN] = {"#cfe6f5", "#0072b2"}, [PROFILE_LIBRARY] = {"#fde3b5", "#a66d00"},
    [PROFILE_JIT] = {"#f6d5c3", "#b0501c"}, [PROFILE_KERNEL] = {"#c6ebdd", "#007a59"},
    [PROFILE_GPU] = {"#f3d3e3", "#aa4f82"}, [PROFILE_UNKNOWN] = {"#ffffff", "#5b5b5b"},
};

struct graph {
    const struct profile *profile;
    FILE *to;
    struct profile_whole whole;
    bool *drawn;
    size_t rest; /* functions that are not drawn */
    double rest_self;
};

/* The share of a function, or of a call of it. */
static double share_of(const struct graph *graph, size_t function, double weight)
{
    return profile_part(&graph->whole, graph->profile->functions[function].category, weight);
}

/* Inside a quoted string of DOT. */
static void escaped(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', to);
        fputc(iscntrl((unsigned char)*text) ? ' ' : *text, to);
    }
}

/* A line of a label; `pad` keeps it clear of an arrow. */
static void calls_words(const struct graph *graph, uint64_t calls, const char *pad)
{
    char text[UNITS_SIZE];
    fprintf(graph->to, "\\n%s%s %s%s", pad, profile_calls(text, graph->profile, calls),
            calls == 1 ? "call" : "calls", pad);
}

static void draw_function(const struct graph *graph, size_t place)
{
    const struct profile_function *function = &graph->profile->functions[place];
    double self = share_of(graph, place, function->self);
    char total[UNITS_SIZE], own[UNITS_SIZE];
    char *name = profile_short_name(function->name, NAME_MOST);
    fprintf(graph->to, "    f%zu [label=\"", place);
    escaped(graph->to, name);
    fprintf(graph->to, "\\n%s", profile_category_name(function->category));
    fprintf(graph->to, "\\ntotal %s %%, self %s %%",
            profile_percent(total, share_of(graph, place, function->total)),
            profile_percent(own, self));
    if (function->has_calls)
        calls_words(graph, function->calls, "");
    fprintf(graph->to, "\", fillcolor=\"%s\", color=\"%s\", penwidth=%.1f, tooltip=\"",
            colours[function->category].fill, colours[function->category].border, 1 + 5 * self);
    escaped(graph->to, function->name);
    if (*function->module) {
        fputs(" in ", graph->to);
        escaped(graph->to, function->module);
    }
    fputs("\"];\n", graph->to);
    free(name);
}

/* Draws an arrow between boxes; the rest is a box, too. */
static void draw_edge(const struct graph *graph, const char *from, const char *to, double share,
                      bool has_calls, uint64_t calls)
{
    char percent[UNITS_SIZE];
    fprintf(graph->to, "    %s -> %s [label=\"  %s %%  ", from, to,
            profile_percent(percent, share));
    if (has_calls)
        calls_words(graph, calls, "  ");
    fprintf(graph->to, "\", penwidth=%.1f];\n", 0.6 + 4 * share);
}

/* Draws arrows between boxes, and counts those below the threshold. Calls to functions that are not
 * drawn are summed up by caller. Calls from those functions need no arrow, because they are below
 * the threshold. */
static size_t draw_edges(const struct graph *graph)
{
    const struct profile *profile = graph->profile;
    double *to_rest = profile_room(profile->function_count, sizeof *to_rest);
    size_t left_out = 0;
    char from[32], to[32];
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        if (!graph->drawn[edge->caller] || edge->total <= 0)
            continue;
        double share = share_of(graph, edge->callee, edge->total);
        if (!graph->drawn[edge->callee]) {
            to_rest[edge->caller] += share;
        } else if (share < GRAPH_LEAST) {
            left_out++;
        } else {
            snprintf(from, sizeof from, "f%zu", edge->caller);
            snprintf(to, sizeof to, "f%zu", edge->callee);
            draw_edge(graph, from, to, share, edge->has_calls, edge->calls);
        }
    }
    for (size_t i = 0; i < profile->function_count; i++) {
        snprintf(from, sizeof from, "f%zu", i);
        if (to_rest[i] >= GRAPH_LEAST)
            draw_edge(graph, from, "rest", to_rest[i], false, 0);
        else
            left_out += to_rest[i] > 0;
    }
    free(to_rest);
    return left_out;
}

static void draw_title(const struct graph *graph, size_t left_out)
{
    const struct profile *profile = graph->profile;
    char samples[UNITS_SIZE], *all = profile_whole_words(profile);
    fputs("    label=\"", graph->to);
    escaped(graph->to, profile->variant);
    fputs(": ", graph->to);
    escaped(graph->to, profile->engine);
    fprintf(graph->to, ", %s", all);
    free(all);
    if (profile->how.samples)
        fprintf(graph->to, " in %s %s", units_grouped(samples, profile->how.samples),
                units_plural(profile->how.samples, "sample", "samples"));
    fprintf(
        graph->to,
        "\\lPercentages are of all of it. Functions with under %.0f %% in total are one box%s\\l",
        100 * GRAPH_LEAST, left_out ? "," : ".");
    if (left_out)
        fprintf(graph->to, "and %zu arrow%s with under %.0f %% left out.\\l", left_out,
                left_out == 1 ? "" : "s", 100 * GRAPH_LEAST);
    fputs("Blue: own code. Yellow: libraries. Red: JIT. Green: kernel. Pink: GPU.\\l\";\n",
          graph->to);
}

void profile_graph_dot(const struct profile *profile, FILE *to)
{
    struct graph graph = {.profile = profile, .to = to, .whole = profile_whole(profile)};
    graph.drawn = profile_room(profile->function_count, sizeof *graph.drawn);
    fputs("digraph profile {\n"
          "    graph [fontname=\"Helvetica\", fontsize=12, labelloc=t, labeljust=l, ranksep=0.45,\n"
          "           nodesep=0.35, bgcolor=white];\n"
          "    node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"filled,rounded\",\n"
          "          margin=\"0.16,0.08\"];\n"
          "    edge [fontname=\"Helvetica\", fontsize=9, color=\"#5b5b5b\", arrowsize=0.7];\n",
          to);
    for (size_t i = 0; i < profile->function_count; i++) {
        graph.drawn[i] = share_of(&graph, i, profile->functions[i].total) >= GRAPH_LEAST;
        if (graph.drawn[i]) {
            draw_function(&graph, i);
        } else {
            graph.rest++;
            graph.rest_self += share_of(&graph, i, profile->functions[i].self);
        }
    }
    if (graph.rest) {
        char percent[UNITS_SIZE];
        fprintf(to,
                "    rest [label=\"%zu other function%s\\neach under %.0f %% in total\\nself %s %% "
                "together\", fillcolor=\"#ffffff\", color=\"#5b5b5b\", "
                "style=\"filled,rounded,dashed\"];\n",
                graph.rest, graph.rest == 1 ? "" : "s", 100 * GRAPH_LEAST,
                profile_percent(percent, graph.rest_self));
    }
    draw_title(&graph, draw_edges(&graph));
    fputs("}\n", to);
    free(graph.drawn);
}

bool profile_graph_draw(const char *dot_path, const char *svg_path, char *why, size_t why_size)
{
    static struct run run;
    char *dot = program_find("dot"), reason[300] = "";
    if (!dot) {
        snprintf(why, why_size,
                 "Graphviz is not installed (its dot draws graph.dot): apt-get install graphviz");
        return false;
    }
    char *argv[] = {dot, "-Tsvg", "-o", (char *)svg_path, (char *)dot_path, NULL};
    run_program(argv, DRAW_TIMEOUT_NS, &run);
    free(dot);
    if (run.end == RUN_TIMEOUT)
        snprintf(reason, sizeof reason, "not done within a minute");
    else if (run.end != RUN_EXITED || run.code != 0)
        run_explain(&run, DRAW_TIMEOUT_NS, reason, sizeof reason);
    else if (access(svg_path, R_OK) == 0)
        return true;
    unlink(svg_path);
    snprintf(why, why_size, "Graphviz' dot failed on graph.dot: %s",
             *reason ? reason : "it wrote nothing");
    return false;
}
