/* Standard output: a disk may be full, a reader gone, a limit on a file's size reached. */
#ifndef STANDARD_OUTPUT_H
#define STANDARD_OUTPUT_H

#include <stdbool.h>

/* From here on the program says as it ends, in a line on standard error, that some of it was lost,
 * and then does not end with 0. The reason is named where it is known: of what the C library wrote
 * by itself, between two flushes, it is not. A reader that has left wants no such line. A file that
 * grows beyond its limit (ulimit -f) is an error of whoever writes it, not the program's end. */
void standard_output_watch(void);

/* False where some of what was printed so far is lost. */
bool standard_output_flush(void);

/* Whether `fd` is a terminal that obeys control sequences: not where TERM=dumb says that it shows
 * them. */
bool standard_output_obeys(int fd);

#endif
