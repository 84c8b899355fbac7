#include "figures/disturbed.h"
#include "base/stats.h"

static size_t undisturbed(const struct row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        count += !*row->samples[i].disturbed;
    return count;
}

bool disturbed_leaves_out(const struct row *row)
{
    return undisturbed(row) >= STATS_INTERVAL_LEAST;
}

bool disturbed_counts(const struct row *row, const struct sample *sample)
{
    return !*sample->disturbed || !disturbed_leaves_out(row);
}

bool disturbed_mostly(const struct row *row)
{
    return !disturbed_leaves_out(row) && 2 * undisturbed(row) < row->sample_count;
}

/* The number of rounds that both have and in which neither was disturbed; *all is the number that
 * both have. */
static size_t undisturbed_pairs(const struct row *one, const struct row *other, size_t *all)
{
    size_t count = 0;
    *all = 0;
    for (size_t i = 0; i < one->sample_count; i++) {
        const struct sample *sample = row_sample(other, one->samples[i].round);
        *all += sample != NULL;
        count += sample && !*sample->disturbed && !*one->samples[i].disturbed;
    }
    return count;
}

bool disturbed_pair_leaves_out(const struct row *one, const struct row *other, size_t least)
{
    size_t all;
    return undisturbed_pairs(one, other, &all) >= least;
}

bool disturbed_pair_mostly(const struct row *one, const struct row *other, size_t least)
{
    size_t all, count = undisturbed_pairs(one, other, &all);
    return disturbed_mostly(one) || disturbed_mostly(other) || (count < least && 2 * count < all);
}
