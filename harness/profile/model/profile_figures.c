#include "profile/model/profile_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CUT_NOTICED 0.03

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

double profile_part(const struct profile_whole *whole, enum profile_category category,
                    double weight)
{
    return profile_share(weight, category == PROFILE_GPU ? whole->gpu : whole->cpu);
}

struct profile_interval profile_interval(double share, double samples)
{
    const double z = 1.96;
    if (!(samples > 0))
        return (struct profile_interval){share, share};
    double whole = 1 + z * z / samples, middle = (share + z * z / 2 / samples) / whole;
    double half = z / whole * sqrt((share * (1 - share) + z * z / 4 / samples) / samples);
    return (struct profile_interval){fmax(0, middle - half), fmin(1, middle + half)};
}

double profile_error(const struct profile *profile, double share)
{
    struct profile_interval interval = profile_interval(share, (double)profile->how.samples);
    return profile->how.samples > 0 ? fmax(share - interval.low, interval.high - share) : NAN;
}

double profile_cut(const struct profile *profile)
{
    double share = profile_share((double)profile->how.cut, (double)profile->how.samples);
    return share > CUT_NOTICED ? share : 0;
}

bool profile_without_kernel(const struct profile *profile)
{
    const char *modifier = profile->how.event ? strrchr(profile->how.event, ':') : NULL;
    return modifier && strcmp(modifier, ":u") == 0;
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

double profile_preempted(const struct profile_thread *thread)
{
    double life = (double)(thread->end_ns - thread->start_ns);
    return thread->cpu_ns > 0 && life > 0 ? profile_share((double)thread->preempted_ns, life) : NAN;
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

static double key_of(const struct profile_function *function, enum profile_sort by)
{
    return by == PROFILE_BY_SELF    ? function->self
           : by == PROFILE_BY_TOTAL ? function->total
           : by == PROFILE_BY_CALLS ? (double)function->calls
                                    : 0;
}

/* Sorts the largest first. */
static int compare(const void *left, const void *right, void *with)
{
    const struct order *order = with;
    const struct profile_function *a = &order->profile->functions[*(const size_t *)left];
    const struct profile_function *b = &order->profile->functions[*(const size_t *)right];
    double x = key_of(a, order->by), y = key_of(b, order->by);
    if (x == y && order->by != PROFILE_BY_NAME) {
        x = a->self + a->total;
        y = b->self + b->total;
    }
    if (x != y)
        return x < y ? 1 : -1;
    int result = strcmp(a->name, b->name);
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

/* A function with a smaller share of self time gets no row, unless its total is large enough. */
#define SELF_LEAST 0.0025
#define TOTAL_LEAST 0.01

static bool worth_a_row(const struct profile_function *function, enum profile_sort by,
                        const struct profile_whole *whole)
{
    bool through = by == PROFILE_BY_SELF && function->category != PROFILE_OWN;
    return profile_part(whole, function->category, function->self) >= SELF_LEAST ||
           (!through && profile_part(whole, function->category, function->total) >= TOTAL_LEAST);
}

size_t *profile_first(const struct profile *profile, enum profile_sort by, size_t *rows)
{
    struct profile_whole whole = profile_whole(profile);
    size_t *order = profile_sorted(profile, by);
    *rows = 0;
    for (size_t i = 0; i < profile->function_count; i++) {
        size_t place = order[i];
        if (!worth_a_row(&profile->functions[place], by, &whole))
            continue;
        memmove(&order[*rows + 1], &order[*rows], (i - *rows) * sizeof *order);
        order[(*rows)++] = place;
    }
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
    const struct profile_span **spans = profile_room(of->span_count, sizeof(struct profile_span *));
    struct profile_lane_sum *sums = NULL, *sum = NULL;
    double end = last_end(profile);
    *count = 0;
    for (size_t i = 0; i < of->span_count; i++)
        spans[i] = &of->spans[i];
    qsort(spans, of->span_count, sizeof(struct profile_span *), by_name);
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
    for (size_t i = 0; sums && i < *count; i++)
        sums[i].share = profile_share(sums[i].ns, end);
    if (sums)
        qsort(sums, *count, sizeof *sums, by_start);
    return sums;
}
