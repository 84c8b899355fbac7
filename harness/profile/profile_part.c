#include "profile/profile_part.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool profile_part_take(const char *path, const struct facts *data, uint64_t lines,
                       struct profile_part *part, char *why, size_t why_size)
{
    *part = (struct profile_part){path, *data, {.fd = -1, .empty_fd = -1}};
    if (lines == 0 || lines >= data->lines)
        return true;
    part->excerpt = excerpt_of_lines(path, lines);
    if (part->excerpt.fd < 0) {
        snprintf(why, why_size, "no copy of the first lines of %s: %s", path, strerror(errno));
        return false;
    }
    part->path = part->excerpt.path;
    part->facts.bytes = part->excerpt.bytes;
    part->facts.lines = part->excerpt.lines;
    part->facts.matches = part->excerpt.matches;
    part->facts.digest = part->excerpt.digest;
    return true;
}

void profile_part_drop(struct profile_part *part)
{
    excerpt_drop(&part->excerpt);
}
