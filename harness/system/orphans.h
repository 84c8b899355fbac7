/* Processes that a program leaves running, in any process group or session. */
#ifndef ORPHANS_H
#define ORPHANS_H

#include <stddef.h>

/* From now on such processes become children of this one when their parents end. Children that this
 * process already has are left alone. */
void orphans_adopt(void);

/* Kills all such processes. Call it only while no program runs that should go on. Processes that
 * this user may not kill stay; all stay if the kernel doesn't list children. */
void orphans_end(void);

/* How many it has ended since this program began. */
size_t orphans_ended(void);

#endif
