/* The text as memory: the pages of the page cache, without a copy. A page is mapped when it is
 * first touched, so that cost is part of the search. The bytes are read-only. */
#ifndef MAPPING_H
#define MAPPING_H

#include "text.h"

/* A part's size: as much as one page of page tables maps. */
#define PART_BYTES ((size_t)2 << 20)

/* Maps a whole text for reading; an empty text has no bytes. If that fails, or if the file later
 * shrinks and a page is missing, the program ends with a message. */
struct span mapping_open(const struct workload *work);

/* The same with the caller's choice of mmap()'s protection and flags. */
struct span mapping_of(const struct workload *work, int protection, int flags);
void mapping_close(struct span span);

/* Divides the text into parts of about `bytes` each. A line belongs to the part in which it starts,
 * so each line is in exactly one part, and any thread can take any part. */
size_t mapping_parts(struct span text, size_t bytes);
struct span mapping_part(struct span text, size_t bytes, size_t index);

/* The same, but touches the part's pages first, so that no fault interrupts its search. It touches
 * one page in every few, since the kernel maps the neighbours too. The number of faults stays the
 * same. MADV_POPULATE_READ and MAP_POPULATE exist for this, but they walk the page tables page by
 * page, and took up to twice as long. */
struct span mapping_part_populated(struct span text, size_t bytes, size_t index);

#endif
