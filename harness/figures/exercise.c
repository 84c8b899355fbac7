#include "figures/exercise.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

#define COMPARISONS 3
/* A kernel of a smaller share tells no wrong clock from a right one. */
#define KERNEL_LEAST (3 * EXERCISE_APART)

/* The median over the samples of the kernel's share of a search, by one clock or the other. */
static double kernel_share(const struct row *row, bool by_device)
{
    double *shares = calloc(row->sample_count + 1, sizeof *shares);
    if (!shares)
        err(1, "shares");
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct record *record = &row->samples[i].record;
        uint64_t ns =
            by_device ? record->device.ns[STAGE_KERNEL] : record->stages.spent[STAGE_KERNEL];
        shares[i] = (double)ns / (double)record->search_ns;
    }
    double share = stats_median(shares, row->sample_count);
    free(shares);
    return share;
}

/* Where a busy machine makes the device's thread wait, the right clock counts that, too: then the
 * reference's clocks are apart as well, and nobody is judged by theirs. */
static void judge_clock(const struct row *mine, const struct row *reference,
                        struct exercise_figures *figures)
{
    figures->clock = kernel_share(mine, false);
    figures->device = kernel_share(mine, true);
    figures->outcome = figures->device;
    figures->reached =
        figures->device >= KERNEL_LEAST && fabs(figures->clock - figures->device) <= EXERCISE_APART;
    figures->disturbed =
        figures->device >= KERNEL_LEAST && !figures->reached &&
        fabs(kernel_share(reference, false) - kernel_share(reference, true)) > EXERCISE_APART;
    figures->shows =
        figures->device == 0 || (figures->device >= KERNEL_LEAST && !figures->disturbed);
}

/* Whether it says on which side of EXERCISE_SHARE something is, or is narrow enough for its middle
 * to say so. */
static bool settles(const struct interval *interval)
{
    return interval->low >= EXERCISE_SHARE || interval->high < EXERCISE_SHARE ||
           interval->high - interval->low <= EXERCISE_WIDE;
}

static void judge_gain(struct exercise_figures *figures)
{
    const struct speedup *reference = &figures->reference;
    figures->shows = reference->has_interval && reference->interval.low > EXERCISE_SHOWS;
    if (figures->shows) {
        const struct interval *beside = &figures->over_reference.interval;
        figures->share = log(figures->mine.ratio) / log(reference->ratio);
        figures->shares =
            (struct interval){1 + log(beside->low) / log(reference->ratio),
                              1 + log(beside->high) / log(reference->ratio), beside->coverage};
    }
    figures->disturbed = figures->shows && !settles(&figures->shares);
    figures->shows &= !figures->disturbed;
    figures->reached = figures->shows && figures->share >= EXERCISE_SHARE;
}

struct exercise_figures exercise_figures_of(enum exercise_judged judged, const struct row *start,
                                            const struct row *mine, const struct row *reference)
{
    const double confidence = stats_confidence_of(COMPARISONS);
    struct exercise_figures figures = {
        .mine = ladder_speedup(start, mine, confidence),
        .reference = ladder_speedup(start, reference, confidence),
        .over_reference = ladder_speedup(reference, mine, confidence),
        .share = NAN,
        .clock = NAN,
        .device = NAN,
    };
    figures.outcome = figures.mine.ratio;
    if (judged == EXERCISE_CLOCK) {
        judge_clock(mine, reference, &figures);
        return figures;
    }
    if (judged == EXERCISE_GAIN) {
        judge_gain(&figures);
    } else {
        bool fast = figures.mine.ratio >= EXERCISE_SHARE;
        figures.disturbed =
            !settles(&figures.mine.interval) || (!fast && figures.reference.ratio < EXERCISE_SHARE);
        figures.shows = !figures.disturbed; /* that start.c counts wrong is seen anywhere */
        figures.reached = figures.shows && fast;
    }
    figures.beats = figures.over_reference.has_interval &&
                    stats_verdict(&figures.over_reference.interval) == VERDICT_FASTER;
    return figures;
}
