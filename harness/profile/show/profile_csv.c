/* The tables of profile_exports.h, and the folded stacks. */
#include "base/csv.h"
#include "profile/model/profile_figures.h"
#include "profile/show/profile_exports.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* Behind a comma. */
static void share(FILE *to, double value)
{
    fputc(',', to);
    if (isfinite(value))
        fprintf(to, "%.6f", value);
}

void profile_export_functions(const struct profile *profile, FILE *to)
{
    const char *unit = profile->unit == PROFILE_NS ? "ns" : "instructions";
    struct profile_whole whole = profile_whole(profile);
    size_t *order = profile_sorted(profile, PROFILE_BY_SELF);
    fprintf(to,
            "function,module,category,self_%s,self_share,self_share_error,total_%s,total_share,"
            "samples,calls,calls_scaled\n",
            unit, unit);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[order[i]];
        double all = profile_whole_of(&whole, function->category);
        double part = profile_share(function->self, all);
        csv_first(to, function->name);
        csv_text(to, function->module);
        csv_text(to, profile_category_name(function->category));
        csv_number(to, function->self);
        share(to, part);
        share(to, profile_error(profile, part));
        csv_number(to, function->total);
        share(to, profile_share(function->total, all));
        fprintf(to, ",%" PRIu64, function->samples);
        csv_count(to, function->has_calls, function->calls);
        fprintf(to, ",%s\n", !function->has_calls ? "" : profile_calls_scaled(profile) ? "1" : "0");
    }
    free(order);
}

static int by_total(const void *left, const void *right, void *with)
{
    const struct profile_edge *edges = ((const struct profile *)with)->edges;
    size_t i = *(const size_t *)left, j = *(const size_t *)right;
    double a = edges[i].total, b = edges[j].total;
    return a < b ? 1 : a > b ? -1 : (i > j) - (i < j);
}

void profile_export_edges(const struct profile *profile, FILE *to)
{
    struct profile_whole whole = profile_whole(profile);
    size_t *order = calloc(profile->edge_count + 1, sizeof *order);
    if (!order)
        err(1, "no memory for the profile");
    for (size_t i = 0; i < profile->edge_count; i++)
        order[i] = i;
    qsort_r(order, profile->edge_count, sizeof *order, by_total, (void *)profile);
    fprintf(to, "caller,caller_module,callee,callee_module,total_%s,total_share,calls\n",
            profile->unit == PROFILE_NS ? "ns" : "instructions");
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[order[i]];
        csv_first(to, profile->functions[edge->caller].name);
        csv_text(to, profile->functions[edge->caller].module);
        csv_text(to, profile->functions[edge->callee].name);
        csv_text(to, profile->functions[edge->callee].module);
        csv_number(to, edge->total);
        share(to,
              profile_share(edge->total,
                            profile_whole_of(&whole, profile->functions[edge->callee].category)));
        csv_count(to, edge->has_calls, edge->calls);
        fputc('\n', to);
    }
    free(order);
}

void profile_export_threads(const struct profile *profile, FILE *to)
{
    fputs("pid,tid,name,start_ns,end_ns,cpu_ns,utilisation\n", to);
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        uint64_t span = thread->end_ns - thread->start_ns;
        fprintf(to, "%" PRId64 ",%" PRId64, thread->pid, thread->tid);
        csv_text(to, thread->name);
        fprintf(to, ",%" PRIu64 ",%" PRIu64, thread->start_ns, thread->end_ns);
        csv_count(to, thread->cpu_ns > 0, thread->cpu_ns); /* 0: not known */
        share(to, span && thread->cpu_ns > 0 ? (double)thread->cpu_ns / (double)span : NAN);
        fputc('\n', to);
    }
}

/* --- stacks --- */

/* A semicolon would part a frame in two, a blank end the stack, a line break the line. */
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
    size_t *stack = calloc(profile->node_count + 1, sizeof *stack);
    if (!stack)
        err(1, "no memory for the profile");
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        if (llround(node->self) == 0)
            continue;
        size_t depth = profile_stack(profile, i, stack);
        frame(to, node->thread == PROFILE_NONE ? "all" : profile->threads[node->thread].name);
        while (depth-- > 0) {
            fputc(';', to);
            frame(to, profile->functions[stack[depth]].name);
        }
        fprintf(to, " %lld\n", llround(node->self));
    }
    free(stack);
}
