/* Folders with all that is in them, and temporary ones in which programs can run. */
#ifndef TEMPORARY_FOLDER_H
#define TEMPORARY_FOLDER_H

/* Removes what is in a folder, or the folder as well. Links are removed, not followed. */
void folder_empty(const char *path);
void folder_remove(const char *path);

struct temporary_folder;

/* A new folder NAME.XXXXXX in $TMPDIR, where that is a whole path, /dev/shm or /tmp, the first in
 * which programs can run: in memory where that can be. It is there until temporary_folder_close(),
 * or the program's end; those of that name which killed programs have left are removed on the way.
 * NULL where there is none to be had. */
struct temporary_folder *temporary_folder_open(const char *name);
void temporary_folder_close(struct temporary_folder *folder); /* of NULL: nothing */

const char *temporary_folder_path(const struct temporary_folder *folder); /* of NULL: NULL */

#endif
