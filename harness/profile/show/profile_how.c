/* The last paragraph of profile_views.h. */
#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/show/profile_views.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>

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
