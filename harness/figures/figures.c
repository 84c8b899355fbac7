#include "figures/figures.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct speedup no_speedup = {.ratio = NAN};

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[OUTCOMES] = {NULL, "paid", "wasted", "cannot pay", "undecided"};
    return names[outcome];
}

char *figures_gain(char to[UNITS_SIZE], double factor)
{
    if (factor < 100)
        snprintf(to, UNITS_SIZE, "%.2f×", factor);
    else
        snprintf(to, UNITS_SIZE, "over 100×");
    return to;
}

static void *array_of(size_t count, size_t size)
{
    void *array = calloc(count + 1, size);
    if (!array)
        err(1, "figures");
    return array;
}

/* The rate at which the text was searched. */
static double bytes_per_s(const struct results *run, double ns)
{
    return (double)run->data.bytes * 1e9 / ns;
}

static struct summary time_of(const struct results *run, const struct row *row)
{
    struct summary time = ladder_summarize(row);
    time.bytes_per_s = bytes_per_s(run, time.median_ns);
    return time;
}

/* Sets what follows from the row alone: its samples and its stage runs. */
static void see_row(struct row_figures *row, const struct results *run)
{
    row->threads = ladder_threads(run, row->row);
    row->time = time_of(run, row->row);
    row->is_outlier = array_of(row->row->sample_count, sizeof row->is_outlier[0]);
    row->outlier_count = ladder_outliers(row->row, row->is_outlier);
    row->prepare_ns = ladder_prepare_ns(row->row);
    row->limit_share = ladder_limit_share(run, row->row);
    row->stages = ledger_stages(row->row);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        row->device_ns[stage] = ladder_device_ns(row->row, stage);
    /* If copies and the kernel overlap, the kernel's time includes waiting for its turn. */
    double kernel_ns = row->device_ns[STAGE_KERNEL], upload_ns = row->device_ns[STAGE_UPLOAD];
    row->kernel_bytes_per_s = kernel_ns > 0 && !(kernel_ns + upload_ns > row->time.median_ns)
                                  ? bytes_per_s(run, kernel_ns)
                                  : NAN;
}

/* A ratio without an interval: no verdict depends on it. */
static double ratio_of(const struct row_figures *slow, const struct row *fast)
{
    if (!slow || slow->row->status != STATUS_OK || fast->status != STATUS_OK)
        return NAN;
    return ladder_speedup(slow->row, fast, STATS_CONFIDENCE).ratio;
}

/* The most that a rung can gain: the upper end of its ceiling. */
static double ceiling_high(const struct row_figures *row)
{
    const struct prediction *predicted = &row->predicted;
    return !row->is_predicted                ? INFINITY
           : predicted->has_ceiling_interval ? predicted->ceiling_interval.high
                                             : predicted->ceiling;
}

/* Decided by the interval, never by a point: anything else is undecided. */
static enum outcome outcome_of(const struct row_figures *row)
{
    const struct interval *gain = &row->over_parent.interval;
    if (!row->parent || !ladder_measured(row->parent) || !ladder_measured(row->row) ||
        isnan(row->over_parent.ratio))
        return OUTCOME_NONE;
    if (ceiling_high(row) < FIGURES_GAIN)
        return OUTCOME_CANNOT_PAY;
    if (!row->is_believed)
        return OUTCOME_UNDECIDED;
    return gain->low >= FIGURES_GAIN   ? OUTCOME_PAID
           : gain->high < FIGURES_GAIN ? OUTCOME_WASTED
                                       : OUTCOME_UNDECIDED;
}

/* How well the forecast did, and whether the ceiling held. */
static void judge_prediction(struct row_figures *row, const struct figures *figures)
{
    const struct prediction *predicted = &row->predicted;
    row->prediction_error = row->is_predicted && !row->row->is.apart
                                ? fabs(log(row->over_parent.ratio / predicted->expected))
                                : NAN;
    row->exceeds_ceiling =
        row->over_parent.has_interval && row->over_parent.interval.low > ceiling_high(row);
    if (!row->exceeds_ceiling || row->stages.runs == 0)
        return;
    const struct stages *was = &figures->rows[row->parent - figures->run->rows].stages;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        double less_ns = was->ns[stage] - row->stages.ns[stage];
        if (!(row->row->is.attacks & STAGE_BIT(stage)) && less_ns > row->moved_ns) {
            row->moved = stage;
            row->moved_ns = less_ns;
        }
    }
}

/* What the user expected. */
static void judge_foretold(struct row_figures *row)
{
    const struct own_program *own = row->row->is.own;
    row->foretold =
        own && own->foretold > 0 && row->parent && !row->row->is.copy_of ? own->foretold : NAN;
    row->foretold_error = fabs(log(row->over_parent.ratio / row->foretold));
}

/* Two commands that are tried have one control: without it nothing is claimed. */
static bool lacks_control(const struct results *run, const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == PAIR_CONTROL &&
            verdict_control(&pairs->all[i]) != CONTROL_UNKNOWN)
            return false;
    return run->tried != NULL;
}

/* Sets what follows from comparing a row with others. */
static void compare_row(struct row_figures *row, const struct figures *figures,
                        const struct pairs *pairs)
{
    const struct results *run = figures->run;
    const struct pair *rung = pairs_find(pairs, PAIR_RUNG, row->row),
                      *control = pairs_find(pairs, PAIR_CONTROL, row->row),
                      *pair = rung ? rung : control;
    row->parent = row->row->is.copy_of ? NULL : ladder_parent(run, row->row);
    row->is_predicted = ledger_predict(run, row->parent, row->row, &row->predicted);
    row->over_parent = pair ? pair_speedup(pair) : no_speedup;
    row->over_baseline = row->over_first = NAN;
    if (!row->row->is.apart) { /* two kinds of time */
        row->over_baseline = ratio_of(figures->baseline, row->row);
        row->over_first = ratio_of(figures->first, row->row);
    }
    judge_prediction(row, figures);
    judge_foretold(row);
    if (control)
        row->control = verdict_control(control);
    if (!rung)
        return;
    bool early = verdict_is_early(pairs), trusted = figures->trusted && !lacks_control(run, pairs);
    row->verdict = verdict_of(rung, early, trusted);
    row->is_believed =
        !early && row->over_parent.has_interval && trusted && !pair_is_disturbed(rung);
    row->outcome = outcome_of(row);
}

/* The row's figures; NULL for NULL. */
static const struct row_figures *figures_find(const struct figures *figures, const struct row *row)
{
    return row ? &figures->rows[row - figures->run->rows] : NULL;
}

const struct row_figures *figures_row(const struct figures *figures, const char *name)
{
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (strcmp(figures->rows[i].row->is.name, name) == 0)
            return &figures->rows[i];
    return NULL;
}

static const struct row_figures *fastest_of(const struct figures *figures)
{
    const struct row_figures *fastest = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (ladder_measured(row->row) &&
            (!fastest || row->time.median_ns < fastest->time.median_ns))
            fastest = row;
    }
    return fastest;
}

/* The speed-up over the point of one thread; 1 for that point itself. */
static struct speedup over_one_thread(const struct pairs *pairs, const struct row *point)
{
    const struct pair *pair = pairs_find(pairs, PAIR_POINT, point);
    if (pair)
        return pair_speedup(pair);
    return point->is.threads == 1 && point->status == STATUS_OK && point->sample_count > 0
               ? (struct speedup){point->sample_count, 1, true, {1, 1, 1}}
               : no_speedup;
}

static void see_points(struct figures *figures, const struct pairs *pairs)
{
    const struct results *run = figures->run;
    while (sweep_point(run, figures->point_count))
        figures->point_count++;
    figures->points = array_of(figures->point_count, sizeof figures->points[0]);
    for (size_t i = 0; i < figures->point_count; i++) {
        const struct row *row = sweep_point(run, i);
        const struct speedup over = over_one_thread(pairs, row);
        figures->points[i] =
            (struct point_figures){row, time_of(run, row), sweep_scaling(run, row, &over)};
    }
}

/* How many times faster a variant's whole process is than a peer's. */
static struct speedup over_peer(const struct figures *figures, const struct pairs *pairs,
                                enum pair_kind kind, const struct row *row,
                                const struct row_figures **fast)
{
    const struct pair *pair = pairs_find(pairs, kind, row);
    if (pair)
        *fast = figures_find(figures, pair->other);
    return pair ? pair_speedup(pair) : no_speedup;
}

static void see_peers(struct figures *figures, const struct pairs *pairs)
{
    const struct results *run = figures->run;
    figures->peers = array_of(run->peer_count, sizeof figures->peers[0]);
    for (size_t i = 0; i < run->peer_count; i++) {
        const struct row *row = &run->peers[i].row;
        struct peer_figures *peer = &figures->peers[i];
        peer->peer = &run->peers[i];
        peer->time = time_of(run, row);
        peer->over_fastest = over_peer(figures, pairs, PAIR_PEER, row, &figures->fastest_process);
        peer->over_one_core =
            over_peer(figures, pairs, PAIR_ONE_CORE, row, &figures->fastest_on_one_core);
    }
}

/* Counts the planned rounds that ran, and those of the variant with the fewest. */
static void count_rounds(struct figures *figures)
{
    const struct results *run = figures->run;
    unsigned last = 0;
    for (size_t i = 0; i < results_entry_count(run); i++)
        for (size_t j = 0; j < results_entry(run, i)->sample_count; j++)
            if (results_entry(run, i)->samples[j].round > last)
                last = results_entry(run, i)->samples[j].round;
    figures->rounds = last > run->rounds_again ? last - run->rounds_again : 0;
    figures->fewest_rounds = figures->rounds;
    for (size_t i = 0; i < results_entry_count(run); i++) {
        const struct row *row = results_entry(run, i);
        unsigned count = 0;
        for (size_t j = 0; j < row->sample_count; j++)
            count += row->samples[j].round <= figures->rounds;
        if (row->status == STATUS_OK && count > 0 && count < figures->fewest_rounds)
            figures->fewest_rounds = count;
    }
}

static double prediction_error_of(const struct figures *figures)
{
    double *errors = array_of(figures->run->row_count, sizeof *errors);
    size_t count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (isfinite(figures->rows[i].prediction_error))
            errors[count++] = figures->rows[i].prediction_error;
    double median = stats_median(errors, count);
    free(errors);
    return median;
}

static double noise_of(const struct figures *figures)
{
    double *halves = array_of(figures->run->row_count, sizeof *halves);
    size_t count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct summary *time = &figures->rows[i].time;
        if (time->has_interval && figures->rows[i].row->status == STATUS_OK)
            halves[count++] = (time->interval.high - time->interval.low) / 2 / time->median_ns;
    }
    double noise = stats_median(halves, count);
    free(halves);
    return noise;
}

static void see_precision(struct figures *figures, const struct pairs *pairs)
{
    figures->wide = array_of(pairs->count, sizeof figures->wide[0]);
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->all[i];
        if (pair->kind >= PAIR_PEER || !pair_is_measured(pair) || pair_speedup(pair).rounds == 0)
            continue;
        double width = pair_width(pair);
        if (width <= figures->run->precision)
            figures->narrow_count++;
        else
            figures->wide[figures->wide_count++] =
                (struct wide_figures){pair->row, pair->kind == PAIR_POINT,
                                      ladder_threads(figures->run, pair->row), width};
    }
}

static struct trap *trap_of(const struct results *run)
{
    char why[200];
    struct trap *trap = array_of(1, sizeof *trap);
    if (trap_parse(run->trap, trap, why, sizeof why))
        return trap;
    free(trap);
    return NULL;
}

struct figures figures_of(const struct results *run)
{
    struct figures figures = {.run = run};
    struct pairs pairs = pairs_of(run);
    figures.rows = array_of(run->row_count, sizeof figures.rows[0]);
    for (size_t i = 0; i < run->row_count; i++) {
        figures.rows[i].row = &run->rows[i];
        see_row(&figures.rows[i], run);
    }
    figures.baseline = figures_find(&figures, ladder_baseline(run));
    figures.first = figures_find(&figures, ladder_first_measured(run));
    figures.fastest = fastest_of(&figures);
    figures.trusted = verdict_run_is_trusted(run, &pairs);
    figures.family = pairs.family;
    figures.least_rounds = pairs_least_rounds(run, pairs.family);
    for (size_t i = 0; i < run->row_count; i++)
        compare_row(&figures.rows[i], &figures, &pairs);
    see_points(&figures, &pairs);
    see_peers(&figures, &pairs);
    count_rounds(&figures);
    figures.noise = noise_of(&figures);
    figures.prediction_error = prediction_error_of(&figures);
    figures.trap = trap_of(run);
    figures.tried = tried_of(run->tried);
    see_precision(&figures, &pairs);
    for (size_t i = 0; i < run->limit_count; i++)
        figures.limit_medians[i] = ladder_limit_median(&run->limits[i]);
    pairs_free(&pairs);
    return figures;
}

void figures_free(struct figures *figures)
{
    for (size_t i = 0; figures->run && i < figures->run->row_count; i++)
        free(figures->rows[i].is_outlier);
    free(figures->rows);
    free(figures->points);
    free(figures->peers);
    free(figures->wide);
    free(figures->trap);
    free(figures->tried);
    *figures = (struct figures){0};
}
