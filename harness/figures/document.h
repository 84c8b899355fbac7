/* A run as a results file: its facts, and for other readers the figures that follow from them. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "record/results.h"

/* Facts and figures; json_decref() it. Nothing reads the figures back: figures_of() makes them
 * anew. */
json_t *document_of(const struct results *results);

#endif
