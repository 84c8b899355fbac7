#include "profile/model/profile_figures.h"
#include "base/strings.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double profile_share(double part, double whole)
{
    double share = whole > 0 ? part / whole : 0;
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

struct profile_whole profile_whole(const struct profile *profile)
{
    struct profile_whole whole = {0, 0};
    for (size_t i = 0; i < profile->function_count; i++)
        if (profile->functions[i].category == PROFILE_GPU)
            whole.gpu += profile->functions[i].self;
        else
            whole.cpu += profile->functions[i].self;
    return whole;
}

double profile_whole_of(const struct profile_whole *whole, enum profile_category category)
{
    return category == PROFILE_GPU ? whole->gpu : whole->cpu;
}

char *profile_whole_words(const struct profile *profile)
{
    struct profile_whole whole = profile_whole(profile);
    char cpu[UNITS_SIZE], gpu[UNITS_SIZE];
    profile_weight(cpu, profile->unit, whole.cpu);
    profile_weight(gpu, profile->unit, whole.gpu);
    if (profile->unit == PROFILE_INSTRUCTIONS)
        return format_string("%s instructions", cpu);
    return whole.gpu > 0 ? format_string("%s on the GPU and %s of the host's time", gpu, cpu)
                         : format_string("%s of CPU time", cpu);
}

char *profile_percent(char to[UNITS_SIZE], double share)
{
    snprintf(to, UNITS_SIZE, "%.1f", 100 * share);
    return to;
}

char *profile_percent_words(char to[UNITS_SIZE], double share)
{
    snprintf(to, UNITS_SIZE, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    return to;
}

struct profile_scale profile_scale(enum profile_unit unit, double largest)
{
    static const struct profile_scale scales[2][4] = {
        [PROFILE_NS] = {{"s", "self s", "total s", 1e9, 0},
                        {"ms", "self ms", "total ms", 1e6, 0},
                        {"µs", "self µs", "total µs", 1e3, 0},
                        {"ns", "self ns", "total ns", 1, 0}},
        [PROFILE_INSTRUCTIONS] = {{"G", "self G", "total G", 1e9, 0},
                                  {"M", "self M", "total M", 1e6, 0},
                                  {"k", "self k", "total k", 1e3, 0},
                                  {"", "self", "total", 1, 0}}};
    size_t i = 0;
    while (i < 3 && largest < scales[unit][i].divisor * 0.9995)
        i++;
    struct profile_scale scale = scales[unit][i];
    double shown = largest / scale.divisor;
    scale.decimals = shown >= 1000 ? 0 : shown >= 100 ? 1 : shown >= 10 ? 2 : 3;
    return scale;
}

char *profile_weight(char to[UNITS_SIZE], enum profile_unit unit, double weight)
{
    struct profile_scale scale = profile_scale(unit, weight);
    char digits[UNITS_SIZE];
    units_significant(digits, weight / scale.divisor, 3);
    snprintf(to, UNITS_SIZE, "%.20s%s%s", digits, *scale.name ? " " : "", scale.name);
    return to;
}

const char *profile_unit_name(enum profile_unit unit)
{
    return unit == PROFILE_NS ? "time" : "instructions";
}

double profile_error(const struct profile *profile, double share)
{
    double samples = (double)profile->how.samples;
    return samples > 0 ? 1.96 * sqrt(share * (1 - share) / samples) : NAN;
}

char *profile_gain(char to[UNITS_SIZE], double share)
{
    char digits[UNITS_SIZE];
    snprintf(to, UNITS_SIZE, "%.20s×", units_significant(digits, 1 / (1 - share), 2));
    return to;
}

static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

/* Behind so many characters of UTF-8. */
static const char *behind(const char *text, int count)
{
    while (*text && count-- > 0) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
    }
    return text;
}

char *profile_short_name(const char *name, int most)
{
    int width = width_of(name);
    if (width <= most)
        return copy_string(name);
    int first = (most - 1) / 2 + (most - 1) % 2, last = most - 1 - first;
    return format_string("%.*s…%s", (int)(behind(name, first) - name), name,
                         behind(name, width - last));
}

bool profile_without_kernel(const struct profile *profile)
{
    const char *modifier = profile->how.event ? strrchr(profile->how.event, ':') : NULL;
    return modifier && strcmp(modifier, ":u") == 0;
}

/* --- calls and threads --- */

static bool is_scaled(const struct profile *profile)
{
    return profile->how.counts_engine && profile->how.counts_scale != 1;
}

char *profile_calls(char to[UNITS_SIZE], const struct profile *profile, uint64_t calls)
{
    char grouped[UNITS_SIZE];
    snprintf(to, UNITS_SIZE, "%s%.28s", is_scaled(profile) ? "~" : "",
             units_grouped(grouped, calls));
    return to;
}

char *profile_calls_note(const struct profile *profile)
{
    char lines[UNITS_SIZE];
    if (!is_scaled(profile))
        return NULL;
    return format_string("~ counted by %s on the first %s lines, and scaled to all that was "
                         "searched.",
                         profile->how.counts_engine,
                         units_grouped(lines, profile->how.counts_lines));
}

double profile_per_call(const struct profile_function *function)
{
    bool known = function->has_calls && function->calls > 0 && function->total > 0;
    return known ? function->total / (double)function->calls : NAN;
}

double profile_used(const struct profile_thread *thread)
{
    double life = (double)(thread->end_ns - thread->start_ns);
    return thread->cpu_ns > 0 && life > 0 ? profile_share((double)thread->cpu_ns, life) : NAN;
}

double profile_cores_busy(const struct profile *profile)
{
    double cpu = 0, end = 0;
    for (size_t i = 0; i < profile->thread_count; i++) {
        cpu += (double)profile->threads[i].cpu_ns;
        end = fmax(end, (double)profile->threads[i].end_ns);
    }
    return cpu > 0 && end > 0 ? cpu / end : NAN;
}

/* --- order --- */

struct order {
    const struct profile *profile;
    enum profile_sort by;
};

static int compare_numbers(double a, double b)
{
    return (a < b) - (a > b); /* the largest first */
}

static int compare(const void *left, const void *right, void *with)
{
    const struct order *order = with;
    const struct profile_function *a = &order->profile->functions[*(const size_t *)left];
    const struct profile_function *b = &order->profile->functions[*(const size_t *)right];
    int result = 0;
    switch (order->by) {
    case PROFILE_BY_SELF:
        result = compare_numbers(a->self, b->self);
        break;
    case PROFILE_BY_TOTAL:
        result = compare_numbers(a->total, b->total);
        break;
    case PROFILE_BY_CALLS:
        result = compare_numbers((double)a->calls, (double)b->calls);
        break;
    case PROFILE_BY_NAME:
        break;
    }
    if (result == 0 && order->by != PROFILE_BY_NAME)
        result = compare_numbers(a->self + a->total, b->self + b->total);
    if (result == 0)
        result = strcmp(a->name, b->name);
    return result ? result : strcmp(a->module, b->module);
}

size_t *profile_sorted(const struct profile *profile, enum profile_sort by)
{
    struct order order = {profile, by};
    size_t *places = profile_room(profile->function_count, sizeof *places);
    for (size_t i = 0; i < profile->function_count; i++)
        places[i] = i;
    qsort_r(places, profile->function_count, sizeof *places, compare, &order);
    return places;
}

/* Of all: a function with less in itself is worth no row, unless it has so much in total. */
#define SELF_LEAST 0.0025
#define TOTAL_LEAST 0.01

static bool worth_a_row(const struct profile_function *function, enum profile_sort by, double all)
{
    bool through = by == PROFILE_BY_SELF && function->category != PROFILE_OWN;
    return profile_share(function->self, all) >= SELF_LEAST ||
           (!through && profile_share(function->total, all) >= TOTAL_LEAST);
}

size_t *profile_first(const struct profile *profile, enum profile_sort by, size_t *rows)
{
    struct profile_whole whole = profile_whole(profile);
    size_t *order = profile_sorted(profile, by), left = 0;
    size_t *others = profile_room(profile->function_count, sizeof *others);
    *rows = 0;
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[order[i]];
        if (worth_a_row(function, by, profile_whole_of(&whole, function->category)))
            order[(*rows)++] = order[i];
        else
            others[left++] = order[i];
    }
    memcpy(order + *rows, others, left * sizeof *others);
    free(others);
    return order;
}

struct profile_imbalance profile_imbalance(const struct profile *profile)
{
    const struct profile_thread *threads = profile->threads, *first = threads;
    struct profile_imbalance found = {.busiest = PROFILE_NONE};
    double most = 0, working = 0;
    bool processes = false;
    for (size_t i = 0; i < profile->thread_count; i++) {
        if (threads[i].start_ns < first->start_ns)
            first = &threads[i];
        processes |= threads[i].pid != threads[0].pid;
        if ((double)threads[i].cpu_ns > most) {
            most = (double)threads[i].cpu_ns;
            found.busiest = i;
        }
    }
    for (size_t i = 0; i < profile->thread_count; i++) {
        double cpu = (double)threads[i].cpu_ns;
        if (cpu <= 0 || cpu < (processes && threads[i].pid == first->pid ? 0.5 : 0.1) * most)
            continue;
        found.count++;
        working += cpu;
    }
    if (found.count)
        found.times = most * (double)found.count / working;
    return found;
}

/* --- lanes --- */

static int by_name(const void *left, const void *right)
{
    const struct profile_span *const *a = left, *const *b = right;
    int result = strcmp((*a)->name, (*b)->name);
    if (result == 0)
        result = (int)(*a)->category - (int)(*b)->category;
    return result ? result : (*a > *b) - (*a < *b);
}

/* By their first spans. */
static int by_start(const void *left, const void *right)
{
    const struct profile_lane_sum *a = left, *b = right;
    return (a->start_ns > b->start_ns) - (a->start_ns < b->start_ns);
}

static double last_end(const struct profile *profile)
{
    double end = 0;
    for (size_t i = 0; i < profile->lane_count; i++)
        for (size_t j = 0; j < profile->lanes[i].span_count; j++) {
            const struct profile_span *span = &profile->lanes[i].spans[j];
            end = fmax(end, (double)span->start_ns + (double)span->ns);
        }
    return end;
}

struct profile_lane_sum *profile_lane_sums(const struct profile *profile, size_t lane,
                                           size_t *count)
{
    const struct profile_lane *of = &profile->lanes[lane];
    const struct profile_span **spans = profile_room(of->span_count, sizeof *spans);
    struct profile_lane_sum *sums = NULL, *sum = NULL;
    double end = last_end(profile);
    *count = 0;
    for (size_t i = 0; i < of->span_count; i++)
        spans[i] = &of->spans[i];
    qsort(spans, of->span_count, sizeof *spans, by_name);
    for (size_t i = 0; i < of->span_count; i++) {
        if (!sum || strcmp(sum->name, spans[i]->name) != 0 || sum->category != spans[i]->category) {
            sums = profile_grow(sums, *count, sizeof *sums);
            sum = &sums[(*count)++];
            sum->name = spans[i]->name;
            sum->category = spans[i]->category;
            sum->start_ns = spans[i]->start_ns;
        }
        sum->start_ns = spans[i]->start_ns < sum->start_ns ? spans[i]->start_ns : sum->start_ns;
        sum->count++;
        sum->ns += (double)spans[i]->ns;
        sum->bytes += (double)spans[i]->bytes;
    }
    free(spans);
    for (size_t i = 0; i < *count; i++)
        sums[i].share = profile_share(sums[i].ns, end);
    if (sums)
        qsort(sums, *count, sizeof *sums, by_start);
    return sums;
}

/* --- how it was obtained --- */

#define NOTICED 0.0005 /* less reads 0.0 %, and its modules are not worth a word */

static void tell_samples(const struct profile_how *how, FILE *to)
{
    char grouped[UNITS_SIZE], percent[UNITS_SIZE];
    if (how->frequency_asked > 0)
        fprintf(to, " %.0f samples per second of CPU time asked for, %.0f delivered:",
                how->frequency_asked, how->frequency_delivered);
    if (how->samples)
        fprintf(to, " %s samples, %" PRIu64 " lost.", units_grouped(grouped, how->samples),
                how->lost);
    else if (how->lost)
        fprintf(to, " %s of its records were lost.", units_grouped(grouped, how->lost));
    if (how->samples || how->unattributed > 0)
        fprintf(to, " Not known which function: %s.",
                profile_percent_words(percent, how->unattributed));
    if (how->orphans_reattached || how->orphans_left)
        fprintf(to,
                " Stacks end in JIT code: %" PRIu64 " samples given to their only possible caller, "
                "%" PRIu64 " left without one.",
                how->orphans_reattached, how->orphans_left);
}

static void tell_symbols(const struct profile_how *how, FILE *to)
{
    size_t i;
    const json_t *module;
    if (how->unattributed < NOTICED)
        return;
    json_array_foreach(how->unsymbolized, i, module)
    {
        if (i == 5) {
            fprintf(to, " and %zu more", json_array_size(how->unsymbolized) - i);
            break;
        }
        fprintf(to, "%s%s", i ? ", " : " Without symbols: ", json_string_value(module));
    }
    if (i)
        fputc('.', to);
}

static void tell_overhead(const struct profile_how *how, FILE *to)
{
    char clean[UNITS_SIZE], profiled[UNITS_SIZE], times[UNITS_SIZE];
    if (!how->clean_ns || !how->profiled_ns)
        return;
    double ratio = (double)how->profiled_ns / (double)how->clean_ns;
    profile_weight(clean, PROFILE_NS, (double)how->clean_ns);
    profile_weight(profiled, PROFILE_NS, (double)how->profiled_ns);
    if (ratio < 2)
        fprintf(to, " The run took %s, without the profiler %s: %+.1f %%.", profiled, clean,
                100 * (ratio - 1));
    else
        fprintf(to, " The run took %s, without the profiler %s: %s times as long.", profiled, clean,
                units_significant(times, ratio, 3));
}

char *profile_how_text(const struct profile *profile)
{
    const struct profile_how *how = &profile->how;
    char bytes[UNITS_SIZE], *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "profile");
    fprintf(to, "%s.", profile->why ? profile->why : profile->engine);
    if (profile->data_path) {
        fprintf(to, " Text: %s,", profile->data_path);
        if (profile->data_lines)
            fprintf(to, " %s lines,", units_grouped(bytes, profile->data_lines));
        fprintf(to, " %s bytes%s", units_grouped(bytes, profile->data_bytes),
                profile->data_repeat > 1 ? "," : ".");
        if (profile->data_repeat > 1)
            fprintf(to, " searched %s times in one process, so that samples suffice.",
                    units_grouped(bytes, profile->data_repeat));
    }
    if (how->event)
        fprintf(to, " Event: %s.", how->event);
    if (profile_without_kernel(profile))
        fputs(" The kernel's time, such as that of reading, is in no figure here; with it: sudo "
              "sysctl kernel.perf_event_paranoid=1.",
              to);
    tell_samples(how, to);
    tell_symbols(how, to);
    if (how->counts_engine)
        fprintf(to, " Calls: counted by %s.", how->counts_engine);
    tell_overhead(how, to);
    if (fclose(to) != 0)
        err(1, "profile");
    return text;
}
