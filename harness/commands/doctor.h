/* The checks of ./harness doctor. Each function adds one part. doctor.c collects the facts, so that
 * tests can make them up. */
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
    unsigned cores;   /* that this process may use */
    const char *sudo; /* the start of a command for root: "sudo ", or "" if we are root */

    /* What the machine did for a while. Zero if the kernel doesn't say. */
    struct host_time idle[2]; /* start and end of a time in which this process was idle, */
    struct host_time busy[2]; /* and of one in which it worked on all its cores */
    uint64_t heat_stops;      /* during both */
    char *others;             /* who computed while we were idle, see busiest.h; or NULL */

    /* What will be measured on it. */
    uint64_t text_bytes; /* the text's size, now or when generated */
    bool text_is_there;
    char *text_folder;
    uint64_t disk_free_bytes; /* in the text's folder */
    const char *sanitize;     /* this build's sanitizers; "" without */
};

/* What times depend on: cores and their clocks, memory, disk, and other users of these. */
void doctor_times(struct checks *checks, const struct doctor_host *host);

/* What perf may sample, and how to allow more. */
void doctor_perf(struct checks *checks, const struct doctor_host *host,
                 const struct perf_events *perf);

/* The profilers in PATH, and the GPU. */
void doctor_tools(struct checks *checks, const struct doctor_host *host);

/* Which rungs run here, and why others don't. */
void doctor_rungs(struct checks *checks, const struct rungs *rungs);

#endif
