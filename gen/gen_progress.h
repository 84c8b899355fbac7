/* A line on standard error for work that takes longer than half a second. */
#ifndef GEN_PROGRESS_H
#define GEN_PROGRESS_H

#include <stdint.h>

/* Begins. On a terminal one line keeps changing; elsewhere there is a new line every five seconds.
 */
void progress_start(uint64_t total_bytes);

/* Some more is done. Shows how far the work is when a line is due. From any thread. */
void progress_add(uint64_t bytes);

/* Takes the line off the terminal. */
void progress_stop(void);

#endif
