/* A run as a results file: its facts, and its figures for other programs. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "figures/figures.h"

/* Facts and figures; json_decref() it. The harness never reads the figures back; it derives them
 * again. */
json_t *document_of(const struct figures *figures);

/* The same for callers that don't need the figures themselves. */
json_t *document_of_run(const struct results *run);

#endif
