/* The reference count: a plain byte-by-byte scan that shares no code with any variant.
 *
 * It knows the project's two patterns, `[0-9]{1}bob` and `[0-9]{1}rob` in any case, and nothing
 * else. The manifest's matches and digest come from it, and every variant is held to them. */
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

/* Adds the matches that lie wholly inside bytes[0..length); `offset` is where bytes[0] stands in
 * the text. Cut a text at newlines only: no match crosses one. */
void scan_bytes(struct scan *scan, const char *bytes, size_t length, uint64_t offset);

/* Scans a whole file, whatever its lines. `lines` counts newlines, and a last line that lacks one.
 * `tell`, where it is not NULL, is called with `to` and the bytes done so far, every megabyte.
 * Returns 0, or an errno value. */
int scan_file(const char *path, struct scan *scan, uint64_t *bytes, uint64_t *lines,
              void (*tell)(void *to, uint64_t done), void *to);

#endif
