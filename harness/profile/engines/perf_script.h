/* What `perf script` prints of a recording, read into a profile: threads, functions, and the tree
 * of calling contexts, weighted with the samples' periods.
 *
 * It must have been called with --ns, --no-inline, --show-task-events, --show-switch-events,
 * --show-lost-events and -F comm,pid,tid,time,period,event,ip,sym,dso. Then it prints, by time:
 *
 *   NAME PID/TID SECONDS.NANOSECONDS: PERIOD EVENT:
 *   <tab> ADDRESS FUNCTION (MODULE)                    from the leaf to the root; an empty line
 *   NAME PID/TID SECONDS.NANOSECONDS: PERF_RECORD_...  a thread starts, ends, switches in or out
 *
 * A thread's CPU time comes from the switches, to which the samples are then held: what they should
 * have been, and how many there are. The periods of an event that counts anything but time are
 * turned into time by the same. */
#ifndef PERF_SCRIPT_H
#define PERF_SCRIPT_H

#include "profile/engines/perf_frame.h"

#include <stddef.h>
#include <stdio.h>

#define PERF_SAMPLES_MOST 10000000
#define PERF_THREADS_MOST 8192
#define PERF_DEPTH_MOST 1024 /* frames of a stack; perf itself keeps fewer */

/* Fills in threads, nodes, functions and edges, summed up, and of `how` all that the recording
 * tells. False with why where the text is anything else, or has no samples. */
bool perf_script_read(FILE *from, const struct perf_names *names, struct profile *profile,
                      char *why, size_t why_size);

#endif
