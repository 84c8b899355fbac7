/* A copy of the text for variants that want it on the disk: the other variants' text then stays in
 * memory. It lies beside the text, has no name, and is gone when the program is. */
#ifndef COLD_H
#define COLD_H

#include <stdbool.h>
#include <stddef.h>

struct cold {
    int fd;        /* -1: there is none */
    char path[64]; /* a child of this process can open it */
};

/* Makes it, and looks whether it leaves the page cache when it is asked to. False with why, and
 * what to do about it. */
bool cold_make(struct cold *cold, const char *text, char *why, size_t why_size);
void cold_drop(struct cold *cold);

#endif
