/* The order of the variants in a round. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order of the variants 0..count-1 in round `round` (from 0): a row of a random Latin square,
 * so that in `count` rounds every variant has every position once. Every second square is the one
 * before it with each row reversed, so that variants that followed a variant now precede it. */
void rounds_order(uint64_t seed, unsigned round, size_t count, size_t *order);

#endif
