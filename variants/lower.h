/* Lower-casing a copy of the text, so that patterns in lower case find every case. */
#ifndef LOWER_H
#define LOWER_H

#include "text.h"
#include "variant.h"

/* Lower-cases the ASCII letters of the span in place. */
void lower(struct span span);

/* Why lower-casing cannot stand in for caseless matching here, or NULL where it can. */
const char *lower_unsupported(const struct workload *work);

#endif
