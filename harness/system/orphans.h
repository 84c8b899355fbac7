/* What a program that was run leaves running, in whatever process group or session. */
#ifndef ORPHANS_H
#define ORPHANS_H

#include <stddef.h>

/* From here on it comes to this process when its parent ends. Children that this process has had
 * before, from whoever became it, are left alone. */
void orphans_adopt(void);

/* Ends all that has come, while no program is running that is to go on; what this user may not end,
 * and all where the kernel keeps no lists of children, stays. */
void orphans_end(void);

/* How many it has ended since this program began. */
size_t orphans_ended(void);

#endif
