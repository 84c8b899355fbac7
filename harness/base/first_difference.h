/* Where two files first differ. */
#ifndef FIRST_DIFFERENCE_H
#define FIRST_DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define FIRST_DIFFERENCE_SHOWN 60 /* bytes of a line */
#define FIRST_DIFFERENCE_SIZE (FIRST_DIFFERENCE_SHOWN + 32)

struct first_difference {
    uint64_t line;                        /* from 1 */
    char lines[2][FIRST_DIFFERENCE_SIZE]; /* printable; of a long line, the part around the
                                             difference */
    bool ended[2];                        /* the file ends before this line */
};

/* Compares two files from their starts, in little memory. False if they are the same. */
bool first_difference(FILE *one, FILE *other, struct first_difference *difference);

#endif
