/* A line on standard error that says what is being measured. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

/* On a terminal, overwrites one line; elsewhere, prints a line now and then. */
void progress(const char *what, const char *name, uint64_t left_ns);

/* From here on lines on a terminal, too, and nothing is written over. */
void progress_plain(void);

/* Clears the line from the terminal. */
void progress_end(void);

#endif
