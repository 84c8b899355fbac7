#include "mapping.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* When a page is touched, Linux also maps its neighbours in the page cache: all pages of an aligned
 * stretch of this size, unless fault_around_bytes says otherwise. */
#define AROUND_BYTES (64 << 10)

/* The file has shrunk, and there is nothing to read after its end. */
static void on_bus_error(int signal)
{
    static const char message[] =
        "the text was cut short, or could not be read, while it was mapped\n";
    (void)signal;
    ssize_t unheard = write(STDERR_FILENO, message, sizeof message - 1);
    (void)unheard;
    _exit(1);
}

struct span mapping_of(const struct workload *work, int protection, int flags)
{
    struct span span = {0};
    uint64_t bytes;
    int fd = text_open_regular(work, &bytes);
    span.length = (size_t)bytes;
    if (span.length > 0)
        span.bytes = mmap(NULL, span.length, protection, flags, fd, 0);
    if (span.bytes == MAP_FAILED)
        err(1, "cannot map %s", work->path);
    close(fd);
    signal(SIGBUS, on_bus_error);
    return span;
}

struct span mapping_open(const struct workload *work)
{
    struct span span;
    if (replay_text(work, &span))
        return span;
    enum stage outer = stage_enter(STAGE_READ);
    span = mapping_of(work, PROT_READ, MAP_SHARED);
    stage_leave(outer);
    return span;
}

void mapping_close(struct span span)
{
    if (replay_leaves_out(STAGE_READ))
        return;
    enum stage outer = stage_enter(STAGE_READ);
    if (span.length > 0)
        munmap(span.bytes, span.length);
    stage_leave(outer);
}

size_t mapping_parts(struct span text, size_t bytes)
{
    return (text.length + bytes - 1) / bytes;
}

/* Where the first line in [at, limit] starts, or the text's end if none does. Doesn't look further,
 * because every part would search a long line for its end. */
static size_t line_start(struct span text, size_t at, size_t limit)
{
    if (at == 0 || at >= text.length)
        return at == 0 ? 0 : text.length;
    if (limit > text.length)
        limit = text.length;
    const char *newline = memchr(text.bytes + at - 1, '\n', limit - (at - 1));
    return newline ? (size_t)(newline + 1 - text.bytes) : text.length;
}

struct span mapping_part(struct span text, size_t bytes, size_t index)
{
    struct span part;
    if (replay_span(REPLAY_PART, index * bytes, &part))
        return part;
    enum stage outer = stage_enter(STAGE_READ);
    size_t end = (index + 1) * bytes;
    size_t from = line_start(text, index * bytes, end);
    size_t to = from < end ? line_start(text, end, text.length) : from;
    part = (struct span){text.bytes + from, to - from, text.offset + from};
    stage_leave(outer);
    return replay_keep_span(REPLAY_PART, index * bytes, part);
}

struct span mapping_part_populated(struct span text, size_t bytes, size_t index)
{
    struct span part = mapping_part(text, bytes, index);
    if (replay_leaves_out(STAGE_READ))
        return part;
    enum stage outer = stage_enter(STAGE_READ);
    for (size_t i = 0; i < part.length;
         i += AROUND_BYTES - (uintptr_t)(part.bytes + i) % AROUND_BYTES)
        (void)*(volatile const char *)(part.bytes + i);
    stage_leave(outer);
    return part;
}
