/* A text that stays on the GPUs. */
#ifndef RESIDENT_H
#define RESIDENT_H

#include "slots.h"

/* A slot for each GPU, which between them have all of the text. `search` then counts in them for a
 * while, so that idle GPUs raise their clocks; their caches have nothing of the text in the end. */
struct slots *resident_open(const struct workload *work,
                            struct tally (*search)(void *slots, const struct workload *));

#endif
