/* The lines at the head of a run's tables: what it was made on, with, and of. free() each. */
#ifndef RUN_HEADER_H
#define RUN_HEADER_H

#include "record/results.h"

char *run_header_machine(const json_t *machine);
char *run_header_build(const json_t *build);
char *run_header_text(const struct results *results);

/* What was counted, and in which case; NULL where a file does not say. */
char *run_header_patterns(const struct results *results);

/* "others used the cores. Remedy: stop them." */
char *run_header_warning(const struct warning *warning);

/* How much of the text was in the page cache at every look, "99.9 %"; NULL where that is not known.
 * "100 %" is all of it. */
char *run_header_resident(const struct facts *data);

/* NULL for a run that used none. */
char *run_header_gpu(const struct results *results);

/* A line that a results file has a part in must not paint the terminal: the same, without what
 * could. */
char *run_header_printable(char *line);

#endif
