/* Reads the rows of a results file: variants, points of a sweep, peers. */
#ifndef RESULTS_READ_ROWS_H
#define RESULTS_READ_ROWS_H

#include "base/reader.h"
#include "record/results.h"

void results_read_rows(struct reader *reader, json_t *root, struct results *results);

#endif
