/* The two kinds of line that `perf script` prints: a sample's or another event's head, "NAME
 * PID/TID SECONDS.NANOSECONDS: REST", and a frame of a stack, "\t  ADDRESS NAME (MODULE)". */
#ifndef PERF_FRAME_H
#define PERF_FRAME_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

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
};

#define PERF_UNKNOWN "[unknown]" /* the name of every function that has none */

struct perf_frame {
    char name[512];   /* ASCII; without the version that the linker put behind it */
    char module[256]; /* a file's name without folders, or [kernel] or [jit]; "" where unknown */
    enum profile_category category;
};

/* False where the line is no frame. What is longer than there is room for is cut. */
bool perf_frame_read(const char *line, const struct perf_names *names, struct perf_frame *frame);

#endif
