/* Converts a copy of the text to lower case, so that lower-case patterns match in any case. */
#ifndef LOWER_H
#define LOWER_H

#include "text.h"
#include "variant.h"

/* Converts the span's ASCII letters to lower case, in place. */
void lower(struct span span);

/* NULL, or the reason why conversion to lower case can't replace caseless matching here. */
const char *lower_unsupported(const struct workload *work);

#endif
