/* Fakes of the folders /proc and /sys, for what reads them. */
#ifndef ROOTS_H
#define ROOTS_H

/* A new, empty folder; roots_drop() it. */
char *roots_new(void);
void roots_drop(char *root);

/* Writes a file below it, with the folders that it lies in. */
void roots_put(const char *root, const char *path, const char *text);

#endif
