/* Makes folders, with their parents. */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdbool.h>

/* Makes the folder if it doesn't exist. False with errno. */
bool folder_make(const char *path);

#endif
