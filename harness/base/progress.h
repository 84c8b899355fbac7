/* A line on standard error that says what is being measured. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

/* On a terminal one line that is written over; elsewhere a line now and then. */
void progress(const char *what, const char *name, uint64_t left_ns);

/* From here on lines on a terminal, too, and nothing is written over. */
void progress_plain(void);

/* Takes the line off the terminal again. */
void progress_end(void);

#endif
