/* A clock for what is built with SIMULATED_CLOCK: no time passes but what is spent here, and what
 * it takes to read the clock. One clock for all threads of a process. */
#ifndef SIMULATED_CLOCK_H
#define SIMULATED_CLOCK_H

#include <stdint.h>

/* Work that takes so long; waiting until then, if that is in the future. */
void simulated_spend(uint64_t ns);
void simulated_wait_until(uint64_t ns);

/* The time, without reading the clock. */
uint64_t simulated_now(void);

/* From now on a reading takes so long; at first, 20 ns. */
void simulated_reading_takes(uint64_t ns);

/* Every so manyth reading is interrupted for so long; 0: none. */
void simulated_interrupts(uint64_t every, uint64_t ns);

#endif
