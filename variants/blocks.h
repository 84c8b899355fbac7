/* The text as blocks that any thread can read. A line belongs to the block in which it starts, so
 * each line is in exactly one block. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "text.h"

/* read() is fastest from about this size on, because it then bypasses the caches when it copies. */
#define BLOCK_BYTES ((size_t)1 << 20)

struct blocks {
    const char *path;
    int fd;
    uint64_t size; /* of the text */
    size_t bytes;  /* approximate size of a block */
    size_t count;
};

/* A thread's buffer. Initialize it with {0}; free() its bytes. */
struct block_buffer {
    char *bytes;
    size_t capacity;
};

/* If the text can't be read, ends the program with a message. */
struct blocks blocks_open(const struct workload *work, size_t bytes);
void blocks_close(struct blocks *blocks);

/* Reads the lines of block `index`; they are valid until the buffer is used again. A block that
 * lies wholly inside a longer line has none. Any number of threads may read at once, each into its
 * own buffer. */
struct span blocks_read(const struct blocks *blocks, size_t index, struct block_buffer *buffer);

/* The same for callers with their own memory: blocks_extent() says where the lines are, and
 * blocks_fetch() reads them, or any part of them. */
struct extent {
    uint64_t offset;
    size_t length;
};
struct extent blocks_extent(const struct blocks *blocks, size_t index);
void blocks_fetch(const struct blocks *blocks, struct extent extent, char *to);

/* The part of an extent that starts at its byte `at`, of at most `most` bytes. */
static inline struct extent extent_part(struct extent whole, size_t at, size_t most)
{
    size_t left = whole.length - at;
    return (struct extent){whole.offset + at, left < most ? left : most};
}

#endif
