#include "profile_text.h"

#include <err.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct line {
    char *text;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct line *)a)->text, ((const struct line *)b)->text);
}

/* Sorted, so that the order in which things were seen does not matter. */
static void print_sorted(FILE *to, struct line *lines, size_t count)
{
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s\n", lines[i].text);
        free(lines[i].text);
    }
    free(lines);
}

static struct line *lines_for(size_t count)
{
    struct line *lines = calloc(count + 1, sizeof *lines);
    if (!lines)
        err(1, "lines");
    return lines;
}

__attribute__((format(printf, 2, 3))) static void put(struct line *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&line->text, format, arguments) < 0)
        err(1, "line");
    va_end(arguments);
}

/* main;search;lower */
static char *stack_of(const struct profile *profile, size_t node)
{
    char *stack = NULL;
    for (size_t at = node; at != PROFILE_NONE; at = profile->nodes[at].parent) {
        char *longer;
        if (asprintf(&longer, "%s%s%s", profile->functions[profile->nodes[at].function].name,
                     stack ? ";" : "", stack ? stack : "") < 0)
            err(1, "stack");
        free(stack);
        stack = longer;
    }
    return stack;
}

void profile_text(FILE *to, const struct profile *profile)
{
    const struct profile_how *how = &profile->how;
    const struct profile_function *functions = profile->functions;
    fprintf(to, "event %s, samples %" PRIu64 ", lost %" PRIu64 ", delivered %.0f\n", how->event,
            how->samples, how->lost, how->frequency_delivered);
    fprintf(to, "unattributed %.4f, reattached %" PRIu64 ", left %" PRIu64 "\n", how->unattributed,
            how->orphans_reattached, how->orphans_left);
    fprintf(to, "cut %" PRIu64 "\n", how->cut);
    char *modules = json_dumps(how->unsymbolized, 0);
    fprintf(to, "unsymbolized %s\n", modules);
    free(modules);

    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        fprintf(to,
                "thread %" PRId64 "/%" PRId64 " %s: from %" PRIu64 " to %" PRIu64 ", CPU %" PRIu64
                ", preempted %" PRIu64 "\n",
                thread->pid, thread->tid, thread->name, thread->start_ns, thread->end_ns,
                thread->cpu_ns, thread->preempted_ns);
    }
    struct line *lines = lines_for(profile->function_count);
    for (size_t i = 0; i < profile->function_count; i++)
        put(&lines[i], "function %s, %s, %s: self %.0f, total %.0f, samples %" PRIu64,
            functions[i].name, functions[i].module, profile_category_name(functions[i].category),
            functions[i].self, functions[i].total, functions[i].samples);
    print_sorted(to, lines, profile->function_count);
    lines = lines_for(profile->edge_count);
    for (size_t i = 0; i < profile->edge_count; i++)
        put(&lines[i], "edge %s -> %s: %.0f", functions[profile->edges[i].caller].name,
            functions[profile->edges[i].callee].name, profile->edges[i].total);
    print_sorted(to, lines, profile->edge_count);
    size_t count = 0;
    lines = lines_for(profile->node_count);
    for (size_t i = 0; i < profile->node_count; i++) {
        if (profile->nodes[i].samples == 0)
            continue;
        char *stack = stack_of(profile, i);
        put(&lines[count++], "stack %s, %s: %" PRIu64,
            profile->threads[profile->nodes[i].thread].name, stack, profile->nodes[i].samples);
        free(stack);
    }
    print_sorted(to, lines, count);
}
