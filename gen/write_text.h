/* Writes a random text and its manifest with several threads. */
#ifndef WRITE_TEXT_H
#define WRITE_TEXT_H

#include "common/scan.h"

#include <stdint.h>

struct request {
    const char *path;
    uint64_t lines;
    uint64_t length; /* letters and digits in a line, without its newline */
    uint64_t seed;
    uint64_t bytes; /* lines * (length + 1): fits into an off_t */
    int threads;
};

/* Writes the text under a temporary name and counts its matches on the way, flushes it to disk,
 * renames it and writes its manifest. Returns the count. As in harness/base/whole_file.h, a link of
 * that name is replaced, not followed. main() refuses a device, because the text must be read
 * again.
 *
 * Any failure, SIGINT, SIGTERM and SIGHUP end the program with a message and leave nothing behind.
 */
struct scan write_text(const struct request *request);

#endif
