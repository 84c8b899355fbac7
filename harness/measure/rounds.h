/* Who runs how often, and in which order. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Shares a time budget out: every variant gets the same time, so a slow one gets fewer rounds than
 * a fast one; none gets more than `most`, and none less than what an interval needs while the
 * budget allows that for all. `cost_ns` is what one sample of each takes; 0 means: takes no part.
 * At least one round each, whatever the budget. Of all these rounds each has `taken` already, and
 * the budget is for the rest. */
void rounds_plan(const uint64_t *cost_ns, size_t count, unsigned most, unsigned taken,
                 uint64_t budget_ns, unsigned *rounds);

/* The order of the variants 0..count-1 in round `round` (from 0): a row of a random Latin square,
 * so that over `count` rounds every variant stands once at every position. Every other square is
 * the one before it with each row reversed, so that whoever followed a variant now goes before it.
 */
void rounds_order(uint64_t seed, unsigned round, size_t count, size_t *order);

/* Puts those of an order for whom `last` is set behind the others, each in the order they had. */
void rounds_put_last(const bool *last, size_t count, size_t *order);

#endif
