/* The trap drawn: a lane for the host and one for the device, for each way of timing. */
#ifndef TRAP_LINES_H
#define TRAP_LINES_H

#include "record/trap_record.h"

#include <stdio.h>

/* In letters, with their legend: of each way the repeat in the middle, all on one scale, at most
 * `width` columns wide. */
void trap_lines(FILE *to, const struct trap *trap, int width);

#endif
