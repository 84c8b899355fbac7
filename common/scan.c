#include "scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MATCH_BYTES = 4,
    WINDOW = 64, /* a constant, or gcc's -O2 leaves the loop over it one byte at a time */
    BUFFER_BYTES = 1 << 20,
};

uint64_t scan_spread(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/* Truth values as bytes, combined with & and |: without branches, the compiler tests many places of
 * the text in each instruction. */
static unsigned char is_letter(unsigned char byte, char lower_case)
{
    return (byte | 0x20) == lower_case;
}

static unsigned char is_match(const unsigned char *bytes)
{
    const unsigned char digit = bytes[0] >= '0' && bytes[0] <= '9';
    return digit & (is_letter(bytes[1], 'b') | is_letter(bytes[1], 'r')) &
           is_letter(bytes[2], 'o') & is_letter(bytes[3], 'b');
}

static void scan_places(struct scan *scan, const unsigned char *bytes, size_t places,
                        uint64_t offset)
{
    for (size_t i = 0; i < places; i++) {
        if (is_match(bytes + i)) {
            scan->matches++;
            scan->digest += scan_spread(offset + i);
        }
    }
}

void scan_bytes(struct scan *scan, const char *bytes, size_t length, uint64_t offset)
{
    if (length < MATCH_BYTES)
        return;
    const unsigned char *text = (const unsigned char *)bytes;
    const size_t places = length - (MATCH_BYTES - 1);
    size_t done = 0;

    /* Most windows have no match. To test that first is ten times as fast as going place by place.
     */
    for (; places - done >= WINDOW; done += WINDOW) {
        unsigned char any = 0;
        for (size_t i = 0; i < WINDOW; i++)
            any |= is_match(text + done + i);
        if (any)
            scan_places(scan, text + done, WINDOW, offset + done);
    }
    scan_places(scan, text + done, places - done, offset + done);
}

static uint64_t count_newlines(const char *bytes, size_t length)
{
    uint64_t newlines = 0;
    const char *end = bytes + length;
    for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        newlines++;
    return newlines;
}

static int scan_descriptor(int descriptor, char *buffer, struct scan *scan, uint64_t *bytes,
                           uint64_t *lines, void (*tell)(void *to, uint64_t done), void *to)
{
    size_t carried = 0; /* the last bytes: too few for a match, but one may start there */
    char last = '\n';
    for (;;) {
        const ssize_t got = read(descriptor, buffer + carried, BUFFER_BYTES - carried);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        const size_t held = carried + (size_t)got;
        scan_bytes(scan, buffer, held, *bytes - carried);
        *lines += count_newlines(buffer + carried, (size_t)got);
        *bytes += (uint64_t)got;
        last = buffer[held - 1];
        carried = held < MATCH_BYTES ? held : MATCH_BYTES - 1;
        memmove(buffer, buffer + held - carried, carried);
        if (tell)
            tell(to, *bytes);
    }
    if (last != '\n')
        ++*lines;
    return 0;
}

int scan_file(const char *path, struct scan *scan, uint64_t *bytes, uint64_t *lines,
              void (*tell)(void *to, uint64_t done), void *to)
{
    *scan = (struct scan){0};
    *bytes = 0;
    *lines = 0;
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    int error = ENOMEM;
    char *buffer = malloc(BUFFER_BYTES);
    if (buffer)
        error = scan_descriptor(descriptor, buffer, scan, bytes, lines, tell, to);
    free(buffer);
    close(descriptor);
    return error;
}
