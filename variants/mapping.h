/* The text as memory: its pages in the page cache, without a copy. A page is mapped when it is
 * first touched, so what that takes is part of the search. The bytes are not writable. */
#ifndef MAPPING_H
#define MAPPING_H

#include "text.h"

/* Of a part: what one page of the page tables maps. */
#define PART_BYTES ((size_t)2 << 20)

/* Maps a whole text for reading; empty texts have no bytes. Ends the program with a line where it
 * cannot, and also, later, where the text was cut short and a page of it is no longer there. */
struct span mapping_open(const struct workload *work);

/* The same mapping with mmap()'s protection and flags of the caller's choice. */
struct span mapping_of(const struct workload *work, int protection, int flags);
void mapping_close(struct span span);

/* The text in parts of about `bytes` each, for one go of a loop: a part has the lines that start in
 * its stretch of the text, so each line is in one part, and any thread can take any part. */
size_t mapping_parts(struct span text, size_t bytes);
struct span mapping_part(struct span text, size_t bytes, size_t index);

/* The same with its pages touched, so that no fault interrupts its search: one page of every
 * few, and the kernel maps its neighbours with it. There are as many faults as without.
 * MADV_POPULATE_READ and MAP_POPULATE, which are there for this, go through the page tables page by
 * page again, and took up to twice as long as mapping at the first touch. */
struct span mapping_part_populated(struct span text, size_t bytes, size_t index);

#endif
