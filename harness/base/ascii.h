/* In a locale that is not UTF-8, tables and sentences on the terminal get ASCII in place of ×, –, ✓
 * and the like. Files and exports are UTF-8 in every locale. */
#ifndef ASCII_H
#define ASCII_H

#include <stddef.h>
#include <stdio.h>

/* The stream to print on: `to`, or in such a locale a stream that converts to ASCII and passes
 * everything on to `to` at once. It stays open until the program ends. */
FILE *ascii_stream(FILE *to);

/* How many columns the first `bytes` of a text take on the screen. No character here is wider than
 * one column. */
int ascii_columns(const char *text, size_t bytes);

#endif
