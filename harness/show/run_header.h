/* The lines at the head of a run's output: the machine, the build, the text, the patterns. free()
 * each. */
#ifndef RUN_HEADER_H
#define RUN_HEADER_H

#include "record/results.h"

char *run_header_machine(const json_t *machine);
char *run_header_build(const json_t *build);
char *run_header_text(const struct results *results);

/* The patterns that were counted, and in which case; NULL if a file doesn't have them. */
char *run_header_patterns(const struct results *results);

/* "others used the cores. Remedy: stop them." */
char *run_header_warning(const struct warning *warning);

/* How much of the text was in the page cache whenever checked, "99.9 %"; NULL if unknown. "100 %"
 * means all of it. */
char *run_header_resident(const struct facts *data);

/* NULL if the run used none. */
char *run_header_gpu(const struct results *results);

/* Removes control sequences: text from a results file must not control the terminal. */
char *run_header_printable(char *line);

#endif
