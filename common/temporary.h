/* For files that get their names only when they are whole: written under a temporary name, then
 * renamed. */
#ifndef TEMPORARY_H
#define TEMPORARY_H

/* Creates an empty file PATH.unfinished.XXXXXX with the permissions that a new PATH would get.
 * Returns its descriptor and, in *name, its name to free(); or -1 with errno, and *name is NULL.
 *
 * First removes what killed programs of this user have left in the folder: files with such names
 * that nobody has locked. The new file stays locked until its descriptor is closed, so close it
 * after renaming. */
int temporary_open(const char *path, char **name);

#endif
