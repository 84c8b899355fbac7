/* A file that gets its name only when it is whole: written under a temporary name beside that one,
 * then renamed. */
#ifndef TEMPORARY_H
#define TEMPORARY_H

/* Creates an empty file PATH.unfinished.XXXXXX with the permissions that a new PATH would get.
 * Returns its descriptor and, in *name, its name to free(); or -1 with errno, and *name is NULL.
 *
 * It stays locked until the descriptor is closed, which is best done behind the renaming: what this
 * user's killed programs have left by such names in the folder, locked by nobody, is removed first.
 */
int temporary_open(const char *path, char **name);

#endif
