/* Reads the pipes of a running program. At the end of a pipe, these functions close it and set *fd
 * to -1. */
#ifndef RUN_OUTPUT_H
#define RUN_OUTPUT_H

#include "system/run.h"

#define RUN_ERRORS_PART (4 << 10)
#define RUN_PIPE_MOST (1 << 20) /* bytes: the default of /proc/sys/fs/pipe-max-size */

/* Reads the available part of standard output. False if the output is too long. */
bool run_output_take(struct run *run, int *fd);

/* The same, but counts lines; of endless output it reads a part. *line_open says whether the last
 * line still lacks its newline. */
void run_output_count(struct run *run, int *fd, bool *line_open);

/* The same where bytes are counted, and copied to a file unless `to` is -1. False when there are
 * more than `most`, unless that is 0, or when they cannot be written. */
bool run_output_copy(struct run *run, int *fd, int to, uint64_t most);

/* Reads up to RUN_ERRORS_PART of standard error and keeps its last line. True if there was any. */
bool run_output_errors(struct run *run, int *fd, bool *line_ended);

#endif
