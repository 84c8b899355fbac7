/* The kernel of every GPU rung. */
#ifndef COUNT_H
#define COUNT_H

#include "steps.h"

#include <cuda_runtime_api.h>

/* How many bytes of device memory a text needs: the kernel loads whole tiles, and looks one word
 * beyond the last. */
size_t count_room(size_t length);

/* How many blocks of threads can run on the current GPU at once. */
int count_blocks(void);

/* Starts counting on a stream of the current GPU: adds the matches in `text` to `sum`. Both are in
 * device memory; `text` is aligned to 256 bytes and has room for count_room() bytes. */
void count_start(const struct needle *needle, struct haystack text, struct tally *sum, int blocks,
                 cudaStream_t stream);

#endif
