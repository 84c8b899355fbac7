/* Adds up bytes as fast as memory delivers them. */
#ifndef SUM_H
#define SUM_H

#include <stddef.h>
#include <stdint.h>

/* The sum, mod 2^64, of the little-endian 64-bit words; the last is padded with zeros. Reads at
 * `streams` places (>= 1) side by side, because a single one doesn't keep the memory busy.
 * Prefetches each cache line `ahead_bytes` before its use; 0 leaves that to the processor. The sum
 * depends on neither, and the sums of parts that start at multiples of 8 add up to that of the
 * whole. */
uint64_t sum_words(const unsigned char *bytes, size_t length, unsigned streams, size_t ahead_bytes);

#endif
