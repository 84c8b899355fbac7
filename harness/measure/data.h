/* The text: made where it is missing, known by its manifest or counted, and held in memory. */
#ifndef DATA_H
#define DATA_H

#include "common/scan.h"
#include "measure/reference.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* The path of the project's own text, full or a tenth of it, which is made where it is missing.
 * Ends the program where that fails; free() what it returns. */
char *data_default(bool quick);

/* Where it is, or is to be, and how long; free() it. */
char *data_default_path(bool quick, uint64_t *bytes);

/* What is known of a text: from its manifest, or counted by the reference where it has none; NULL
 * is that of the built-in workload. A manifest that is damaged, or that does not fit the text's
 * size, is an error. False with why. `shown` is the path as results show it. `counts`, where it is
 * not NULL, gets each pattern's, which the plain scan does not know. */
bool data_know(const char *path, const char *shown, const struct reference *reference,
               struct facts *facts, struct reference_counts *counts, char *why, size_t why_size);

/* reference_count_file() with a line that says how long it will take, on a terminal alone: "WHAT:
 * SHOWN, 2 s left". */
bool data_count(const char *path, const char *what, const char *shown,
                const struct reference *reference, struct reference_counts *counts, char *why,
                size_t why_size);

/* Reads the text into the page cache, in huge pages where the kernel has them, and again where some
 * of it does not stay; then asks the kernel (mincore) which share of it is there; NAN where it does
 * not say, as of a text that the user may not write. False with why. */
bool data_warm(const char *path, double *resident, char *why, size_t why_size);

/* Which share of it is in the page cache; NAN as above, and where it is not to be read. */
double data_resident(const char *path);

/* Drops the text from the page cache, and asks the kernel which share of it stayed; NAN as above.
 * What was written to it and is not on the disk yet goes there first. False with why. */
bool data_cool(const char *path, double *resident, char *why, size_t why_size);

/* What happened to a text since it had the status `before`, as in "was cut short"; NULL where it is
 * as it was. */
const char *data_change(const char *path, const struct stat *before);

#endif
