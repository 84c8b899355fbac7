/* What the terminal's tables and sentences have beyond ASCII (×, –, ✓), in a locale that is not
 * UTF-8: ASCII stands in for it. Files and exports are UTF-8 in any locale. */
#ifndef ASCII_H
#define ASCII_H

#include <stddef.h>
#include <stdio.h>

/* The stream to print on: `to`, or in such a locale one that passes on to it what it gets, at once
 * and in ASCII. It stays open for as long as the program runs. */
FILE *ascii_stream(FILE *to);

/* How many columns the first `bytes` of a text take on the screen that way. No character here is
 * wider than one. */
int ascii_columns(const char *text, size_t bytes);

#endif
