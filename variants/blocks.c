#include "blocks.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_BYTES 4096
#define WINDOW_BYTES (16 << 10)

struct blocks blocks_open(const struct workload *work, size_t bytes)
{
    enum stage outer = stage_enter(STAGE_READ);
    struct blocks blocks = {.path = work->path, .bytes = bytes};
    blocks.fd = text_open_regular(work, &blocks.size);
    blocks.count = (blocks.size + bytes - 1) / bytes;
    stage_leave(outer);
    return blocks;
}

void blocks_close(struct blocks *blocks)
{
    enum stage outer = stage_enter(STAGE_READ);
    close(blocks->fd);
    stage_leave(outer);
}

/* Reads `length` bytes at `offset`, or fewer at the end of the text. */
static size_t read_bytes(const struct blocks *blocks, char *to, size_t length, uint64_t offset)
{
    size_t got = 0;
    if (length > blocks->size - offset)
        length = (size_t)(blocks->size - offset);
    while (got < length) {
        ssize_t more = pread(blocks->fd, to + got, length - got, (off_t)(offset + got));
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            err(1, "cannot read %s at byte %" PRIu64, blocks->path, offset + got);
        if (more == 0)
            break;
        got += (size_t)more;
    }
    return got;
}

/* The same after the `have` bytes already there. The buffer is page-aligned, as blocks are in the
 * page cache: the kernel copies fastest between places of the same alignment. */
static size_t read_at(const struct blocks *blocks, struct block_buffer *buffer, size_t have,
                      size_t length, uint64_t offset)
{
    if (have + length > buffer->capacity) {
        size_t capacity = (2 * (have + length) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        char *larger = aligned_alloc(PAGE_BYTES, capacity);
        if (!larger)
            err(1, "%s: no memory for lines of over %zu bytes", blocks->path, have);
        if (have > 0)
            memcpy(larger, buffer->bytes, have);
        free(buffer->bytes);
        buffer->bytes = larger;
        buffer->capacity = capacity;
    }
    return read_bytes(blocks, buffer->bytes + have, length, offset);
}

/* Whether the byte before a block ends a line. */
static bool starts_line(const struct blocks *blocks, uint64_t start)
{
    char before = '\n';
    return start == 0 || (read_bytes(blocks, &before, 1, start - 1) == 1 && before == '\n');
}

struct span blocks_read(const struct blocks *blocks, size_t index, struct block_buffer *buffer)
{
    uint64_t start = (uint64_t)index * blocks->bytes;
    struct span span = {0};
    if (replay_span(REPLAY_BLOCK, start, &span))
        return span;
    enum stage outer = stage_enter(STAGE_READ);
    size_t length = read_at(blocks, buffer, 0, blocks->bytes, start), from = 0;
    if (!starts_line(blocks, start)) {
        const char *newline = memchr(buffer->bytes, '\n', length);
        from = newline ? (size_t)(newline + 1 - buffer->bytes) : length;
    }
    if (from < length) {
        /* Reads the last line to its end, a little at a time, because most lines are short. */
        size_t end = length, more = 4096;
        bool whole = length < blocks->bytes || buffer->bytes[end - 1] == '\n';
        while (!whole) {
            size_t got = read_at(blocks, buffer, end, more, start + end);
            const char *newline = memchr(buffer->bytes + end, '\n', got);
            whole = newline || got < more;
            end = newline ? (size_t)(newline + 1 - buffer->bytes) : end + got;
            more *= 2;
        }
        span = (struct span){buffer->bytes + from, end - from, start + from};
    }
    stage_leave(outer);
    return replay_keep_span(REPLAY_BLOCK, start, span);
}

/* The place after the first newline in [from, to), or `to` if there is none. */
static uint64_t behind_newline(const struct blocks *blocks, uint64_t from, uint64_t to)
{
    char window[WINDOW_BYTES];
    while (from < to) {
        size_t length = to - from < sizeof window ? (size_t)(to - from) : sizeof window;
        size_t got = read_bytes(blocks, window, length, from);
        const char *newline = memchr(window, '\n', got);
        if (newline)
            return from + (uint64_t)(newline + 1 - window);
        if (got < length)
            return to; /* the text has shrunk: blocks_fetch() says so */
        from += got;
    }
    return to;
}

struct extent blocks_extent(const struct blocks *blocks, size_t index)
{
    enum stage outer = stage_enter(STAGE_READ);
    uint64_t start = (uint64_t)index * blocks->bytes, end = start + blocks->bytes;
    end = end < blocks->size ? end : blocks->size;
    uint64_t from = starts_line(blocks, start) ? start : behind_newline(blocks, start, end);
    uint64_t to = end;
    if (from < end && !starts_line(blocks, end)) /* otherwise the line belongs to another block */
        to = behind_newline(blocks, end, blocks->size);
    stage_leave(outer);
    return (struct extent){from, (size_t)(to - from)};
}

void blocks_fetch(const struct blocks *blocks, struct extent extent, char *to)
{
    enum stage outer = stage_enter(STAGE_READ);
    if (read_bytes(blocks, to, extent.length, extent.offset) < extent.length)
        errx(1, "%s became shorter while it was read", blocks->path);
    stage_leave(outer);
}
