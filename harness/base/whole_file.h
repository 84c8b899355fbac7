/* Writes files whole or not at all. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Whether a path can be written. Finds out without changing or creating a file. False with errno.
 */
bool whole_file_can(const char *path);

/* Whether two paths are the same file, or, if a file doesn't exist yet, the same string. False if
 * either is NULL. */
bool whole_file_is(const char *path, const char *other);

/* Lets `put` write `what` under a temporary name beside `path`, then renames it. If it replaces a
 * file of the user's, it keeps that file's permissions; a link is replaced, not followed. A device,
 * such as /dev/null, and the targets of standard output and error are not replaced but written to.
 * False with why. */
bool whole_file_write(const char *path, bool (*put)(const void *what, FILE *to), const void *what,
                      char *why, size_t why_size);

/* What to do about an errno of a write, to follow a message: "; raise ..." or "". */
const char *whole_file_remedy(int error);

#endif
