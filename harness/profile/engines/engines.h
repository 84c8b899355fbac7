/* The engines of this build, and which of them to use. */
#ifndef ENGINES_H
#define ENGINES_H

#include "profile/engines/engine.h"

/* In the order of --help; ends with NULL. */
extern const struct engine *const engines[];

/* The engine of that name, or NULL. */
const struct engine *engines_find(const char *name);

/* The engine for a variant that uses a GPU or not: `name` is one's own, or "auto". `why` gets a
 * line that says why this one; where NULL is returned, why none works and what helps. *instead is
 * set where another than the first choice was taken. */
const struct engine *engines_choose(const char *name, bool gpu, bool *instead, char *why,
                                    size_t why_size);

/* What counts calls for an engine that does not: the first that works, or NULL with why. */
const struct engine *engines_counter(char *why, size_t why_size);

/* Whether it samples, so that a short run tells little. */
bool engines_samples(const struct engine *engine);

/* Whether a run under it takes so long that it gets a slice of the text. */
bool engines_slow(const struct engine *engine);

#endif
