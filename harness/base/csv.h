/* Comma-separated values: a first one, those behind it, and a line break that the caller writes.
 * What is not known is empty. */
#ifndef CSV_H
#define CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Text in quotes, at the start of a line; the same behind a comma. NULL is empty text, a control
 * character a blank. */
void csv_first(FILE *to, const char *text);
void csv_text(FILE *to, const char *text);

/* Numbers behind a comma. Nothing for what is not finite, or no count. */
void csv_number(FILE *to, double value);
void csv_count(FILE *to, bool is_known, uint64_t count);

#endif
