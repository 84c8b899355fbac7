#include "figures/ledger.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Stages that a run can leave out. */
#define REPLAYED                                                                                   \
    (STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_LOWER) |                   \
     STAGE_BIT(STAGE_SEARCH))

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
 * nanoseconds. */
static double value_of(const struct row *row, const struct probe *probe, enum stage stage)
{
    const struct record *record = &probe->sample.record;
    double whole_ns = ladder_whole_ns(row, &probe->sample);
    return stage == STAGE_COUNT
               ? whole_ns
               : whole_ns * (double)record->stages.spent[stage] / (double)record->search_ns;
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

/* Of all of the text: what the stages of a run add up to, or its clock cost. */
static double total_of(const struct row *row, bool is_clock)
{
    double *totals = numbers(row->probe_count);
    size_t count = 0;
    for (size_t i = 0; i < row->probe_count; i++) {
        const struct probe *probe = &row->probes[i];
        if (probe->kind != PROBE_STAGES || !counts(row, probe))
            continue;
        double sum = is_clock ? (double)probe->sample.record.clock_ns : 0;
        for (enum stage each = 0; !is_clock && each < STAGE_COUNT; each++)
            sum += (double)probe->sample.record.stages.spent[each];
        totals[count++] =
            ladder_whole_ns(row, &probe->sample) * sum / (double)probe->sample.record.search_ns;
    }
    return median_and_free(totals, count);
}

struct stages ledger_stages(const struct row *row)
{
    struct stages stages = {.apart = NAN};
    double *shares = numbers(row->probe_count), sum = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        stages.runs = shares_of(row, stage, shares);
        stages.share[stage] = stages.runs > 0 ? stats_median(shares, stages.runs) : 0;
        if (!stats_interval(shares, stages.runs, &stages.interval[stage]))
            stages.interval[stage] = (struct interval){0};
        sum += stages.share[stage];
    }
    free(shares);
    if (!(sum > 0)) {
        stages.runs = 0;
        return stages;
    }
    stages.total_ns = total_of(row, false);
    stages.clock_ns = total_of(row, true);
    stages.apart = ladder_summarize(row).median_ns / stages.total_ns - 1;
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
    struct stages stages;              /* the parent's */
    struct probes shared[STAGE_COUNT]; /* the parent's stage runs */
    struct probes alone[STAGE_COUNT];  /* the rung's own steps */
    struct probes without;             /* the parent without what is attacked */
    unsigned left_out;                 /* which is this */
};

static struct view view_of(const struct results *run, const struct row *parent,
                           const struct row *row)
{
    struct view view = {run,   parent, row, ladder_threads(run, row),  ledger_stages(parent),
                        {{0}}, {{0}},  {0}, row->is.attacks & REPLAYED};
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        view.shared[stage] = probes_of(parent, PROBE_STAGES, 0, stage);
        view.alone[stage] = probes_of(row, PROBE_ALONE, STAGE_BIT(stage), stage);
    }
    view.without = probes_of(parent, PROBE_WITHOUT, view.left_out, STAGE_COUNT);
    return view;
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

/* The forecast: how long the rung will take. */
static double forecast_ns(const struct view *view, double parent_ns, unsigned round)
{
    double sum_ns = 0, longest_ns = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        double ns = becomes(view, stage, parent_ns * view->stages.share[stage], round);
        sum_ns += ns;
        longest_ns = fmax(longest_ns, ns); /* which leaves out a NAN: the sum is one then */
    }
    double ns = view->row->is.overlaps && !isnan(sum_ns) ? longest_ns : sum_ns;
    double least_ns = limit_ns(view->run, view->row->is.limit, view->threads, round);
    return ns < least_ns ? least_ns : ns;
}

/* The least that the rung can take if all that it attacks is gone, or shared out to the end. */
static double least_ns(const struct view *view, double parent_ns, unsigned round, bool by_share)
{
    double without_ns = by_share ? NAN : in_round(&view->without, round), kept_ns = parent_ns;
    unsigned subtracted = view->row->is.attacks;
    if (!by_share) {
        subtracted &= ~view->left_out;
        kept_ns = without_ns;
    }
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (subtracted & STAGE_BIT(stage))
            kept_ns -= parent_ns * view->stages.share[stage];
    if (identity_shares(&view->row->is))
        kept_ns += (parent_ns - kept_ns) / view->threads;
    return kept_ns < parent_ns * 1e-9 ? parent_ns * 1e-9 : kept_ns; /* NAN stays */
}

/* The ratios of a rung's forecast, or of its ceiling by each of its bounds, round by round. */
struct bounds {
    double *forecast, *share, *ablation, *machine;
    size_t count;
};

static struct bounds bounds_of(const struct view *view)
{
    size_t room = view->parent->sample_count + 1;
    struct bounds bounds = {numbers(room), numbers(room), numbers(room), numbers(room), 0};
    bool leaves_out = disturbed_leaves_out(view->parent);
    for (size_t i = 0; i < view->parent->sample_count; i++) {
        const struct sample *sample = &view->parent->samples[i];
        if (leaves_out && *sample->disturbed)
            continue;
        double parent_ns = ladder_whole_ns(view->parent, sample);
        bounds.forecast[bounds.count] = parent_ns / forecast_ns(view, parent_ns, sample->round);
        bounds.share[bounds.count] = parent_ns / least_ns(view, parent_ns, sample->round, true);
        bounds.ablation[bounds.count] = parent_ns / least_ns(view, parent_ns, sample->round, false);
        bounds.machine[bounds.count] =
            parent_ns / limit_ns(view->run, view->row->is.limit, view->threads, sample->round);
        bounds.count++;
    }
    return bounds;
}

static void bounds_free(struct bounds *bounds)
{
    free(bounds->forecast);
    free(bounds->share);
    free(bounds->ablation);
    free(bounds->machine);
}

/* The ablation's bound where one was made, else the share's; never above the machine's. */
static void set_ceiling(const struct bounds *bounds, struct prediction *prediction)
{
    double ablation = stats_median(bounds->ablation, bounds->count),
           machine = stats_median(bounds->machine, bounds->count);
    const double *ratios = bounds->share;
    prediction->by = CEILING_SHARE;
    if (ablation > 0) {
        ratios = bounds->ablation;
        prediction->by = CEILING_ABLATION;
    }
    prediction->ceiling = stats_median(ratios, bounds->count);
    if (machine < prediction->ceiling) {
        ratios = bounds->machine;
        prediction->by = CEILING_MACHINE;
        prediction->ceiling = machine;
    }
    prediction->has_ceiling_interval =
        stats_interval(ratios, bounds->count, &prediction->ceiling_interval);
}

static void set_forecast(const struct bounds *bounds, struct prediction *prediction)
{
    prediction->expected = stats_median(bounds->forecast, bounds->count);
    if (!isfinite(prediction->expected))
        prediction->expected = NAN;
    prediction->has_interval =
        !isnan(prediction->expected) &&
        stats_interval(bounds->forecast, bounds->count, &prediction->interval);
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
    *prediction = (struct prediction){.share = 0};
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (row->is.attacks & STAGE_BIT(stage))
            prediction->share += view.stages.share[stage];
    set_ceiling(&bounds, prediction);
    set_forecast(&bounds, prediction);
    bounds_free(&bounds);
    return true;
}
