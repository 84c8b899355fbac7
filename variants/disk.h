/* Reads a text from the disk in order, block by block. While one block is searched, the next ones
 * are being read. */
#ifndef DISK_H
#define DISK_H

#include "text.h"

enum disk_cache {
    DISK_CACHED, /* through the page cache */
    DISK_DIRECT, /* past the page cache, straight into the buffers: O_DIRECT */
};

struct disk;

/* Why this machine, or the text's file system, can't do it, or NULL. If the workload has no path,
 * this checks only the machine. */
const char *disk_unsupported(const struct workload *work, enum disk_cache cache);

/* Makes the buffers and the queue. Call it before the clock starts. */
struct disk *disk_new(enum disk_cache cache);
void disk_free(struct disk *disk);

/* Opens the text, and requests its first blocks. Ends the program with a message if it can't. */
void disk_open(struct disk *disk, const struct workload *work);

/* The next whole lines, valid until the next call; false at the end. If a read fails, ends the
 * program with a message that has the position in the text. */
bool disk_next(struct disk *disk, struct span *lines);

void disk_close(struct disk *disk);

#endif
