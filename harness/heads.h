/* The lines at the head of a run's tables: what it was made on, with, and of. free() each. */
#ifndef HEADS_H
#define HEADS_H

#include "results.h"

char *heads_machine(const json_t *machine);
char *heads_build(const json_t *build);
char *heads_text(const struct results *results);

/* NULL for a run that used none. */
char *heads_gpu(const struct results *results);

/* A line that a results file has a part in must not paint the terminal: the same, without what
 * could. */
char *heads_printable(char *line);

#endif
