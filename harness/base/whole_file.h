/* Files that are there whole or not at all. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Whether a path can be written, found out without a trace: an existing file stays as it is, and
 * none is made. False with errno. */
bool whole_file_can(const char *path);

/* Whether two paths are one file; where a file is not there yet, whether they are the same text.
 * False for no path. */
bool whole_file_is(const char *path, const char *other);

/* Has `put` write `what` under a temporary name beside `path`, then renames it. A file of one's own
 * that is there leaves its permissions to the new one; a link is replaced, not followed. A device,
 * such as /dev/null, and what standard output or error goes to are written to and stay. False with
 * why. */
bool whole_file_write(const char *path, bool (*put)(const void *what, FILE *to), const void *what,
                      char *why, size_t why_size);

#endif
