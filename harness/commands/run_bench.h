/* What ./harness run and ./harness lesson have in common: a run, from its line-up to its last
 * round. The results file (`output` of the bench) is rewritten after each step. A run that can't
 * begin ends the program with an error. */
#ifndef RUN_BENCH_H
#define RUN_BENCH_H

#include "commands/run_values.h"
#include "measure/measure.h"
#include "measure/rungs.h"
#include "show/terminal.h"

/* `values` must outlive the bench. Don't copy the bench. */
void run_bench_init(struct bench *bench, const struct run_values *values);

/* Chooses the variants, and counts the text. From here on, interrupts are caught. */
void run_bench_open(struct bench *bench, const struct rungs *rungs);

/* Everything before the rounds: where the time goes, the forecasts, and the machine's limits.
 * Prints them on `terminal`, unless that is NULL. */
void run_bench_look(struct bench *bench, const struct terminal *terminal);

/* Runs the rounds. False if the results file couldn't be written. */
bool run_bench_measure(struct bench *bench);

void run_bench_close(struct bench *bench);

#endif
