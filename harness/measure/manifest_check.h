/* Where no variant agrees with the manifest, the manifest itself may be wrong: of a text that was
 * edited and kept its size. */
#ifndef MANIFEST_CHECK_H
#define MANIFEST_CHECK_H

#include "measure/measure.h"

/* Then counts the text once more, by the plain scan, and warns where that disagrees as well. */
void manifest_check(struct bench *bench);

#endif
