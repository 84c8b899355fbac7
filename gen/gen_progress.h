/* A progress line on standard error, for work that takes longer than half a second. */
#ifndef GEN_PROGRESS_H
#define GEN_PROGRESS_H

#include <stdint.h>

/* Starts. On a terminal, one line keeps changing; elsewhere there is a new line every five seconds.
 */
void progress_start(uint64_t total_bytes);

/* Adds to the bytes done, and prints a line if one is due. Any thread may call it. */
void progress_add(uint64_t bytes);

/* Clears the line from the terminal. */
void progress_stop(void);

#endif
