/* What a profiler sees of a command of the user's own, for the record of a try. */
#ifndef TRY_PROFILE_H
#define TRY_PROFILE_H

#include "measure/tries.h"

#include <jansson.h>

/* Why nothing can be profiled here; NULL where perf works. free() it. */
char *try_profile_missing(void);

/* A side of the record (record/try_record.h): {"command", "profile"}, or "no_profile" in its place
 * where it could not be made. A short command runs several times. The share in it is that of
 * `attacks`, functions with commas between; of the one that takes most, where that is NULL and one
 * can be told. NULL, with a line in `why`, where a function that is attacked is not in the profile
 * of `before`: in `after` it may be gone, and of an interpreted script it may not be visible. */
json_t *try_profile(const struct tries *tries, size_t side, const char *attacks, char *why,
                    size_t why_size);

#endif
