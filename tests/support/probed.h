/* Rows with probes: what the tests of the ledger share. */
#ifndef PROBED_H
#define PROBED_H

#include "samples.h"

#define PROBED_ROUNDS 9
#define PROBED_BYTES 1000 /* of the text: in a nanosecond each it is read at 1 GB/s */

/* Adds a stage run: the times of other, read, lower and search, and what the clock cost beside
 * them. The pointer is good until the next probe of the row. */
struct probe *probed_stages(struct row *row, unsigned round, const uint64_t times[4],
                            uint64_t clock_ns);

/* Adds a run of a step of its own, alone. */
struct probe *probed_step(struct row *row, enum stage stage, unsigned round, uint64_t ns);

void probed_disturb(struct sample *sample);

/* How many times as long everything takes in a round of a probed_pair(): every second one is three
 * times as slow. */
uint64_t probed_pace(unsigned round);

/* A parent, other 10 %, read 20 %, lower 30 %, search 40 % of 1000 ns, each with a stage run, and a
 * rung of 500 ns that attacks one of them, on four threads; the effect may be NULL. */
struct results probed_pair(const char *effect, enum stage attacked);

#endif
