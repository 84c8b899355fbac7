/* The kernel of every GPU rung. */
#ifndef COUNT_H
#define COUNT_H

#include "steps.h"

#include <cuda_runtime_api.h>

/* How many bytes of device memory a text takes: the kernel loads whole tiles, and looks a word
 * beyond the last. */
size_t count_room(size_t length);

/* Blocks of threads that the current GPU has room for at once. */
int count_blocks(void);

/* Starts counting on a stream of the current GPU: what `text` (in device memory, aligned to 256
 * bytes, count_room() of them) holds is added to `sum`, in device memory too. */
void count_start(const struct needle *needle, struct haystack text, struct tally *sum, int blocks,
                 cudaStream_t stream);

#endif
