/* Profiles a user's command for the record of a try. */
#ifndef TRY_PROFILE_H
#define TRY_PROFILE_H

#include "measure/tries.h"

#include <jansson.h>

/* Why nothing can be profiled here; NULL if perf works. free() it. */
char *try_profile_missing(void);

/* A side of the record (record/try_record.h): {"command", "profile"}, or with "no_profile" instead
 * if it couldn't be made. A short command runs several times. The profile's share is that of the
 * functions in `attacks`, with commas between; if that is NULL, of the function that takes most, if
 * one is certain. NULL with why if an attacked function is not in the profile of `before`. In
 * `after` it may be gone, and in an interpreted script it may not be visible. */
json_t *try_profile(const struct tries *tries, size_t side, const char *attacks, char *why,
                    size_t why_size);

#endif
