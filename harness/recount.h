/* Where no variant agrees with the manifest, the manifest itself may be wrong: of a text that was
 * edited and kept its size. */
#ifndef RECOUNT_H
#define RECOUNT_H

#include "measure.h"

/* Then counts the text once more, by the plain scan, and warns where that disagrees as well. */
void recount(struct bench *bench);

#endif
