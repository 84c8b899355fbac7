/* The text, or the first lines of it, that one run of a profile searches. */
#ifndef PROFILE_PART_H
#define PROFILE_PART_H

#include "measure/excerpt.h"
#include "record/results.h"

struct profile_part {
    const char *path;
    struct facts facts; /* its path is the whole text's */
    struct excerpt excerpt;
};

/* The first `lines` of a text; all of it where that is 0, or not less than it has. False with why.
 * profile_part_drop() it. */
bool profile_part_take(const char *path, const struct facts *data, uint64_t lines,
                       struct profile_part *part, char *why, size_t why_size);

void profile_part_drop(struct profile_part *part);

#endif
