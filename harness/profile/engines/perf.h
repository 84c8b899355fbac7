/* Profiles by perf: whether it works here, how to read what it prints, and how to make that a
 * profile. */
#ifndef PERF_H
#define PERF_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* --- what keeps it from working --- */

/* The event to sample by: hardware cycles if they can be counted, else the CPU clock. If the kernel
 * may not be sampled, it is the CPU clock without it (":u"): cycles would lack the kernel's, and
 * its time would be charged to the program's functions. The clock is worse than cycles only where
 * interrupts are disabled, and that is in the kernel. NULL if nothing is allowed; *error is then
 * perf_event_open()'s errno. */
const char *perf_event(int *error);

/* That errno as a message with the fix. `level` is kernel.perf_event_paranoid. */
void perf_refusal(int error, int level, char *why, size_t why_size);

/* The buffer for each CPU, as --mmap-pages takes it: the largest, up to "8M", that this process may
 * lock in memory, because samples are lost if perf reads a full buffer too late; at least perf's
 * default, "512K". Root may be limited, too, in a user namespace or without CAP_IPC_LOCK. */
const char *perf_buffer(void);

/* --- a line of its text --- */

/* The two kinds of line that `perf script` prints: a sample's or another event's head, "NAME
 * PID/TID SECONDS.NANOSECONDS: REST", and a frame of a stack, "\t  ADDRESS NAME (MODULE)". */

#define PERF_ID_MOST (1 << 22) /* of a process or thread: the kernel's own limit */

struct perf_head {
    char name[64]; /* the thread's */
    long pid, tid;
    uint64_t ns;
    const char *rest; /* of the line, without leading blanks */
};

/* False if the line is not a head. */
bool perf_head_read(const char *line, struct perf_head *head);

/* What helps to classify a frame. */
struct perf_names {
    const char *program; /* its path, as the kernel has it: absolute, without links */
    const json_t *own;   /* see own_code.h; NULL or empty: all are its own */
    const char *maps;    /* a folder with perf-PID.map files of JIT code; NULL: none */
    bool users; /* a user's command, which may start others: all code outside the system's library
                   folders is its own */
};

#define PERF_UNKNOWN "[unknown]" /* the name of functions without one */

struct perf_frame {
    char name[512];   /* ASCII; without the linker's version suffix */
    char module[256]; /* a file's name without folders, or [kernel] or [jit]; "": unknown */
    enum profile_category category;
};

/* False if the line is not a frame. Cuts names that are too long. */
bool perf_frame_read(const char *line, const struct perf_names *names, struct perf_frame *frame);

/* --- the whole text --- */

/* Reads the output of `perf script` into a profile: threads, functions, and the tree of calling
 * contexts, weighted by the samples' periods.
 *
 * perf script must run with --ns, --no-inline, --show-task-events, --show-switch-events,
 * --show-lost-events and -F comm,pid,tid,time,period,event,ip,sym,dso. Then it prints, by time:
 *
 *   NAME PID/TID SECONDS.NANOSECONDS: PERIOD EVENT:
 *   <tab> ADDRESS FUNCTION (MODULE)                    from the leaf to the root; an empty line
 *   NAME PID/TID SECONDS.NANOSECONDS: PERF_RECORD_...  a thread starts, ends, switches in or out
 *
 * A thread's CPU time comes from the switches. It says how many samples there should be, and
 * converts the periods of an event that doesn't count time into time.
 *
 * A stack that is deeper than what perf copies of it, or that can't be unwound, is cut. how.cut
 * counts stacks whose root is not the start of a thread; those with JIT code in them are orphans,
 * see below. */

#define PERF_SAMPLES_MOST 10000000
#define PERF_THREADS_MOST 8192
#define PERF_DEPTH_MOST 1024 /* frames of a stack; we ask perf for fewer */

/* Fills in threads, nodes, functions and edges, all summed up, and whatever the recording says for
 * `how`. False with why if the text is anything else, or has no samples. */
bool perf_script_read(FILE *from, const struct perf_names *names, struct profile *profile,
                      char *why, size_t why_size);

/* --- stacks with JIT code --- */

/* JIT code has no unwind information. A stack ends there, or continues with whatever the unwinder
 * took for the caller. Such stacks are orphans, and put aside until all others are known. */

/* Puts the orphans into the profile's tree. `aside` has them as a tree, with the profile's
 * functions and threads. An orphan is whole if it ends where most of its thread's other stacks do.
 * Any other is cut after the JIT code. If the thread's other samples show the function that calls
 * such code in exactly one place, it goes there; else it becomes a root. how.orphans_... count
 * both. */
void perf_orphans_settle(struct profile *profile, const struct profile *aside);

#endif
