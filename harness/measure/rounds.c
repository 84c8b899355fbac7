#include "measure/rounds.h"
#include "variants/variant.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

/* Fisher and Yates' shuffle of 0..count-1. */
static void shuffle(uint64_t *state, size_t count, size_t *to)
{
    for (size_t i = 0; i < count; i++) {
        *state = mix64(*state);
        size_t j = (size_t)(((*state >> 32) * (i + 1)) >> 32);
        to[i] = to[j];
        to[j] = i;
    }
}

void rounds_order(uint64_t seed, unsigned round, size_t count, size_t *order)
{
    if (count == 0)
        return;
    size_t square = round / count;
    uint64_t state = mix64(seed) + square / 2; /* one state for a square and its mirror image */
    size_t *rows = calloc(3 * count, sizeof *rows);
    if (!rows)
        err(1, "order of the rounds");
    size_t *columns = rows + count, *symbols = columns + count;
    shuffle(&state, count, rows);
    shuffle(&state, count, columns);
    shuffle(&state, count, symbols);
    for (size_t position = 0; position < count; position++)
        order[square % 2 ? count - 1 - position : position] =
            symbols[(rows[round % count] + columns[position]) % count];
    free(rows);
}
