/* The checks of ./harness doctor. Each function adds one part's, from facts that doctor.c collects,
 * so that tests can make them up. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "measure/rungs.h"
#include "show/checks.h"
#include "system/host.h"
#include "system/perf_events.h"

#include <stdbool.h>
#include <stdint.h>

struct doctor_host {
    const char *root; /* see host.h */
    unsigned cores;   /* that this process may run on */
    const char *sudo; /* what a command for root begins with: "sudo ", or "" for root */

    /* What it did for a while. Zero where the kernel does not tell. */
    struct host_time idle[2]; /* begin and end of a time in which this process did nothing, */
    struct host_time busy[2]; /* and of one in which it worked on all its cores */
    uint64_t heat_stops;      /* in all that time */
    char *others;             /* who computed in the first, see busiest.h, or NULL */

    /* What is to be measured on it. */
    uint64_t text_bytes; /* that the text has, or will have */
    bool text_is_there;
    char *text_folder;
    uint64_t disk_free_bytes; /* in that folder */
    const char *sanitize;     /* this build's sanitizers; "" without */
};

/* What times depend on: cores and their clock, memory, disk, and who else uses them. */
void doctor_times(struct checks *checks, const struct doctor_host *host);

/* What may be sampled, and what would allow more. */
void doctor_perf(struct checks *checks, const struct doctor_host *host,
                 const struct perf_events *perf);

/* The profilers in PATH, and the GPU. */
void doctor_tools(struct checks *checks, const struct doctor_host *host);

/* Which rungs run here, and why others do not. */
void doctor_rungs(struct checks *checks, const struct rungs *rungs);

#endif
