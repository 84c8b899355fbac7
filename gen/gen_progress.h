/* A line on standard error for work that takes longer than half a second. */
#ifndef GEN_PROGRESS_H
#define GEN_PROGRESS_H

#include <stdint.h>

/* Starts a thread that shows how far the work is: on a terminal one line that keeps changing,
 * elsewhere a new line every five seconds. */
void progress_start(uint64_t total_bytes);

/* Some more is done. From any thread. */
void progress_add(uint64_t bytes);

/* Ends the thread and clears its line. */
void progress_stop(void);

#endif
