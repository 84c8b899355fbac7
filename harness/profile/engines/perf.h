/* What perf recorded of a run: whether it works here, the text that it prints, and a profile of it.
 */
#ifndef PERF_H
#define PERF_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* --- what keeps it from working --- */

/* The event to sample by: hardware cycles where they can be counted, else the CPU clock; where the
 * kernel's part is not allowed, the CPU clock without it (":u"). There cycles would be turned into
 * time by the switches, which know of no kernel, and its time go to the program's functions; and
 * what makes the clock the worse of the two, interrupts held back, is in the kernel only. NULL
 * where nothing is allowed; *error is then perf_event_open()'s errno. */
const char *perf_event(int *error);

/* That errno in one line, with the fix. `level` is kernel.perf_event_paranoid. */
void perf_refusal(int error, int level, char *why, size_t why_size);

/* --- a line of its text --- */

/* The two kinds of line that `perf script` prints: a sample's or another event's head, "NAME
 * PID/TID SECONDS.NANOSECONDS: REST", and a frame of a stack, "\t  ADDRESS NAME (MODULE)". */

#define PERF_ID_MOST (1 << 22) /* of a process or thread: the kernel's own bound */

struct perf_head {
    char name[64]; /* the thread's */
    long pid, tid;
    uint64_t ns;
    const char *rest; /* of the line, without blanks before it */
};

/* False where the line is no head. */
bool perf_head_read(const char *line, struct perf_head *head);

/* What a frame is held against. */
struct perf_names {
    const char *program; /* the watched program, as the kernel names it: absolute, without links */
    const json_t *own;   /* see own_code.h. NULL, empty: it does not say, all are */
    const char *maps;    /* a folder with perf-PID.map files of JIT code; NULL: none */
    bool users;          /* a command of the user's own, which may start others: what lies in no
                            folder of the system's libraries is its own */
};

#define PERF_UNKNOWN "[unknown]" /* the name of every function that has none */

struct perf_frame {
    char name[512];   /* ASCII; without the version that the linker put behind it */
    char module[256]; /* a file's name without folders, or [kernel] or [jit]; "" where unknown */
    enum profile_category category;
};

/* False where the line is no frame. What is longer than there is room for is cut. */
bool perf_frame_read(const char *line, const struct perf_names *names, struct perf_frame *frame);

/* --- the whole text --- */

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
 * turned into time by the same.
 *
 * A stack that is deeper than what perf copied of it, or that cannot be unwound, ends in the
 * middle. Those whose root is no thread's start are counted in how.cut; with JIT code in them they
 * are orphans, see below. */

#define PERF_SAMPLES_MOST 10000000
#define PERF_THREADS_MOST 8192
#define PERF_DEPTH_MOST 1024 /* frames of a stack; perf is asked for fewer */

/* Fills in threads, nodes, functions and edges, summed up, and of `how` all that the recording
 * tells. False with why where the text is anything else, or has no samples. */
bool perf_script_read(FILE *from, const struct perf_names *names, struct profile *profile,
                      char *why, size_t why_size);

/* --- stacks with JIT code --- */

/* JIT code has nothing that tells an unwinder how to go on to its caller: a stack ends there, or
 * goes on with whatever the unwinder took for a caller. Such stacks are orphans, put aside until
 * all others are known. */

/* Puts the stacks that have JIT code in them into the profile's tree. `aside` has them as a tree,
 * its functions and threads the profile's. One that ends where most of its thread's other stacks do
 * is whole. Another is cut behind the JIT code and put under the function that calls such code, if
 * the thread's other samples show it in exactly one place; else it becomes a root. Both are
 * counted in how.orphans_.... */
void perf_orphans_settle(struct profile *profile, const struct profile *aside);

#endif
