/* Which samples count: those that something outside the run disturbed are left out where enough
 * others remain. */
#ifndef DISTURBED_H
#define DISTURBED_H

#include "record/results.h"

/* Whether a row's disturbed samples are left out of the figures: where the others are as many as an
 * interval takes. Elsewhere they count: of so few, the interval spans all, and is as wide as they
 * make it. So a sample counts, or not; and a row is disturbed where most of what counts is. */
bool disturbed_leaves_out(const struct row *row);
bool disturbed_counts(const struct row *row, const struct sample *sample);
bool disturbed_mostly(const struct row *row);

/* The same of two rows held against each other, whose rounds are those that both have: one is left
 * out where either was disturbed in it, if that leaves at least `least`, which is what the pair's
 * interval takes; else none is. They are disturbed where either is, and where most of the rounds
 * that count are. */
bool disturbed_pair_leaves_out(const struct row *one, const struct row *other, size_t least);
bool disturbed_pair_mostly(const struct row *one, const struct row *other, size_t least);

#endif
