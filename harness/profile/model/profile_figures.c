#include "profile/model/profile_figures.h"
#include "base/strings.h"

#include <err.h>
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

bool profile_calls_scaled(const struct profile *profile)
{
    return profile->how.counts_engine && profile->how.counts_scale != 1;
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
    size_t *places = calloc(profile->function_count + 1, sizeof *places);
    if (!places)
        err(1, "no memory for the profile");
    for (size_t i = 0; i < profile->function_count; i++)
        places[i] = i;
    qsort_r(places, profile->function_count, sizeof *places, compare, &order);
    return places;
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
