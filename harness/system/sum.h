/* Adding up bytes as fast as memory gives them. */
#ifndef SUM_H
#define SUM_H

#include <stddef.h>
#include <stdint.h>

/* The sum, mod 2^64, of the little-endian 64-bit words; zeros fill up the last. Walks through
 * `streams` places side by side, >= 1, as one place alone does not keep the memory busy. Asks for
 * each cache line `ahead_bytes` before it is used; 0 leaves that to the processor. The sum does not
 * depend on either, and the sums of parts that start at multiples of 8 add up to that of the whole.
 */
uint64_t sum_words(const unsigned char *bytes, size_t length, unsigned streams, size_t ahead_bytes);

#endif
