/* Who counts in needle_unit: the host, as the GPU's threads would, or the GPU. */
#ifndef NEEDLE_COUNTER_H
#define NEEDLE_COUNTER_H

#include "cuda/needle.h"
#include "variants/text.h"

/* Why it cannot, or NULL. */
const char *counter_unsupported(void);

struct tally counter_count(const struct needle *needle, struct span span);

#endif
