#include "profile/model/profile_verdict.h"
#include "base/stats.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_words.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOISE 0.01     /* of the caller */
#define WORK_LEAST 0.5 /* with a smaller share, the process mostly starts and ends */
#define NAME_MOST 60
#define NEARLY_ALL 0.999

/* What we know of every function. */
struct place {
    size_t heaviest;  /* its callee that takes most, or PROFILE_NONE */
    double most;      /* and how much */
    bool leads_home;  /* it calls the variant's own code, at any depth */
    bool asked_for;   /* called by own code, by what leads to that, or by nobody known */
    bool has_callers; /* any */
    bool visited;
};

struct judge {
    const struct profile *profile;
    struct place *places;
    bool *counts; /* for each edge: not noise */
};

static enum profile_category category(const struct judge *judge, size_t function)
{
    return judge->profile->functions[function].category;
}

/* Whether a function leads to the variant's own code. The loader doesn't count, although it calls
 * the program in the end. */
static bool hands_on(const struct judge *judge, size_t function)
{
    return judge->places[function].leads_home &&
           strncmp(judge->profile->functions[function].module, "ld-", strlen("ld-")) != 0;
}

/* Repeats passes over the edges until nothing changes: at most as many as the longest chain has
 * links. */
static void find_homes(struct judge *judge)
{
    const struct profile *profile = judge->profile;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < profile->edge_count; i++) {
            const struct profile_edge *edge = &profile->edges[i];
            bool home = category(judge, edge->callee) == PROFILE_OWN ||
                        judge->places[edge->callee].leads_home;
            if (judge->counts[i] && home && !judge->places[edge->caller].leads_home)
                changed = judge->places[edge->caller].leads_home = true;
        }
    }
}

static void look_at_edges(struct judge *judge)
{
    const struct profile *profile = judge->profile;
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        struct place *caller = &judge->places[edge->caller];
        judge->counts[i] = edge->caller != edge->callee && edge->total > 0 &&
                           edge->total >= NOISE * profile->functions[edge->caller].total;
        if (!judge->counts[i])
            continue;
        judge->places[edge->callee].has_callers = true;
        if (category(judge, edge->callee) != PROFILE_UNKNOWN && edge->total > caller->most) {
            caller->most = edge->total;
            caller->heaviest = edge->callee;
        }
    }
    find_homes(judge);
    for (size_t i = 0; i < profile->edge_count; i++) {
        size_t caller = profile->edges[i].caller;
        if (judge->counts[i] && (category(judge, caller) == PROFILE_OWN || hands_on(judge, caller)))
            judge->places[profile->edges[i].callee].asked_for = true;
    }
}

/* Whether the way down ends here. */
static bool trust_naming(const struct judge *judge, size_t function)
{
    const struct place *place = &judge->places[function];
    if (category(judge, function) == PROFILE_UNKNOWN)
        return false;
    if (category(judge, function) != PROFILE_OWN)
        return !place->leads_home;
    return judge->profile->functions[function].self >= place->most;
}

/* Whether the variant's work may begin here. */
static bool begins_work(const struct judge *judge, size_t function)
{
    enum profile_category is = category(judge, function);
    return is == PROFILE_OWN || is == PROFILE_JIT ||
           (is != PROFILE_UNKNOWN && hands_on(judge, function));
}

static size_t largest(const struct judge *judge)
{
    const struct profile_function *functions = judge->profile->functions;
    size_t best = PROFILE_NONE;
    bool cut = profile_cut(judge->profile) > 0; /* if so, the missing callers may be own code */
    for (size_t i = 0; i < judge->profile->function_count; i++)
        if ((cut ? category(judge, i) != PROFILE_UNKNOWN : begins_work(judge, i)) &&
            functions[i].total > 0 &&
            (best == PROFILE_NONE || functions[i].total > functions[best].total))
            best = i;
    return best;
}

static size_t go_down(struct judge *judge, size_t from)
{
    while (from != PROFILE_NONE && !trust_naming(judge, from)) {
        size_t next = judge->places[from].heaviest;
        judge->places[from].visited = true;
        if (next == PROFILE_NONE || judge->places[next].visited)
            break;
        from = next;
    }
    return from;
}

/* Marks everything below (`down`) or above marked functions. */
static void spread(const struct judge *judge, bool down, bool *now)
{
    const struct profile *profile = judge->profile;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < profile->edge_count; i++) {
            size_t from = down ? profile->edges[i].caller : profile->edges[i].callee;
            size_t to = down ? profile->edges[i].callee : profile->edges[i].caller;
            if (judge->counts[i] && now[from] && !now[to])
                changed = now[to] = true;
        }
    }
}

/* Marks a function, and everything below it (`down`) or above it. */
static void mark(const struct judge *judge, size_t function, bool down, bool *marked)
{
    size_t count = judge->profile->function_count;
    bool *now = profile_room(count, sizeof *now);
    now[function] = true;
    spread(judge, down, now);
    for (size_t i = 0; i < count; i++)
        marked[i] |= now[i];
    free(now);
}

/* Whether most of the weight is the process's start and end. */
static bool mostly_starts(const struct judge *judge, double all)
{
    const struct profile *profile = judge->profile;
    bool *work = profile_room(profile->function_count, sizeof *work);
    double weight = 0;
    for (size_t i = 0; i < profile->function_count; i++)
        work[i] = begins_work(judge, i);
    spread(judge, true, work);
    for (size_t i = 0; i < profile->function_count; i++)
        if (work[i] || category(judge, i) == PROFILE_UNKNOWN)
            weight += profile->functions[i].self;
    free(work);
    return weight < WORK_LEAST * all;
}

/* The weight that counts for "next": the total of a function worth naming; the self time of one
 * that passes time through. */
static double weight_of(const struct judge *judge, size_t function, const bool *below,
                        const bool *above, bool *alone)
{
    const struct profile_function *is = &judge->profile->functions[function];
    const struct place *place = &judge->places[function];
    bool own = is->category == PROFILE_OWN;
    *alone = false;
    if (below[function] || is->category == PROFILE_UNKNOWN)
        return 0;
    bool root = !place->has_callers && is->category != PROFILE_LIBRARY; /* as the loader's is */
    if (!above[function] && trust_naming(judge, function))
        return own || place->asked_for || root ? is->total : 0;
    *alone = true;
    return own || place->leads_home ? is->self : 0;
}

static void find_next(const struct judge *judge, double all, struct profile_verdict *verdict)
{
    const struct profile *profile = judge->profile;
    bool *below = profile_room(profile->function_count, sizeof *below);
    bool *above = profile_room(profile->function_count, sizeof *above);
    mark(judge, verdict->function, true, below);
    mark(judge, verdict->function, false, above);
    while (verdict->next_count < VERDICT_NEXT_MOST) {
        size_t best = PROFILE_NONE;
        double most = VERDICT_NEXT_LEAST * all;
        bool alone, best_alone = false;
        for (size_t i = 0; i < profile->function_count; i++) {
            double weight = weight_of(judge, i, below, above, &alone);
            if (weight > 0 && weight >= most) {
                best_alone = alone;
                most = weight;
                best = i;
            }
        }
        if (best == PROFILE_NONE)
            break;
        verdict->next[verdict->next_count].function = best;
        verdict->next[verdict->next_count].share = profile_share(most, all);
        verdict->next[verdict->next_count++].alone = best_alone;
        if (best_alone) {
            below[best] = true;
        } else {
            mark(judge, best, true, below);
            mark(judge, best, false, above);
        }
    }
    free(below);
    free(above);
}

/* A GPU's functions call nothing, so they are simply sorted, largest first. */
static void find_on_gpu(const struct profile *profile, double all, struct profile_verdict *verdict)
{
    size_t *order = profile_sorted(profile, PROFILE_BY_SELF);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[order[i]];
        double share = profile_share(function->self, all);
        if (function->category != PROFILE_GPU)
            continue;
        if (verdict->function == PROFILE_NONE) {
            verdict->function = order[i];
            verdict->share = share;
        } else if (share >= VERDICT_NEXT_LEAST && verdict->next_count < VERDICT_NEXT_MOST) {
            verdict->next[verdict->next_count].function = order[i];
            verdict->next[verdict->next_count++].share = share;
        }
    }
    free(order);
}

/* Whether the samples in the two largest functions differ by more than chance. */
static bool tells_apart(const struct profile *profile, const struct profile_verdict *verdict)
{
    double samples = (double)profile->how.samples, first = verdict->share * samples;
    double both = first + (verdict->next_count ? verdict->next[0].share * samples : 0);
    return samples <= 0 || (both > STATS_INTERVAL_LEAST - 0.5 &&
                            profile_interval(profile_share(first, both), both).low > 0.5);
}

struct profile_verdict profile_verdict(const struct profile *profile)
{
    struct profile_verdict verdict = {.doubt = PROFILE_NAMELESS, .function = PROFILE_NONE};
    struct judge judge = {profile, profile_room(profile->function_count, sizeof *judge.places),
                          profile_room(profile->edge_count, sizeof *judge.counts)};
    double all = profile_total(profile), gpu = profile_whole(profile).gpu;
    for (size_t i = 0; i < profile->function_count; i++)
        judge.places[i].heaviest = PROFILE_NONE;
    look_at_edges(&judge);
    if (gpu > 0)
        find_on_gpu(profile, gpu, &verdict);
    else if (profile_cut(profile) <= 0 && mostly_starts(&judge, all))
        verdict.doubt = PROFILE_STARTING;
    else
        verdict.function = go_down(&judge, largest(&judge));
    if (verdict.function != PROFILE_NONE && gpu <= 0) {
        verdict.share = profile_share(profile->functions[verdict.function].total, all);
        find_next(&judge, all, &verdict);
    }
    if (verdict.function != PROFILE_NONE)
        verdict.doubt = tells_apart(profile, &verdict) ? PROFILE_NO_DOUBT : PROFILE_FEW;
    free(judge.counts);
    free(judge.places);
    return verdict;
}

/* Adds the module to [unknown], which several may have. */
static void tell_name(const struct profile_function *function, FILE *to)
{
    char *name = profile_short_name(function->name, NAME_MOST);
    char *module = profile_short_name(function->module, NAME_MOST);
    bool unknown = name[0] == '[' && *module;
    fprintf(to, "`%s`%s%s", name, unknown ? " of " : "", unknown ? module : "");
    free(name);
    free(module);
}

static void tell_cut(const struct profile *profile, FILE *to)
{
    char percent[UNITS_SIZE];
    double share = profile_cut(profile);
    if (share > 0)
        fprintf(to,
                " But %s of the stacks are cut: what called their functions is not known and may "
                "take more, and neither is what making it free would gain.",
                profile_percent_words(percent, share));
}

/* Uses the end of the interval for which the bound must hold. */
static void tell_gain(const struct profile *profile, double share, bool gpu, FILE *to)
{
    char gain[UNITS_SIZE];
    struct profile_interval of = profile_interval(share, (double)profile->how.samples);
    const char *gains = profile->unit == PROFILE_NS
                            ? "Making it free gains"
                            : "Were they all as long, making it free would gain";
    if (profile_cut(profile) > 0)
        return; /* not known, as tell_cut() says */
    if (profile_without_kernel(profile))
        fputs(" What making it free would gain is not known without the kernel's time.", to);
    else if (of.low > NEARLY_ALL)
        fputs(" Making it free would leave next to nothing.", to);
    else if (of.high > NEARLY_ALL)
        fprintf(to, " %s %s or more.", gains, profile_gain(gain, of.low));
    else
        fprintf(to, " %s at most %s%s.", gains, profile_gain(gain, of.high),
                gpu ? ", where nothing else goes on beside it" : "");
}

static void tell_next(const struct profile *profile, const struct profile_verdict *verdict,
                      const char *first, FILE *to)
{
    char percent[UNITS_SIZE];
    for (size_t i = 0; i < verdict->next_count; i++) {
        fputs(i == 0 ? first : i + 1 < verdict->next_count ? ", " : " and ", to);
        tell_name(&profile->functions[verdict->next[i].function], to);
        fprintf(to, "%s %s", verdict->next[i].alone ? " itself" : "",
                profile_percent_words(percent, verdict->next[i].share));
    }
}

static const char *whole_of(const struct profile *profile)
{
    return profile->unit != PROFILE_NS       ? "the instructions"
           : profile_whole(profile).gpu > 0  ? "what the GPU did"
           : profile_without_kernel(profile) ? "the CPU time outside the kernel"
           : profile->thread_count > 1       ? "the CPU time"
                                             : "the time";
}

static void tell_first(const struct profile *profile, const struct profile_verdict *verdict,
                       bool gain, FILE *to)
{
    char percent[UNITS_SIZE];
    bool gpu = profile_whole(profile).gpu > 0;
    tell_name(&profile->functions[verdict->function], to);
    fprintf(to, "%s: %s of %s.", gpu ? "" : " and below",
            profile_percent_words(percent, verdict->share), whole_of(profile));
    tell_cut(profile, to);
    if (gain)
        tell_gain(profile, verdict->share, gpu, to);
    tell_next(profile, verdict, " Next after that: ", to);
    fputs(verdict->next_count ? "." : " Nothing else that can be told from it takes 1 %.", to);
}

static void tell_few(const struct profile *profile, const struct profile_verdict *verdict, FILE *to)
{
    char grouped[UNITS_SIZE], percent[UNITS_SIZE];
    uint64_t samples = profile->how.samples;
    fprintf(to, "From %s sample%s it cannot be told what takes most of %s: ",
            units_grouped(grouped, samples), samples == 1 ? "" : "s", whole_of(profile));
    tell_name(&profile->functions[verdict->function], to);
    fprintf(to, " and below %s", profile_percent_words(percent, verdict->share));
    tell_next(profile, verdict, ", ", to);
    fputs(". A longer text, or a higher --frequency, gives more samples.", to);
}

static char *tell(const struct profile *profile, bool gain)
{
    struct profile_verdict verdict = profile_verdict(profile);
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "verdict");
    if (verdict.doubt == PROFILE_NAMELESS)
        fputs("Nothing was seen whose name is known: there is no bottleneck to name.", to);
    else if (verdict.doubt == PROFILE_STARTING)
        fprintf(to,
                "Most of %s went into the process's start and end, not into the search: there is "
                "no bottleneck to name. Take a longer text.",
                whole_of(profile));
    else if (verdict.doubt == PROFILE_FEW)
        tell_few(profile, &verdict, to);
    else
        tell_first(profile, &verdict, gain, to);
    if (fclose(to) != 0)
        err(1, "verdict");
    return text;
}

char *profile_verdict_text(const struct profile *profile)
{
    return tell(profile, true);
}

char *profile_verdict_seen(const struct profile *profile)
{
    return tell(profile, false);
}
