#include "profile/profile_sight.h"

#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_verdict.h"
#include "profile/model/profile_words.h"

#include <stdlib.h>
#include <string.h>

#define NEARLY_ALL 0.9
#define NEXT_TO_NONE 20 /* samples: not even what has no name says anything */
#define FEW 500         /* samples: of more, it is not for want of them */
#define MOSTLY 0.4      /* the rest is what it calls */

/* Programs that run scripts, what shows them to perf, and how their functions are called then. */
static const struct interpreter {
    const char *program; /* its file's name starts so; its library's, with "lib" before it */
    const char *without; /* how to make them visible, or NULL */
    const char *sign;    /* what a script's function has in its name */
} interpreters[] = {
    {"python", "-X perf (Python 3.12 or newer)", "py::"},
    {"node", "--perf-basic-prof", "JS:"},
    {"java", "-XX:+DumpPerfMapAtExit", NULL},
    {"jvm", "-XX:+DumpPerfMapAtExit", NULL},
    {"ruby", NULL, NULL},
    {"perl", NULL, NULL},
    {"php", NULL, NULL},
    {"lua", NULL, NULL},
    {"bash", NULL, NULL},
    {"dash", NULL, NULL},
    {"gawk", NULL, NULL},
    {"mawk", NULL, NULL},
};

static const struct interpreter *interpreter_of(const char *module)
{
    const char *name = strncmp(module, "lib", 3) == 0 ? module + 3 : module;
    for (size_t i = 0; i < sizeof interpreters / sizeof interpreters[0]; i++)
        if (strncmp(name, interpreters[i].program, strlen(interpreters[i].program)) == 0)
            return &interpreters[i];
    return NULL;
}

static bool has_no_name(const struct profile_function *function)
{
    return function->name[0] == '[' || strncmp(function->name, "0x", 2) == 0;
}

/* Whether a script's functions have names in it. */
static bool shows(const struct profile *profile, const struct interpreter *interpreter)
{
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        if (interpreter->sign ? strstr(function->name, interpreter->sign) != NULL
                              : function->category == PROFILE_JIT && !has_no_name(function))
            return true;
    }
    return false;
}

/* What an interpreter's own code takes. */
static double weight_of(const struct profile *profile, const struct interpreter *interpreter)
{
    double weight = 0;
    for (size_t i = 0; i < profile->function_count; i++)
        if (interpreter_of(profile->functions[i].module) == interpreter)
            weight += profile->functions[i].self;
    return weight;
}

/* The interpreter whose code takes most, and its file; NULL if there is none. */
static const struct interpreter *largest_of(const struct profile *profile, const char **module)
{
    const struct interpreter *largest = NULL;
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct interpreter *is = interpreter_of(profile->functions[i].module);
        if (is && (!largest || weight_of(profile, is) > weight_of(profile, largest))) {
            largest = is;
            *module = profile->functions[i].module;
        }
    }
    return largest;
}

char *profile_sight_blind(const struct profile *profile)
{
    const char *module = "";
    const struct interpreter *found = largest_of(profile, &module);
    double weight = found ? weight_of(profile, found) : 0;
    for (size_t i = 0; i < profile->function_count; i++)
        if (profile->functions[i].category == PROFILE_JIT && has_no_name(&profile->functions[i]))
            weight += profile->functions[i].self;
    if (!found || weight < MOSTLY * profile_total(profile) || shows(profile, found))
        return NULL;
    return found->without
               ? format_string("%s without %s: the script's functions are not visible", module,
                               found->without)
               : format_string("%s runs a script, whose functions are not visible", module);
}

/* Whether the function that takes most may be one without a name. */
static bool is_nameless(const struct profile *profile, const struct profile_verdict *verdict)
{
    return verdict->doubt == PROFILE_NAMELESS || profile->how.unattributed > verdict->share ||
           (verdict->function != PROFILE_NONE &&
            has_no_name(&profile->functions[verdict->function]));
}

size_t profile_sight_first(const struct profile *profile)
{
    struct profile_verdict verdict = profile_verdict(profile);
    bool told = verdict.doubt == PROFILE_NO_DOUBT && !is_nameless(profile, &verdict) &&
                profile_cut(profile) <= 0;
    return told ? verdict.function : PROFILE_NONE;
}

static char *too_few(uint64_t samples)
{
    char grouped[UNITS_SIZE];
    return format_string("%s %s too few to tell what takes most: take more input.",
                         units_grouped(grouped, samples),
                         units_plural(samples, "sample is", "samples are"));
}

char *profile_sight_says(const struct profile *profile)
{
    struct profile_verdict verdict = profile_verdict(profile);
    char percent[UNITS_SIZE];
    double cut = profile_cut(profile);
    uint64_t samples = profile->how.samples;
    if (samples > 0 && samples < NEXT_TO_NONE)
        return too_few(samples);
    if (cut > 0)
        return format_string("%s of the stacks end too early: only what functions take in "
                             "themselves is known, and not what could be gained.%s",
                             profile_percent_words(percent, cut),
                             cut > NEARLY_ALL ? " Of a static program that is known where it was "
                                                "linked with -Wl,--eh-frame-hdr."
                                              : "");
    if (is_nameless(profile, &verdict))
        return copy_string(
            "It is unclear what takes most: the names of its own functions are not known.");
    if (verdict.doubt == PROFILE_STARTING)
        return copy_string("Most of the time goes into starting and ending the process: there is "
                           "no bottleneck to name. Take more input.");
    if (verdict.doubt == PROFILE_FEW && samples > FEW)
        return copy_string("No function stands out: those that take most take about the same.");
    if (verdict.doubt == PROFILE_FEW)
        return too_few(samples);
    return profile_verdict_seen(profile);
}
