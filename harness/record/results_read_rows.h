/* The rows of a results file back into memory: variants, points of a sweep, peers. */
#ifndef RESULTS_READ_ROWS_H
#define RESULTS_READ_ROWS_H

#include "base/reader.h"
#include "record/results.h"

#define ROWS_MOST 1000

void results_read_row(struct reader *reader, const json_t *object, struct row *row);

/* Files without a sweep, or without peers, have no such array: NULL. */
void results_read_sweep(struct reader *reader, const json_t *array, struct results *results);
void results_read_peers(struct reader *reader, const json_t *array, struct results *results);

#endif
