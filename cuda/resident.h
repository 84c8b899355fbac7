/* A text that stays in the memory of the GPUs. */
#ifndef RESIDENT_H
#define RESIDENT_H

#include "slots.h"

/* Makes a slot for each GPU; together they hold the whole text. Then runs `search` for a while, so
 * that idle GPUs raise their clocks. In the end, none of the text is in the GPUs' caches. */
struct slots *resident_open(const struct workload *work,
                            struct tally (*search)(void *slots, const struct workload *));

#endif
