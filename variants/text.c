#include "text.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_CAPACITY (256 << 10) /* fits in a core's own cache */
#define WHOLE UINT64_MAX           /* no limit: read the whole file */

static _Noreturn void too_short(const char *path)
{
    errx(1, "%s has fewer bytes than --bytes says", path);
}

struct text text_open(const struct workload *work)
{
    enum stage outer = stage_enter(STAGE_READ);
    struct text text = {
        .path = work->path, .left = work->bytes ? work->bytes : WHOLE, .capacity = FIRST_CAPACITY};
    text.fd = open(work->path, O_RDONLY | O_CLOEXEC);
    if (text.fd < 0)
        err(1, "cannot open %s", work->path);
    text.buffer = malloc(text.capacity);
    if (!text.buffer)
        err(1, "reading buffer");
    stage_leave(outer);
    return text;
}

int text_open_regular(const struct workload *work, uint64_t *bytes)
{
    struct stat status;
    int fd = open(work->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        err(1, "cannot open %s", work->path);
    if (!S_ISREG(status.st_mode))
        errx(1, "cannot read %s in parts: not a regular file", work->path);
    if (work->bytes > (uint64_t)status.st_size)
        too_short(work->path);
    *bytes = work->bytes ? work->bytes : (uint64_t)status.st_size;
    return fd;
}

/* Makes room after `end`, then reads once. */
static void fill(struct text *text)
{
    if (text->begin > 0) {
        memmove(text->buffer, text->buffer + text->begin, text->end - text->begin);
        text->end -= text->begin;
        text->begin = 0;
    }
    if (text->end == text->capacity) {
        text->capacity *= 2;
        text->buffer = realloc(text->buffer, text->capacity);
        if (!text->buffer)
            err(1, "%s: no memory for lines of over %zu bytes", text->path, text->end);
    }
    size_t room = text->capacity - text->end;
    ssize_t got;
    do
        got = read(text->fd, text->buffer + text->end, room < text->left ? room : text->left);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        err(1, "cannot read %s", text->path);
    text->end += (size_t)got;
    if (text->left == WHOLE) {
        text->ended = got == 0;
        return;
    }
    if (got == 0)
        too_short(text->path);
    text->left -= (size_t)got;
    text->ended = text->left == 0;
}

/* Used if reading is left out. */
static bool next_again(struct text *text, struct span *span)
{
    if (text->offset >= text->left)
        *span = (struct span){0};
    else
        replay_span(REPLAY_LINES, text->offset, span);
    text->offset += span->length;
    return span->length > 0;
}

bool text_next(struct text *text, size_t lines, struct span *span)
{
    if (replay_leaves_out(STAGE_READ))
        return next_again(text, span);
    enum stage outer = stage_enter(STAGE_READ);
    size_t length = 0; /* of the lines found so far */
    size_t scanned = 0;
    while (lines > 0) {
        const char *from = text->buffer + text->begin + scanned;
        const char *newline = memchr(from, '\n', text->end - text->begin - scanned);
        if (newline) {
            length = scanned = (size_t)(newline + 1 - (text->buffer + text->begin));
            lines--;
            continue;
        }
        scanned = text->end - text->begin;
        if (text->ended) {
            length = scanned;
            break;
        }
        fill(text);
    }
    *span = (struct span){text->buffer + text->begin, length, text->offset};
    text->begin += length;
    text->offset += length;
    stage_leave(outer);
    replay_keep_span(REPLAY_LINES, span->offset, *span);
    return length > 0;
}

static size_t split_again(struct span span, struct span *lines)
{
    size_t count = 0;
    for (uint64_t at = span.offset; at < span.offset + span.length; at += lines[count++].length)
        replay_span(REPLAY_LINE, at, &lines[count]);
    return count;
}

size_t text_split(struct span span, struct span *lines)
{
    if (replay_leaves_out(STAGE_READ))
        return split_again(span, lines);
    enum stage outer = stage_enter(STAGE_READ);
    size_t count = 0;
    while (span.length > 0) {
        const char *newline = memchr(span.bytes, '\n', span.length);
        size_t length = newline ? (size_t)(newline + 1 - span.bytes) : span.length;
        lines[count++] = (struct span){span.bytes, length, span.offset};
        span.bytes += length;
        span.length -= length;
        span.offset += length;
    }
    stage_leave(outer);
    for (size_t i = 0; replay_recorded && i < count; i++)
        replay_keep_span(REPLAY_LINE, lines[i].offset, lines[i]);
    return count;
}

void text_close(struct text *text)
{
    enum stage outer = stage_enter(STAGE_READ);
    close(text->fd);
    free(text->buffer);
    stage_leave(outer);
}
