#include "disk.h"
#include "disk_queue.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Measured: larger blocks leave the core's caches before they are searched, and more of them in
 * flight gain nothing. */
#define DISK_BLOCK_BYTES ((size_t)1 << 20)
#define DISK_DEPTH 4
#define SECTOR_BYTES 4096 /* an alignment that O_DIRECT takes on any disk */

/* A block that was requested. */
struct slot {
    char *bytes;
    uint64_t offset;   /* of the block in the text */
    size_t want, have; /* of the text's bytes */
    bool here;         /* all of it has been read */
};

struct disk {
    enum disk_cache cache;
    struct disk_queue *queue;
    struct slot slots[DISK_DEPTH];
    const char *path;
    int fd;
    uint64_t size;  /* of the text */
    uint64_t asked; /* blocks up to here were requested */
    uint64_t given; /* lines up to here were handed out, or are in `carry` */
    uint64_t freed; /* the buffers of blocks up to here are in use again */
    char *carry;    /* a line that goes on in the next block */
    size_t carried, carry_room;
    bool carry_is_out; /* it was handed out: the next call empties it */
};

const char *disk_unsupported(const struct workload *work, enum disk_cache cache)
{
    static char why[160];
    struct disk_queue *queue = disk_queue_new(1);
    if (!queue) {
        snprintf(why, sizeof why,
                 "io_uring can't be used here: %s (see sysctl kernel.io_uring_disabled; containers "
                 "often forbid it)",
                 strerror(errno));
        return why;
    }
    disk_queue_free(queue);
    struct stat text;
    struct statfs system;
    if (!work->path || cache == DISK_CACHED || stat(work->path, &text) < 0 ||
        !S_ISREG(text.st_mode) || statfs(work->path, &system) < 0)
        return NULL; /* disk_open() reports what else is wrong */
    int fd = open(work->path, O_RDONLY | O_CLOEXEC | O_DIRECT);
    bool refused = fd < 0 && errno == EINVAL;
    if (fd >= 0)
        close(fd);
    return refused || system.f_type == TMPFS_MAGIC
               ? "the text's file system has no O_DIRECT (tmpfs keeps its files in memory)"
               : NULL;
}

struct disk *disk_new(enum disk_cache cache)
{
    struct disk *disk = calloc(1, sizeof *disk);
    if (!disk)
        err(1, "reading buffers");
    disk->cache = cache;
    disk->queue = disk_queue_new(DISK_DEPTH);
    if (!disk->queue)
        err(1, "io_uring");
    for (unsigned i = 0; i < DISK_DEPTH; i++) {
        disk->slots[i].bytes = aligned_alloc(SECTOR_BYTES, DISK_BLOCK_BYTES);
        if (!disk->slots[i].bytes)
            err(1, "reading buffers");
        memset(disk->slots[i].bytes, 1, DISK_BLOCK_BYTES); /* no page faults later */
    }
    return disk;
}

void disk_free(struct disk *disk)
{
    disk_queue_free(disk->queue);
    for (unsigned i = 0; i < DISK_DEPTH; i++)
        free(disk->slots[i].bytes);
    free(disk->carry);
    free(disk);
}

static unsigned slot_of(uint64_t offset)
{
    return (unsigned)(offset / DISK_BLOCK_BYTES % DISK_DEPTH);
}

/* Requests what a slot still lacks. O_DIRECT reads whole sectors, beyond the text's end if need be.
 */
static void ask(struct disk *disk, unsigned index)
{
    const struct slot *slot = &disk->slots[index];
    size_t length = slot->want - slot->have;
    if (disk->cache == DISK_DIRECT)
        length = (length + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    disk_queue_ask(disk->queue, index, disk->fd, slot->bytes + slot->have, length,
                   slot->offset + slot->have);
}

static void ask_next(struct disk *disk, unsigned index)
{
    uint64_t left = disk->size - disk->asked;
    if (left == 0)
        return;
    struct slot *slot = &disk->slots[index];
    slot->offset = disk->asked;
    slot->want = left < DISK_BLOCK_BYTES ? (size_t)left : DISK_BLOCK_BYTES;
    slot->have = 0;
    slot->here = false;
    disk->asked += slot->want;
    ask(disk, index);
}

/* Waits for a read, and requests the rest if it got only a part. */
static void take(struct disk *disk)
{
    unsigned index;
    int got = disk_queue_wait(disk->queue, &index);
    struct slot *slot = &disk->slots[index];
    if (got < 0 && got != -EAGAIN && got != -EINTR) {
        errno = -got;
        err(1, "cannot read %s at byte %" PRIu64, disk->path, slot->offset + slot->have);
    }
    slot->have += got > 0 ? (size_t)got : 0;
    slot->here = slot->have >= slot->want;
    /* O_DIRECT reads part of a sector only at the end of a file. */
    bool ended = got == 0 || (got > 0 && disk->cache == DISK_DIRECT && got % SECTOR_BYTES != 0);
    if (!slot->here && ended)
        errx(1, "%s became shorter while it was read", disk->path);
    if (!slot->here)
        ask(disk, index);
}

static void open_text(struct disk *disk, const struct workload *work)
{
    disk->path = work->path;
    disk->fd = text_open_regular(work, &disk->size);
    if (disk->cache == DISK_DIRECT) {
        int flags = fcntl(disk->fd, F_GETFL);
        if (flags < 0 || fcntl(disk->fd, F_SETFL, flags | O_DIRECT) < 0)
            err(1, "cannot read %s past the page cache", work->path);
    }
    disk->asked = disk->given = disk->freed = disk->carried = 0;
    disk->carry_is_out = false;
    for (unsigned i = 0; i < DISK_DEPTH; i++)
        ask_next(disk, i);
}

void disk_open(struct disk *disk, const struct workload *work)
{
    enum stage outer = stage_enter(STAGE_READ);
    if (replay_leaves_out(STAGE_READ))
        disk->given = 0;
    else
        open_text(disk, work);
    stage_leave(outer);
}

static void carry(struct disk *disk, const char *bytes, size_t length)
{
    if (disk->carried + length > disk->carry_room) {
        disk->carry_room = 2 * (disk->carried + length);
        disk->carry = realloc(disk->carry, disk->carry_room);
        if (!disk->carry)
            err(1, "%s: no memory for lines of over %zu bytes", disk->path, disk->carried);
    }
    memcpy(disk->carry + disk->carried, bytes, length);
    disk->carried += length;
}

/* The line that was carried from block to block. */
static struct span carried_line(struct disk *disk)
{
    disk->carry_is_out = true;
    return (struct span){disk->carry, disk->carried, disk->given - disk->carried};
}

/* What a block can hand out from `given` on: the carried line with its rest, or all lines that end
 * in the block. Nothing if a line goes on in the next block: that line is then carried. */
static struct span from_block(struct disk *disk, const struct slot *slot)
{
    size_t at = (size_t)(disk->given - slot->offset), left = slot->want - at;
    char *bytes = slot->bytes + at;
    bool is_last = slot->offset + slot->want == disk->size;
    const char *newline =
        disk->carried > 0 ? memchr(bytes, '\n', left) : memrchr(bytes, '\n', left);
    size_t length = newline ? (size_t)(newline + 1 - bytes) : 0;
    if (disk->carried == 0 && (length > 0 || is_last)) {
        struct span lines = {bytes, is_last ? left : length, disk->given};
        disk->given += lines.length;
        return lines;
    }
    carry(disk, bytes, newline ? length : left);
    disk->given += newline ? length : left;
    return newline || is_last ? carried_line(disk) : (struct span){0};
}

/* Reuses the buffers of blocks that were handed out. */
static void ask_again(struct disk *disk)
{
    for (; disk->freed + DISK_BLOCK_BYTES <= disk->given; disk->freed += DISK_BLOCK_BYTES)
        ask_next(disk, slot_of(disk->freed));
}

/* With reading left out, the recorded lines at this place in the text. */
static bool next_again(struct disk *disk, struct span *lines)
{
    replay_span(REPLAY_LINES, disk->given, lines);
    disk->given += lines->length;
    return lines->length > 0;
}

bool disk_next(struct disk *disk, struct span *lines)
{
    if (replay_leaves_out(STAGE_READ))
        return next_again(disk, lines);
    enum stage outer = stage_enter(STAGE_READ);
    if (disk->carry_is_out)
        disk->carried = 0;
    disk->carry_is_out = false;
    *lines = (struct span){.offset = disk->given};
    ask_again(disk);
    while (lines->length == 0 && disk->given < disk->size) {
        const struct slot *slot = &disk->slots[slot_of(disk->given)];
        while (!slot->here)
            take(disk);
        *lines = from_block(disk, slot);
        if (lines->length == 0) {
            lines->offset = disk->given;
            ask_again(disk);
        }
    }
    stage_leave(outer);
    replay_keep_span(REPLAY_LINES, lines->offset, *lines);
    return lines->length > 0;
}

void disk_close(struct disk *disk)
{
    enum stage outer = stage_enter(STAGE_READ);
    if (!replay_leaves_out(STAGE_READ))
        close(disk->fd);
    stage_leave(outer);
}
