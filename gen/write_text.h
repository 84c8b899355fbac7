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

/* Writes the text under a temporary name, counts its matches on the way, flushes it to disk, gives
 * it its name (replacing what has that name: a link, not what it leads to) and writes its manifest.
 * Returns what it counted. Of links that is the rule of harness/base/whole_file.h; a device is
 * refused by main(), since a text is read again.
 *
 * Whatever goes wrong ends the program with one line on standard error and leaves nothing behind;
 * so do SIGINT, SIGTERM and SIGHUP. */
struct scan write_text(const struct request *request);

#endif
