/* A copy of the text for variants that read it from the disk, so that the other variants' text can
 * stay in memory. It lies beside the text, has no name, and disappears when the program ends. */
#ifndef COLD_H
#define COLD_H

#include <stdbool.h>
#include <stddef.h>

struct cold {
    int fd;        /* -1: no copy */
    char path[64]; /* a child of this process can open it */
};

/* Makes the copy, and checks that the kernel evicts it from the page cache on request. False with
 * why, which also says what to do. */
bool cold_make(struct cold *cold, const char *text, char *why, size_t why_size);
void cold_drop(struct cold *cold);

#endif
