/* A run as a results file: its facts, and for other readers the figures that follow from them. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "figures/figures.h"

/* Facts and figures; json_decref() it. Nothing reads the figures back: they are derived anew. */
json_t *document_of(const struct figures *figures);

/* The same of a run whose figures nobody else needs. */
json_t *document_of_run(const struct results *run);

#endif
