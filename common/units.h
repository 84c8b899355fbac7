/* Numbers as people write and read them, with a decimal point in every locale. */
#ifndef UNITS_H
#define UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NS_PER_S 1000000000ULL

/* "90s", "8m", "1.5h", "200ms" into nanoseconds; a unit is required. False unless it is a duration
 * above 0 and under a year. */
bool units_parse_duration(const char *text, uint64_t *ns);

/* "2%", "0.5%", "2 %" or "2" into 0.02, 0.005, 0.02 and 0.02, from 0 % to `most` %. */
bool units_parse_percent(const char *text, double most, double *share);

/* A whole number from `least` to `most`, with nothing before or after it. */
bool units_parse_number(const char *text, uint64_t least, uint64_t most, uint64_t *value);

#define UNITS_SIZE 32 /* enough for each of the following, which return `to` */

/* With so many significant digits and no exponent: with four, 10.52, 0.02612 and 1234. */
char *units_significant(char to[UNITS_SIZE], double value, int digits);

/* "52 s", "3 min 20 s". */
char *units_duration(char to[UNITS_SIZE], uint64_t ns);

/* 1001000000 as "1,001,000,000". */
char *units_grouped(char to[UNITS_SIZE], uint64_t value);

/* "line" for 1, else "lines". */
const char *units_plural(uint64_t count, const char *one, const char *several);

#endif
