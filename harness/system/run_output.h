/* What a program that runs has put into its pipes. All of these close a pipe and set *fd to -1 at
 * its end. */
#ifndef RUN_OUTPUT_H
#define RUN_OUTPUT_H

#include "system/run.h"

#define RUN_ERRORS_PART (4 << 10)
#define RUN_PIPE_MOST (1 << 20) /* bytes: the usual /proc/sys/fs/pipe-max-size */

/* Reads what is there of standard output. False when it is too much. */
bool run_output_take(struct run *run, int *fd);

/* The same where lines are counted; of an output that never ends it takes a part. *line_open is
 * whether the last line lacks its newline so far. */
void run_output_count(struct run *run, int *fd, bool *line_open);

/* The same where bytes are counted, and copied to a file unless `to` is -1. False when there are
 * more than `most`, unless that is 0, or when they cannot be written. */
bool run_output_copy(struct run *run, int *fd, int to, uint64_t most);

/* The same for standard error, RUN_ERRORS_PART at a time: keeps its last line. Whether there was
 * any. */
bool run_output_errors(struct run *run, int *fd, bool *line_ended);

#endif
