#include "profile/model/profile_words.h"
#include "base/strings.h"
#include "profile/model/profile_figures.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREEMPTED_NOTICED 0.01
#define NOTICED 0.0005 /* less prints as 0.0 %, and its modules are not mentioned */

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

/* Skips so many UTF-8 characters. */
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
    return format_string("~ counted by %s on the first %s %s, and scaled to all that was "
                         "searched.",
                         profile->how.counts_engine,
                         units_grouped(lines, profile->how.counts_lines),
                         units_plural(profile->how.counts_lines, "line", "lines"));
}

char *profile_preempted_note(const struct profile *profile)
{
    char percent[UNITS_SIZE];
    double preempted = 0, life = 0;
    for (size_t i = 0; i < profile->thread_count; i++) {
        preempted += (double)profile->threads[i].preempted_ns;
        life += (double)(profile->threads[i].end_ns - profile->threads[i].start_ns);
    }
    double share = profile_share(preempted, life);
    if (share < PREEMPTED_NOTICED)
        return NULL;
    return format_string(
        profile->thread_count == 1
            ? "It was preempted for %s of its time: others ran on its core."
            : "They were preempted for %s of their time: others ran on their cores.",
        profile_percent_words(percent, share));
}

/* --- how it was obtained --- */

static void tell_samples(const struct profile_how *how, FILE *to)
{
    char grouped[UNITS_SIZE], percent[UNITS_SIZE];
    if (how->frequency_asked > 0)
        fprintf(to, " %.0f samples per second of CPU time asked for, %.0f delivered:",
                how->frequency_asked, how->frequency_delivered);
    if (how->samples)
        fprintf(to, " %s %s, %" PRIu64 " lost.", units_grouped(grouped, how->samples),
                units_plural(how->samples, "sample", "samples"), how->lost);
    else if (how->lost)
        fprintf(to, " %s of its records %s lost.", units_grouped(grouped, how->lost),
                units_plural(how->lost, "was", "were"));
    if (how->samples || how->unattributed > 0)
        fprintf(to, " Not known which function: %s.",
                profile_percent_words(percent, how->unattributed));
    if (how->cut)
        fprintf(to, " Stacks cut before their thread's start: %s.",
                units_grouped(grouped, how->cut));
    if (how->orphans_reattached || how->orphans_left)
        fprintf(
            to,
            " Stacks end in JIT code: %" PRIu64 " %s only possible caller, "
            "%" PRIu64 " left without one.",
            how->orphans_reattached,
            units_plural(how->orphans_reattached, "sample given to its", "samples given to their"),
            how->orphans_left);
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
            fprintf(to, " %s %s,", units_grouped(bytes, profile->data_lines),
                    units_plural(profile->data_lines, "line", "lines"));
        fprintf(to, " %s %s%s", units_grouped(bytes, profile->data_bytes),
                units_plural(profile->data_bytes, "byte", "bytes"),
                profile->data_repeat > 1 ? "," : ".");
        if (profile->data_repeat > 1)
            fprintf(to, " searched %s times in one process, as one search is short.",
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
