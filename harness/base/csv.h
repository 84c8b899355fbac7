/* Comma-separated values: a line's first, then the others. The caller writes the line break.
 * Unknown values are empty. */
#ifndef CSV_H
#define CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Text in quotes, at the start of a line; text after a comma. NULL is empty text, and control
 * characters become blanks. */
void csv_first(FILE *to, const char *text);
void csv_text(FILE *to, const char *text);

/* Numbers after a comma; empty if not finite or not known. */
void csv_number(FILE *to, double value);
void csv_count(FILE *to, bool is_known, uint64_t count);

#endif
