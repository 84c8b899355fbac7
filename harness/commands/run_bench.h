/* What ./harness run and ./harness lesson have in common: a run, from its line-up to its last
 * round. The results file is written again and again on the way, to `output` of the bench. Ends the
 * program with a line on standard error where a run cannot begin. */
#ifndef RUN_BENCH_H
#define RUN_BENCH_H

#include "commands/run_values.h"
#include "measure/measure.h"
#include "measure/rungs.h"
#include "show/terminal.h"

/* `values` must outlive it, and it must not be copied. */
void run_bench_init(struct bench *bench, const struct run_values *values);

/* Chooses the variants, and gets to know the text. From here on interrupts are caught. */
void run_bench_open(struct bench *bench, const struct rungs *rungs);

/* All but the rounds: where the time goes, what that lets expect, and what the machine can do. What
 * it finds is told on `terminal`; NULL: not at all. */
void run_bench_look(struct bench *bench, const struct terminal *terminal);

/* The rounds. False where the results file could not be written. */
bool run_bench_measure(struct bench *bench);

void run_bench_close(struct bench *bench);

#endif
