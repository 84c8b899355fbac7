#include "figures/ledger.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *ceiling_by_name(enum ceiling_by by)
{
    static const char *const names[] = {"share", "ablation", "machine"};
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

/* --- probes --- */

static bool is_probe(const struct probe *probe, enum probe_kind kind, unsigned stages)
{
    return probe->kind == kind && probe->stages == stages;
}

/* Whether a probe counts: it was not disturbed, or all of its kind were. */
static bool counts(const struct row *row, const struct probe *probe)
{
    if (!*probe->sample.disturbed)
        return true;
    for (size_t i = 0; i < row->probe_count; i++)
        if (is_probe(&row->probes[i], probe->kind, probe->stages) &&
            !*row->probes[i].sample.disturbed)
            return false;
    return true;
}

/* What a probe says: of the stages, one's time; else that of the whole. On all of the text, in
 * nanoseconds. A step by itself has no part in the row's start: it takes as long for each byte. */
static double value_of(const struct row *row, const struct probe *probe, enum stage stage)
{
    const struct sample *sample = &probe->sample;
    if (stage == STAGE_COUNT)
        return ladder_whole_ns(row, sample);
    double times = sample->bytes ? (double)row->text_bytes / (double)sample->bytes : 1;
    return (double)sample->record.stages.spent[stage] * times;
}

/* A kind of probe of a row, of one stage or of the whole (STAGE_COUNT). */
struct probes {
    const struct row *row;
    enum probe_kind kind;
    unsigned stages;
    enum stage stage;
    double median_ns; /* NAN: there are none */
};

static struct probes probes_of(const struct row *row, enum probe_kind kind, unsigned stages,
                               enum stage stage)
{
    struct probes probes = {row, kind, stages, stage, NAN};
    double *values = numbers(row->probe_count);
    size_t count = 0;
    for (size_t i = 0; i < row->probe_count; i++)
        if (is_probe(&row->probes[i], kind, stages) && counts(row, &row->probes[i]))
            values[count++] = value_of(row, &row->probes[i], stage);
    probes.median_ns = median_and_free(values, count);
    return probes;
}

/* What it says in a round, or, where it was not taken then, in the middle of all. */
static double in_round(const struct probes *probes, unsigned round)
{
    const struct row *row = probes->row;
    for (size_t i = 0; i < row->probe_count; i++)
        if (row->probes[i].sample.round == round &&
            is_probe(&row->probes[i], probes->kind, probes->stages) && counts(row, &row->probes[i]))
            return value_of(row, &row->probes[i], probes->stage);
    return probes->median_ns;
}

/* --- stages --- */

/* The shares that each counting stage run gives a stage; returns how many. */
static size_t shares_of(const struct row *row, enum stage stage, double *shares)
{
    size_t count = 0;
    for (size_t i = 0; i < row->probe_count; i++) {
        const struct probe *probe = &row->probes[i];
        double sum = 0;
        if (probe->kind != PROBE_STAGES || !counts(row, probe))
            continue;
        for (enum stage each = 0; each < STAGE_COUNT; each++)
            sum += (double)probe->sample.record.stages.spent[each];
        if (sum > 0)
            shares[count++] = (double)probe->sample.record.stages.spent[stage] / sum;
    }
    return count;
}

static double sum_of(const struct stage_times *times)
{
    double sum = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        sum += (double)times->spent[stage];
    return sum;
}

/* Medians over the stage runs: what the stages add up to on all of the text, what the clock cost,
 * and how much longer than that the sample of the same round took. */
static void set_totals(const struct row *row, struct stages *stages)
{
    double *totals = numbers(row->probe_count), *clocks = numbers(row->probe_count),
           *aparts = numbers(row->probe_count);
    size_t count = 0, paired = 0;
    for (size_t i = 0; i < row->probe_count; i++) {
        const struct probe *probe = &row->probes[i];
        const struct record *record = &probe->sample.record;
        if (probe->kind != PROBE_STAGES || !counts(row, probe))
            continue;
        double times = ladder_whole_ns(row, &probe->sample) / (double)record->search_ns;
        totals[count] = sum_of(&record->stages) * times;
        clocks[count] = (double)record->clock_ns * times;
        const struct sample *sample = ladder_sample(row, probe->sample.round);
        if (sample && totals[count] > 0)
            aparts[paired++] = ladder_whole_ns(row, sample) / totals[count] - 1;
        count++;
    }
    if (paired == 0 && row->sample_count > 0) /* as in files of schema 1 */
        aparts[paired++] = ladder_summarize(row).median_ns / stats_median(totals, count) - 1;
    stages->runs = count;
    stages->total_ns = median_and_free(totals, count);
    stages->clock_ns = median_and_free(clocks, count);
    stages->apart = median_and_free(aparts, paired);
}

/* By how much of its time the whole gets longer for each part by which a stage does, in a round:
 * the slope of a line through the stage run and the runs that lengthened it, by least squares. NAN:
 * there are none. */
static double slope_in(const struct row *row, const struct probe *plain, enum stage stage)
{
    const struct record *record = &plain->sample.record;
    double plain_ns = (double)record->search_ns - (double)record->clock_ns, product = 0, square = 0;
    for (size_t i = 0; i < row->probe_count; i++) {
        const struct probe *probe = &row->probes[i];
        if (!is_probe(probe, PROBE_DELAYED, STAGE_BIT(stage)) || !counts(row, probe) ||
            probe->sample.round != plain->sample.round ||
            probe->sample.bytes != plain->sample.bytes)
            continue;
        double longer_ns =
            (double)probe->sample.record.search_ns - (double)record->search_ns; /* clocks on both */
        product += probe->delay * longer_ns / plain_ns;
        square += probe->delay * probe->delay;
    }
    return square > 0 ? fmin(fmax(product / square, 0), 1) : NAN;
}

/* The same in each round; returns how many. */
static size_t slopes_of(const struct row *row, enum stage stage, double *slopes)
{
    size_t count = 0;
    for (size_t i = 0; i < row->probe_count; i++) {
        const struct probe *plain = &row->probes[i];
        double slope =
            plain->kind == PROBE_STAGES && counts(row, plain) ? slope_in(row, plain, stage) : NAN;
        if (!isnan(slope))
            slopes[count++] = slope;
    }
    return count;
}

/* Sets the median share of each stage, which need not add up to 1; returns their sum. */
static double set_shares(const struct row *row, struct stages *stages)
{
    double *shares = numbers(row->probe_count), sum = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        size_t count = slopes_of(row, stage, shares);
        if (count > 0)
            stages->lengthened |= STAGE_BIT(stage);
        else
            count = shares_of(row, stage, shares);
        stages->share[stage] = count > 0 ? stats_median(shares, count) : 0;
        if (!stats_interval(shares, count, STATS_CONFIDENCE, &stages->interval[stage]))
            stages->interval[stage] = (struct interval){0};
        sum += stages->share[stage];
    }
    free(shares);
    return sum;
}

struct stages ledger_stages(const struct row *row)
{
    struct stages stages = {.apart = NAN};
    double sum = set_shares(row, &stages);
    if (!(sum > 0))
        return stages;
    set_totals(row, &stages);
    stages.scale = 1 / sum;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        stages.share[stage] /= sum;
        stages.ns[stage] = stages.share[stage] * stages.total_ns;
        if (stages.share[stage] > stages.share[stages.bottleneck])
            stages.bottleneck = stage;
    }
    return stages;
}

/* --- what the machine allows --- */

/* The time of all of the text at a limit, in a round, or in the middle of all; NAN: not known. */
static double limit_ns(const struct results *run, const char *name, int threads, unsigned round)
{
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
    int threads;
    struct stages stages;             /* the parent's */
    double part[STAGE_COUNT];         /* of the parent's time that a stage takes, by the clock */
    struct probes alone[STAGE_COUNT]; /* the rung's own steps */
    struct probes without;            /* the parent without what is attacked */
    unsigned left_out;                /* which is this */
};

static struct view view_of(const struct results *run, const struct row *parent,
                           const struct row *row)
{
    struct view view = {.run = run,
                        .parent = parent,
                        .row = row,
                        .threads = ladder_threads(run, row),
                        .stages = ledger_stages(parent),
                        .left_out = row->is.attacks & LEDGER_REPLAYED};
    double *shares = numbers(parent->probe_count);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        size_t count = shares_of(parent, stage, shares);
        view.part[stage] = stats_median(shares, count);
        view.alone[stage] = probes_of(row, PROBE_ALONE, STAGE_BIT(stage), stage);
    }
    free(shares);
    view.without = probes_of(parent, PROBE_WITHOUT, view.left_out, STAGE_COUNT);
    return view;
}

/* The stage run of a round, or NULL. */
static const struct probe *stage_run(const struct row *row, unsigned round)
{
    for (size_t i = 0; i < row->probe_count; i++)
        if (row->probes[i].sample.round == round && is_probe(&row->probes[i], PROBE_STAGES, 0) &&
            counts(row, &row->probes[i]))
            return &row->probes[i];
    return NULL;
}

/* How long each stage of the parent's takes in a round, or, where there is no stage run of it, in
 * the middle of all. Of those that overlap, the longest takes all the time there is. */
static void set_lengths(const struct view *view, double parent_ns, unsigned round,
                        double lengths_ns[STAGE_COUNT])
{
    const struct probe *run = stage_run(view->parent, round);
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
}

/* The share that a rung attacks, by the stage run of a round and, of stages that were lengthened,
 * by the runs that did so; NAN: there are none. */
static double attacked_in(const struct view *view, unsigned round)
{
    const struct probe *run = stage_run(view->parent, round);
    double share = 0, sum = run ? sum_of(&run->sample.record.stages) : 0;
    for (enum stage stage = 0; stage < STAGE_COUNT && sum > 0; stage++) {
        if (!(view->row->is.attacks & STAGE_BIT(stage)))
            continue;
        share += view->stages.lengthened & STAGE_BIT(stage)
                     ? slope_in(view->parent, run, stage)
                     : (double)run->sample.record.stages.spent[stage] / sum;
    }
    share *= view->stages.scale;
    return !(sum > 0) ? NAN : share > 1 ? 1 : share; /* NAN stays */
}

/* The part of a stage that is left when it is shared out: reading scales as its limit does. */
static double left_of(const struct view *view, enum stage stage, unsigned round)
{
    double one = stage == STAGE_READ ? limit_ns(view->run, LIMIT_READ, 1, round) : NAN,
           all = stage == STAGE_READ ? limit_ns(view->run, LIMIT_READ, view->threads, round) : NAN;
    double left = all / one;
    return left > 0 ? left : 1.0 / view->threads;
}

/* What a stage of the parent's becomes, in nanoseconds; NAN where that is not known. */
static double becomes(const struct view *view, enum stage stage, double was_ns, unsigned round)
{
    const char *effect = view->row->is.effects[stage];
    if (!effect)
        return was_ns;
    if (strcmp(effect, EFFECT_GONE) == 0)
        return 0;
    if (strcmp(effect, EFFECT_ANEW) == 0)
        return in_round(&view->alone[stage], round);
    if (strcmp(effect, EFFECT_SHARED) == 0)
        return was_ns * left_of(view, stage, round);
    double ns = limit_ns(view->run, effect, 1, round);
    return isnan(ns) ? limit_ns(view->run, effect, 0, round) : ns;
}

/* The forecast: how long the rung will take. What is in no step comes before or after those that
 * overlap. */
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
            longest_ns = fmax(longest_ns, ns); /* which leaves out a NAN: the sum is one then */
    }
    double ns = view->row->is.overlaps && !isnan(sum_ns) ? other_ns + longest_ns : sum_ns;
    double least_ns = limit_ns(view->run, view->row->is.limit, view->threads, round);
    return ns < least_ns ? least_ns : ns;
}

/* The gain if what stays takes so long, and what is attacked is gone or shared out to the end. */
static double gain_of(const struct view *view, double parent_ns, double kept_ns)
{
    if (identity_shares(&view->row->is))
        kept_ns += (parent_ns - kept_ns) / view->threads;
    return parent_ns / (kept_ns < parent_ns * 1e-9 ? parent_ns * 1e-9 : kept_ns); /* NAN stays */
}

static double share_of(const struct view *view, unsigned stages)
{
    double share = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (stages & STAGE_BIT(stage))
            share += view->stages.share[stage];
    return share;
}

/* The ratios of a rung's forecast, or of its ceiling by each of its bounds, round by round. */
struct bounds {
    double *forecast, *share, *ablation, *machine;
    size_t count;
};

static void add_round(struct bounds *bounds, const struct view *view, double parent_ns,
                      unsigned round)
{
    size_t i = bounds->count++;
    unsigned others = view->row->is.attacks & ~view->left_out; /* that can't be left out */
    bounds->forecast[i] = parent_ns / forecast_ns(view, parent_ns, round);
    bounds->share[i] = gain_of(view, parent_ns, parent_ns * (1 - attacked_in(view, round)));
    bounds->ablation[i] = gain_of(
        view, parent_ns, in_round(&view->without, round) - parent_ns * share_of(view, others));
    bounds->machine[i] = parent_ns / limit_ns(view->run, view->row->is.limit, view->threads, round);
}

static struct bounds bounds_of(const struct view *view)
{
    size_t room = view->parent->sample_count + 1;
    struct bounds bounds = {numbers(room), numbers(room), numbers(room), numbers(room), 0};
    bool leaves_out = disturbed_leaves_out(view->parent);
    for (size_t i = 0; i < view->parent->sample_count; i++) {
        const struct sample *sample = &view->parent->samples[i];
        if (!leaves_out || !*sample->disturbed)
            add_round(&bounds, view, ladder_whole_ns(view->parent, sample), sample->round);
    }
    if (view->parent->sample_count == 0) /* before the rounds, its stage runs stand in for them */
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

/* A ratio over the rounds in which it is known. */
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

/* The ablation's bound where one was made, else the share's; never above the machine's. */
static void set_ceiling(const struct bounds *bounds, const struct view *view,
                        struct prediction *prediction)
{
    struct ratio share = ratio_of(bounds->share, bounds->count),
                 ablation = ratio_of(bounds->ablation, bounds->count),
                 machine = ratio_of(bounds->machine, bounds->count);
    share.value = gain_of(view, 1, 1 - prediction->share); /* of the share that is shown */
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

static void set_forecast(const struct bounds *bounds, struct prediction *prediction)
{
    struct ratio forecast = ratio_of(bounds->forecast, bounds->count);
    prediction->expected = forecast.value;
    prediction->has_interval = forecast.has_interval;
    prediction->interval = forecast.interval;
    prediction->interval.low /= 1 + LEDGER_MODEL_ERROR;
    prediction->interval.high *= 1 + LEDGER_MODEL_ERROR;
}

bool ledger_predict(const struct results *run, const struct row *parent, const struct row *row,
                    struct prediction *prediction)
{
    if (!parent || row->is.attacks == 0 || ledger_stages(parent).runs == 0)
        return false;
    struct view view = view_of(run, parent, row);
    struct bounds bounds = bounds_of(&view);
    *prediction = (struct prediction){.share = share_of(&view, row->is.attacks)};
    set_ceiling(&bounds, &view, prediction);
    set_forecast(&bounds, prediction);
    bounds_free(&bounds);
    return true;
}
