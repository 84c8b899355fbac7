/* What the kernel allows this process to sample. */
#ifndef PERF_EVENTS_H
#define PERF_EVENTS_H

/* perf_event_open()'s errno, or 0. */
struct perf_events {
    int clock;  /* sampling this process by the CPU clock */
    int kernel; /* and the kernel with it */
    int cycles; /* sampling by the processor's cycle counter */
};

struct perf_events perf_events_try(void);

#endif
