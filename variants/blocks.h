/* A text as blocks that any thread can read: each has the lines that start in its stretch of the
 * text, so each line is in one block. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "text.h"

/* From about here on read() is at its best, where it copies past the caches. */
#define BLOCK_BYTES ((size_t)1 << 20)

struct blocks {
    const char *path;
    int fd;
    uint64_t size; /* of the text */
    size_t bytes;  /* of a block, more or less */
    size_t count;
};

/* What one thread reads into. Starts as {0}; free() its bytes. */
struct block_buffer {
    char *bytes;
    size_t capacity;
};

/* Ends the program with a line where the text cannot be read. */
struct blocks blocks_open(const struct workload *work, size_t bytes);
void blocks_close(struct blocks *blocks);

/* The lines of block `index`, valid until the buffer is used again; none where a longer line covers
 * all of its stretch. Any number of threads may read at once, each into its own buffer. */
struct span blocks_read(const struct blocks *blocks, size_t index, struct block_buffer *buffer);

/* The same lines for whoever has memory of their own for them: first where they are, then their
 * bytes, all or any part of them. */
struct extent {
    uint64_t offset;
    size_t length;
};
struct extent blocks_extent(const struct blocks *blocks, size_t index);
void blocks_fetch(const struct blocks *blocks, struct extent extent, char *to);

/* Of an extent, the stretch from its byte `at` on, `most` bytes at most. */
static inline struct extent extent_part(struct extent whole, size_t at, size_t most)
{
    size_t left = whole.length - at;
    return (struct extent){whole.offset + at, left < most ? left : most};
}

#endif
