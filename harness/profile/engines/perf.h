/* What keeps perf from working here. */
#ifndef PERF_H
#define PERF_H

#include <stddef.h>

/* The event to sample by: hardware cycles where they can be counted, else the CPU clock; where the
 * kernel's part is not allowed, the CPU clock without it (":u"). There cycles would be turned into
 * time by the switches, which know of no kernel, and its time go to the program's functions; and
 * what makes the clock the worse of the two, interrupts held back, is in the kernel only. NULL
 * where nothing is allowed; *error is then perf_event_open()'s errno. */
const char *perf_event(int *error);

/* That errno in one line, with the fix. `level` is kernel.perf_event_paranoid. */
void perf_refusal(int error, int level, char *why, size_t why_size);

#endif
