/* Which samples count: those disturbed from outside are excluded if enough others remain. */
#ifndef DISTURBED_H
#define DISTURBED_H

#include "record/results.h"

/* A row's disturbed samples are excluded from the figures if the others are enough for an interval.
 * Otherwise they count: with so few samples the interval spans them all, so it is as wide as they
 * make it. A row is disturbed if most of the samples that count are. */
bool disturbed_leaves_out(const struct row *row);
bool disturbed_counts(const struct row *row, const struct sample *sample);
bool disturbed_mostly(const struct row *row);

/* The same for a comparison of two rows in the rounds that both have. The rounds in which either
 * was disturbed are excluded if at least `least` others remain, as many as the pair's interval
 * needs. The pair is disturbed if either row is, or if most of the rounds that count are. */
bool disturbed_pair_leaves_out(const struct row *one, const struct row *other, size_t least);
bool disturbed_pair_mostly(const struct row *one, const struct row *other, size_t least);

#endif
