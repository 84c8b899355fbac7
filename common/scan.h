/* The reference count: a plain scan, byte by byte, that shares no code with any variant.
 *
 * It knows only the project's two patterns, `[0-9]{1}bob` and `[0-9]{1}rob` in any case. The
 * manifest's matches and digest come from it, and every variant is checked against them. */
#ifndef SCAN_H
#define SCAN_H

#include <stddef.h>
#include <stdint.h>

struct scan {
    uint64_t matches;
    uint64_t digest; /* sum, mod 2^64, of SplitMix64(byte offset of each match) */
};

/* SplitMix64's output for the state x. */
uint64_t scan_spread(uint64_t x);

/* Adds the matches that lie within bytes[0..length). `offset` is the place of bytes[0] in the text.
 * Cut a text at newlines only: no match crosses one. */
void scan_bytes(struct scan *scan, const char *bytes, size_t length, uint64_t offset);

/* Scans a whole file. `lines` includes a last line without a newline. If `tell` is not NULL, it is
 * called every megabyte with `to` and the bytes done so far. Returns 0, or an errno value. */
int scan_file(const char *path, struct scan *scan, uint64_t *bytes, uint64_t *lines,
              void (*tell)(void *to, uint64_t done), void *to);

#endif
