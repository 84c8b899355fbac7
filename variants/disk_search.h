/* Searches a text while it is read from the disk: the shared step of the rungs that use disk.h. */
#ifndef DISK_SEARCH_H
#define DISK_SEARCH_H

#include "disk.h"
#include "variant.h"

/* Why the workload can't be counted in this way, or NULL. */
const char *disk_search_unsupported(const struct workload *work, enum disk_cache cache);

/* Compiles the patterns, and makes the buffers. Release it with disk_search_free(). */
void *disk_search_prepare(const struct workload *work, enum disk_cache cache);
void disk_search_free(void *search);

/* Searches each block while the next ones are being read. */
struct tally disk_search_run(void *search, const struct workload *work);

#endif
