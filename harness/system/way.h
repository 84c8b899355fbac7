/* The ways to read a text or memory, as data. The fastest one is the limit. */
#ifndef WAY_H
#define WAY_H

#include <stddef.h>

enum way_from {
    WAY_READ,   /* read() into a buffer, summed there */
    WAY_MAPPED, /* the page cache, mapped */
    WAY_MEMORY, /* the program's own memory */
    WAY_FROMS,
};

/* Who fills the page tables of a mapping. */
enum way_tables {
    TABLES_TOUCHED,      /* the kernel, when a page is first touched */
    TABLES_AT_ONCE,      /* MAP_POPULATE, before the threads start */
    TABLES_BY_PART,      /* each thread before it reads a part: MADV_POPULATE_READ, of Linux 5.14 */
    TABLES_PARTS_MAPPED, /* the same, but each part is a mapping of its own */
};

struct way {
    enum way_from from;
    enum way_tables tables;
    size_t part_bytes;  /* what a thread takes at a time; a multiple of the page size */
    unsigned streams;   /* places in the part that are read side by side */
    size_t ahead_bytes; /* how far ahead cache lines are prefetched; 0: not at all */
    unsigned depth;     /* from a disk: reads in flight; else 0 */
};

/* All ways, sorted by where they read from. */
size_t way_count(void);
struct way way_at(size_t index);

/* In words, such as "populated, 2 streams, 4 KiB ahead". Returns `to`. */
#define WAY_TEXT_SIZE 64
char *way_text(const struct way *way, char to[WAY_TEXT_SIZE]);

#endif
