/* Folders that are made with those that they lie in. */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdbool.h>

/* Makes it where it is not there. False with errno. */
bool folder_make(const char *path);

#endif
