/* Removes folders with their contents, and makes temporary folders in which programs can run. */
#ifndef TEMPORARY_FOLDER_H
#define TEMPORARY_FOLDER_H

/* Removes everything in a folder, or also the folder itself. Links are removed, not followed. */
void folder_empty(const char *path);
void folder_remove(const char *path);

struct temporary_folder;

/* Makes a new folder NAME.XXXXXX in $TMPDIR (if that is an absolute path), /dev/shm or /tmp: the
 * first in which programs can run. It exists until temporary_folder_close() or the end of the
 * program. Also removes folders of this name that killed programs have left. NULL if it can't make
 * one. */
struct temporary_folder *temporary_folder_open(const char *name);
void temporary_folder_close(struct temporary_folder *folder); /* NULL is ignored */

const char *temporary_folder_path(const struct temporary_folder *folder); /* NULL for NULL */

#endif
