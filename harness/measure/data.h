/* The text: generates it if it is missing, gets its count from the manifest or by a scan, and keeps
 * it in memory. */
#ifndef DATA_H
#define DATA_H

#include "common/scan.h"
#include "measure/reference.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* The path of the project's own text, the full one or a tenth of it. If it is missing, generates
 * it; if that fails, ends the program. free() the path. */
char *data_default(bool quick);

/* Where that text is or will be, and its size; free() the path. */
char *data_default_path(bool quick, uint64_t *bytes);

/* What is known of a text: from its manifest, or, if there is none, counted by the reference (NULL:
 * the built-in workload's). A manifest that is damaged, or doesn't match the text's size, is an
 * error: false with why. `shown` is the path for results. If `counts` is not NULL, it gets the
 * count of each pattern, which the plain scan doesn't know. */
bool data_know(const char *path, const char *shown, const struct reference *reference,
               struct facts *facts, struct reference_counts *counts, char *why, size_t why_size);

/* reference_count_file() with a progress line, on a terminal only: "WHAT: SHOWN, 2 s left". */
bool data_count(const char *path, const char *what, const char *shown,
                const struct reference *reference, struct reference_counts *counts, char *why,
                size_t why_size);

/* Reads the text into the page cache, in huge pages if the kernel has them, and again if parts of
 * it don't stay. Then asks the kernel (mincore) which share is there: NAN if it doesn't say, as for
 * a text that the user may not write. False with why. */
bool data_warm(const char *path, double *resident, char *why, size_t why_size);

/* Which share of it is in the page cache; NAN as above, and if the text can't be read. */
double data_resident(const char *path);

/* Evicts the text from the page cache, and asks the kernel which share stayed; NAN as above.
 * Unwritten data goes to the disk first. False with why. */
bool data_cool(const char *path, double *resident, char *why, size_t why_size);

/* What happened to a text since it had the status `before`, such as "was cut short"; NULL if
 * nothing. */
const char *data_change(const char *path, const struct stat *before);

#endif
