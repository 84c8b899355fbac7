/* Reading a text from the disk in order, block after block, with the next blocks on their way while
 * this one is searched. */
#ifndef DISK_H
#define DISK_H

#include "text.h"

enum disk_cache {
    DISK_CACHED, /* through the page cache */
    DISK_DIRECT, /* past it, straight into the buffers: O_DIRECT */
};

struct disk;

/* Why this machine, or the text's file system, can't do it, or NULL. Without a path in the workload
 * only the machine is asked. */
const char *disk_unsupported(const struct workload *work, enum disk_cache cache);

/* Buffers and queue; before the clock starts. */
struct disk *disk_new(enum disk_cache cache);
void disk_free(struct disk *disk);

/* Opens the text, and asks for its first blocks. Ends the program with a line where it can't. */
void disk_open(struct disk *disk, const struct workload *work);

/* The next whole lines, valid until the next call; false at the end. Ends the program with a line,
 * and the place in the text, where a read fails. */
bool disk_next(struct disk *disk, struct span *lines);

void disk_close(struct disk *disk);

#endif
