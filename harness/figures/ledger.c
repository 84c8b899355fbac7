#include "figures/ledger.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"
#include "figures/ranks.h"
#include "figures/staged.h"
#include "system/gpu_limits.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *ceiling_by_name(enum ceiling_by by)
{
    static const char *const names[] = {"share", "ablation", "machine", "profile"};
    return names[by];
}

double ledger_amdahl(double share, double factor)
{
    return 1 / (1 - share + share / factor);
}

static double *numbers(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        err(1, "ledger");
    return values;
}

static double median_and_free(double *values, size_t count)
{
    double median = stats_median(values, count);
    free(values);
    return median;
}

/* --- what the machine allows --- */

/* The time of the whole text at a limit, in a round, or the median of all rounds; NAN: unknown. */
static double limit_ns(const struct results *run, const char *name, int threads, unsigned round)
{
    if (run->gpus > 1 && name && gpu_limits_know(name))
        return NAN; /* limits are measured on one GPU */
    const struct limit *limit =
        name ? limits_find(run->limits, run->limit_count, name, threads) : NULL;
    if (!limit)
        return NAN;
    double gb_per_s = round > 0 && round <= limit->round_count ? limit->by_round[round - 1] : NAN;
    if (!(gb_per_s > 0))
        gb_per_s = limit->round_count ? ladder_limit_median(limit) : limit->gb_per_s;
    return (double)run->data.bytes / gb_per_s;
}

/* --- one rung --- */

/* What is known of a rung and its parent. */
struct view {
    const struct results *run;
    const struct row *parent, *row;
    int threads, hosts;
    struct staged of_parent, of_row;
    struct stages stages;     /* the parent's */
    double part[STAGE_COUNT]; /* a stage's part of the parent's time, by the clock */
    struct probes without;    /* the parent without the attacked stages */
    unsigned left_out;        /* these stages */
    double without_ns;        /* the median; NAN: none */
    struct probes with;       /* with all stages, on the text in lower case */
    double with_ns;
    double alone_ns[STAGE_COUNT]; /* the same for the rung's own steps */
    double beside_ns; /* what the parent's process takes beside its search, where the rung is held
                         against whole processes; else 0 */
};

/* The time of a run without some stages, scaled to the whole text. The same search was recorded
 * just before, so there is no start-up time in it. */
static double without_ns(const struct view *view, const struct probe *probe)
{
    double bytes = (double)probe->sample.bytes;
    return (double)probe->sample.record.search_ns *
           (bytes > 0 ? (double)view->parent->text_bytes / bytes : 1);
}

/* The time of a single step, scaled to the whole text. It has no start-up time either, so it is
 * proportional to the bytes. */
static double alone_ns(const struct view *view, const struct probe *probe, enum stage stage)
{
    double bytes = (double)probe->sample.bytes;
    return (double)probe->sample.record.stages.spent[stage] *
           (bytes > 0 ? (double)view->row->text_bytes / bytes : 1);
}

static struct probes alone(const struct view *view, enum stage stage)
{
    return probes_like(&view->of_row.all, PROBE_ALONE, STAGE_BIT(stage));
}

static void set_middles(struct view *view)
{
    double *values = numbers(view->of_parent.all.count + view->of_row.all.count);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        view->part[stage] = stats_median(values, staged_shares(&view->of_parent, stage, values));
        struct probes steps = alone(view, stage);
        for (size_t i = 0; i < steps.count; i++)
            values[i] = alone_ns(view, steps.all[i], stage);
        view->alone_ns[stage] = stats_median(values, steps.count);
    }
    for (size_t i = 0; i < view->with.count; i++)
        values[i] = without_ns(view, view->with.all[i]);
    view->with_ns = stats_median(values, view->with.count);
    for (size_t i = 0; i < view->without.count; i++)
        values[i] = without_ns(view, view->without.all[i]);
    view->without_ns = median_and_free(values, view->without.count);
}

static struct view view_of(const struct results *run, const struct row *parent,
                           const struct row *row)
{
    struct view view = {.run = run,
                        .parent = parent,
                        .row = row,
                        .threads = ladder_threads(run, row),
                        .hosts = (int)ranks_hosts(row),
                        .of_parent = staged_of(parent),
                        .of_row = staged_of(row),
                        .left_out = row->is.attacks & REPLAY_STAGES};
    view.stages = staged_stages(&view.of_parent);
    if (view.left_out != 0)
        view.without = probes_like(&view.of_parent.all, PROBE_WITHOUT, view.left_out);
    view.with = probes_like(&view.of_parent.all, PROBE_WITHOUT, 0);
    if (ladder_by_process(parent, row))
        view.beside_ns = ladder_beside_ns(parent);
    set_middles(&view);
    return view;
}

static void view_free(struct view *view)
{
    staged_free(&view->of_parent);
    staged_free(&view->of_row);
}

/* The time by probes in a round, or, if there is none in this round, the median of all. */
static double time_in(const struct view *view, const struct probes *probes, double middle_ns,
                      unsigned round)
{
    struct probes same = probes_in(probes, round);
    return same.count > 0 ? without_ns(view, same.all[0]) : middle_ns;
}

/* The rest of the parent's time without the attacked stages. If that was measured on a copy in
 * lower case, which may be read faster or slower than the text, the time saved on that copy is
 * subtracted. */
static double without_in(const struct view *view, double parent_ns, unsigned round)
{
    double ns = time_in(view, &view->without, view->without_ns, round);
    if (!(view->left_out & STAGE_BIT(STAGE_LOWER)) || isnan(view->with_ns))
        return ns;
    return parent_ns - (time_in(view, &view->with, view->with_ns, round) - ns);
}

static double alone_in(const struct view *view, enum stage stage, unsigned round)
{
    struct probes steps = alone(view, stage), same = probes_in(&steps, round);
    return same.count > 0 ? alone_ns(view, same.all[0], stage) : view->alone_ns[stage];
}

/* The stage run of a round, or NULL. */
static const struct probe *stage_run(const struct view *view, unsigned round)
{
    struct probes same = probes_in(&view->of_parent.runs, round);
    return same.count > 0 ? same.all[0] : NULL;
}

/* A run of the parent without some stages says better than the stage clock how long these stages
 * take together, and how long the rest takes. */
static void go_by_ablation(const struct view *view, double parent_ns, unsigned round,
                           double lengths_ns[STAGE_COUNT])
{
    double kept_ns = fmax(fmin(without_in(view, parent_ns, round), parent_ns), 0), left_out_ns = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        left_out_ns += view->left_out & STAGE_BIT(stage) ? lengths_ns[stage] : 0;
    if (isnan(view->without_ns) || !(left_out_ns > 0) || !(left_out_ns < parent_ns))
        return;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        lengths_ns[stage] *= view->left_out & STAGE_BIT(stage)
                                 ? (parent_ns - kept_ns) / left_out_ns
                                 : kept_ns / (parent_ns - left_out_ns);
}

/* How long each stage of the parent takes in a round, or, without a stage run in it, the median of
 * all. If stages overlap, the longest takes all of the time. */
static void set_lengths(const struct view *view, double parent_ns, unsigned round,
                        double lengths_ns[STAGE_COUNT])
{
    const struct probe *run = stage_run(view, round);
    double sum = 0, longest = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        lengths_ns[stage] =
            run ? (double)run->sample.record.stages.spent[stage] : view->part[stage];
        sum += lengths_ns[stage];
        longest = fmax(longest, stage == STAGE_OTHER ? 0 : lengths_ns[stage]);
    }
    if (view->parent->is.overlaps)
        sum = lengths_ns[STAGE_OTHER] + longest;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        lengths_ns[stage] *= parent_ns / sum;
    if (!view->parent->is.overlaps)
        go_by_ablation(view, parent_ns, round, lengths_ns);
}

/* The share that a rung attacks, by a round's stage run, and, for lengthened stages, by the runs
 * that lengthened them; NAN: none. */
static double attacked_in(const struct view *view, unsigned round)
{
    const struct probe *run = stage_run(view, round);
    double share = 0, sum = 0;
    if (!run)
        return NAN;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        sum += (double)run->sample.record.stages.spent[stage];
    for (enum stage stage = 0; sum > 0 && stage < STAGE_COUNT; stage++)
        if (view->row->is.attacks & STAGE_BIT(stage))
            share += view->stages.lengthened & STAGE_BIT(stage)
                         ? staged_slope(&view->of_parent, stage, run)
                         : (double)run->sample.record.stages.spent[stage] / sum;
    share *= view->stages.scale;
    return !(sum > 0) ? NAN : share > 1 ? 1 : share; /* NAN stays */
}

/* The part of a stage that is left when threads share it. Reading scales as its limit does. */
static double left_of(const struct view *view, enum stage stage, unsigned round)
{
    double one = stage == STAGE_READ ? limit_ns(view->run, LIMIT_READ, 1, round) : NAN,
           all = stage == STAGE_READ ? limit_ns(view->run, LIMIT_READ, view->threads, round) : NAN;
    double left = all / one;
    return left > 0 ? left : 1.0 / view->threads;
}

/* What a stage of the parent becomes, in nanoseconds; NAN if that is not known, and where the
 * user's program attacks it and doesn't say. */
static double becomes(const struct view *view, enum stage stage, double was_ns, unsigned round)
{
    const char *effect = view->row->is.effects[stage];
    if (!effect && view->row->is.own && view->row->is.attacks & STAGE_BIT(stage))
        return NAN;
    if (!effect)
        return was_ns;
    if (strcmp(effect, EFFECT_GONE) == 0)
        return 0;
    if (strcmp(effect, EFFECT_ANEW) == 0)
        return alone_in(view, stage, round);
    if (strcmp(effect, EFFECT_SHARED) == 0)
        return was_ns * left_of(view, stage, round);
    if (strcmp(effect, EFFECT_BY_HOST) == 0)
        return was_ns / view->hosts;
    double ns = limit_ns(view->run, effect, 1, round);
    return isnan(ns) ? limit_ns(view->run, effect, 0, round) : ns;
}

/* The text at the limit that bounds the rung, of machines that are taken to be like this one. */
static double machine_ns(const struct view *view, unsigned round)
{
    return limit_ns(view->run, view->row->is.limit, view->threads, round) / view->hosts;
}

/* The forecast: how long the rung will take. Time outside any step comes before or after the steps
 * that overlap. */
static double forecast_ns(const struct view *view, double parent_ns, unsigned round)
{
    double was_ns[STAGE_COUNT], sum_ns = 0, longest_ns = 0, other_ns = 0;
    set_lengths(view, parent_ns, round, was_ns);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        double ns = becomes(view, stage, was_ns[stage], round);
        sum_ns += ns;
        if (stage == STAGE_OTHER)
            other_ns = ns;
        else
            longest_ns = fmax(longest_ns, ns); /* fmax() ignores a NAN, but the sum doesn't */
    }
    double ns = view->row->is.overlaps && !isnan(sum_ns) ? other_ns + longest_ns : sum_ns;
    double least_ns = machine_ns(view, round);
    return ns < least_ns ? least_ns : ns;
}

static double share_of(const struct view *view, unsigned stages)
{
    double share = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (stages & STAGE_BIT(stage))
            share += view->stages.share[stage];
    return share;
}

/* Among how many a rung shares a stage out; 0: it does not. */
static int sharers_of(const struct view *view, enum stage stage)
{
    const char *effect = view->row->is.effects[stage];
    if (effect && strcmp(effect, EFFECT_SHARED) == 0)
        return view->threads;
    return effect && strcmp(effect, EFFECT_BY_HOST) == 0 ? view->hosts : 0;
}

/* The least that can be left of the attacked time: for shared stages a thread's part, for others
 * nothing. */
static double least_left(const struct view *view)
{
    unsigned attacks = view->row->is.attacks;
    double left = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (attacks & STAGE_BIT(stage) && sharers_of(view, stage) > 0)
            left += share_of(view, STAGE_BIT(stage)) / sharers_of(view, stage);
    return left > 0 ? left / share_of(view, attacks) : 0;
}

/* The gain if the attacked stages are gone, or perfectly shared, and the others take kept_ns. */
static double gain_of(const struct view *view, double parent_ns, double kept_ns)
{
    kept_ns += (parent_ns - kept_ns) * least_left(view);
    if (kept_ns > parent_ns) /* by chance */
        return 1;
    return parent_ns / (kept_ns < parent_ns * 1e-9 ? parent_ns * 1e-9 : kept_ns); /* NAN stays */
}

/* A rung's ratios, round by round: its forecast, and its ceiling by each bound. */
struct bounds {
    double *forecast, *share, *ablation, *machine;
    size_t count;
};

static void add_round(struct bounds *bounds, const struct view *view, double parent_ns,
                      unsigned round)
{
    size_t i = bounds->count++;
    unsigned others = view->row->is.attacks & ~view->left_out; /* which can't be left out */
    bounds->forecast[i] = parent_ns / forecast_ns(view, parent_ns, round);
    double beside_ns = view->beside_ns;
    bounds->share[i] = gain_of(view, parent_ns + beside_ns,
                               parent_ns * (1 - attacked_in(view, round)) + beside_ns);
    bounds->ablation[i] = gain_of(view, parent_ns + beside_ns,
                                  without_in(view, parent_ns, round) -
                                      parent_ns * share_of(view, others) + beside_ns);
    bounds->machine[i] = parent_ns / machine_ns(view, round);
}

static struct bounds bounds_of(const struct view *view)
{
    size_t room = view->parent->sample_count + 1;
    struct bounds bounds = {numbers(room), numbers(room), numbers(room), numbers(room), 0};
    bool leaves_out = disturbed_leaves_out(view->parent);
    for (size_t i = 0; i < view->parent->sample_count; i++) {
        const struct sample *sample = &view->parent->samples[i];
        if (!leaves_out || !*sample->disturbed)
            add_round(&bounds, view,
                      ladder_scaled_ns(view->parent, view->of_parent.start_ns, sample),
                      sample->round);
    }
    if (view->parent->sample_count == 0) /* before the rounds, its stage runs replace samples */
        add_round(&bounds, view, view->stages.total_ns, 0);
    return bounds;
}

static void bounds_free(struct bounds *bounds)
{
    free(bounds->forecast);
    free(bounds->share);
    free(bounds->ablation);
    free(bounds->machine);
}

/* A ratio over the rounds that have it. */
struct ratio {
    double value; /* NAN: in none */
    bool has_interval;
    struct interval interval;
};

static struct ratio ratio_of(const double *by_round, size_t count)
{
    struct ratio ratio;
    double *known = numbers(count);
    size_t known_count = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(by_round[i]))
            known[known_count++] = by_round[i];
    ratio.value = stats_median(known, known_count);
    ratio.has_interval = stats_interval(known, known_count, STATS_CONFIDENCE, &ratio.interval);
    free(known);
    return ratio;
}

/* The ablation's bound if there is one, else the share's; never above the machine's. */
static void set_ceiling(const struct bounds *bounds, const struct view *view,
                        struct prediction *prediction)
{
    struct ratio share = ratio_of(bounds->share, bounds->count),
                 ablation = ratio_of(bounds->ablation, bounds->count),
                 machine = ratio_of(bounds->machine, bounds->count);
    if (view->beside_ns <= 0)
        share.value = gain_of(view, 1, 1 - prediction->share); /* of the share shown */
    struct ratio least = isnan(ablation.value) ? share : ablation;
    prediction->by = isnan(ablation.value) ? CEILING_SHARE : CEILING_ABLATION;
    if (machine.value < least.value) {
        least = machine;
        prediction->by = CEILING_MACHINE;
    }
    prediction->ceiling = least.value;
    prediction->has_ceiling_interval = least.has_interval;
    prediction->ceiling_interval = least.interval;
}

/* Call this after set_ceiling(): both have noise, and the forecast must not exceed the ceiling. */
static void set_forecast(const struct bounds *bounds, struct prediction *prediction)
{
    struct ratio forecast = ratio_of(bounds->forecast, bounds->count);
    if (forecast.value > prediction->ceiling) {
        forecast.value = prediction->ceiling;
        forecast.interval.low = fmin(forecast.interval.low, prediction->ceiling);
        forecast.interval.high = fmax(forecast.interval.high, prediction->ceiling);
    }
    prediction->expected = forecast.value;
    prediction->has_interval = forecast.has_interval;
    prediction->interval = forecast.interval;
    prediction->interval.low /= 1 + LEDGER_MODEL_ERROR;
    prediction->interval.high *= 1 + LEDGER_MODEL_ERROR;
}

/* By a profile of the parent: of all its process does. */
static bool by_profile(const struct profiled *profiled, struct prediction *prediction)
{
    if (profiled->samples == 0)
        return false;
    *prediction = (struct prediction){
        .share = profiled->share,
        .ceiling = 1 / (1 - profiled->share),
        .has_ceiling_interval = true,
        .ceiling_interval = {1 / (1 - profiled->low), 1 / (1 - profiled->high), STATS_CONFIDENCE},
        .by = CEILING_PROFILE,
        .expected = NAN};
    return true;
}

bool ledger_predict(const struct results *run, const struct row *parent, const struct row *row,
                    struct prediction *prediction)
{
    if (parent && row->is.own && row->is.own->functions)
        return by_profile(&row->is.own->profiled, prediction);
    if (!parent || row->is.attacks == 0)
        return false;
    struct view view = view_of(run, parent, row);
    bool known = view.stages.runs > 0;
    if (known) {
        struct bounds bounds = bounds_of(&view);
        *prediction = (struct prediction){.share = share_of(&view, row->is.attacks)};
        set_ceiling(&bounds, &view, prediction);
        set_forecast(&bounds, prediction);
        bounds_free(&bounds);
    }
    view_free(&view);
    return known;
}
