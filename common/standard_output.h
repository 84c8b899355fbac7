/* Notices when output to standard output is lost: the disk is full, the reader is gone, or the file
 * reaches its size limit. */
#ifndef STANDARD_OUTPUT_H
#define STANDARD_OUTPUT_H

#include <stdbool.h>

/* From now on, if some output was lost, the program says so on standard error when it ends, and its
 * exit code is not 0. The message gives the reason, unless the C library itself did the write
 * between two flushes. There is no message if the reader has closed the pipe. Also ignores SIGXFSZ:
 * writing beyond a size limit (ulimit -f) is then an error of that write, and doesn't kill the
 * program. */
void standard_output_watch(void);

/* Flushes. False if some of the output so far was lost. */
bool standard_output_flush(void);

/* Whether `fd` is a terminal that obeys control sequences. TERM=dumb says that it doesn't. */
bool standard_output_obeys(int fd);

#endif
