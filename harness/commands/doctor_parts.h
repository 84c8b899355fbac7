/* The parts of ./harness doctor: what each looks at, apart from how it is come by. */
#ifndef DOCTOR_PARTS_H
#define DOCTOR_PARTS_H

#include "measure/rungs.h"
#include "show/checks.h"
#include "system/host.h"

#include <stdbool.h>
#include <stdint.h>

/* A while of the host, and what is to be run on it. */
struct doctor_host {
    const char *root;         /* see host.h */
    struct host_time idle[2]; /* begin and end of a while in which this process does nothing, */
    struct host_time busy[2]; /* and of one in which it works on all its cores; zero: not told */
    uint64_t heat_stops;      /* in all that time */
    char *others;             /* who computed in the first, see busiest.h, or NULL */
    unsigned cores;           /* that this process may run on */
    uint64_t text_bytes;      /* it has, or will have */
    bool text_is_there;
    char *text_folder;
    uint64_t disk_free_bytes; /* in that folder */
    const char *sanitize;     /* this build's sanitizers; "" without */
    const char *sudo;         /* what a command for root begins with: "sudo ", or "" for root */
};

/* What times depend on: cores and their clock, memory, disk, and who else uses them. */
void doctor_times(struct checks *checks, const struct doctor_host *host);

/* What the kernel answered to perf_event_open(), as errno or 0. */
struct doctor_perf {
    int clock;  /* sampling this program by the CPU clock */
    int kernel; /* the kernel with it */
    int cycles; /* by the processor's cycle counter */
};

/* Asks the kernel. */
struct doctor_perf doctor_perf_try(void);

/* What may be sampled, and what would let more be. */
void doctor_perf(struct checks *checks, const struct doctor_host *host,
                 const struct doctor_perf *perf);

/* The profilers that are installed, looked up in PATH, and the GPU. */
void doctor_tools(struct checks *checks, const struct doctor_host *host);

/* Which rungs run here, and why others do not. */
void doctor_rungs(struct checks *checks, const struct rungs *rungs);

#endif
