/* If no variant agrees with the manifest, the manifest itself may be wrong: the text was edited but
 * kept its size. */
#ifndef MANIFEST_CHECK_H
#define MANIFEST_CHECK_H

#include "measure/measure.h"

/* In that case, counts the text again by the plain scan, and warns if that disagrees with the
 * manifest as well. */
void manifest_check(struct bench *bench);

#endif
