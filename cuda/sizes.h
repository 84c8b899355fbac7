/* How much the GPU rungs take at a time. Tests take little (SMALL_SIZES), so that small texts have
 * many blocks, and lines that are longer than those. */
#ifndef SIZES_H
#define SIZES_H

#include <stddef.h>

#ifndef SMALL_SIZES

/* Read, copied and counted one after the other: so many that to start each and to wait for it is
 * next to nothing of their time, and so few that they are in the last cache when they are copied.
 */
#define GPU_BLOCK_BYTES ((size_t)16 << 20)
#define READ_BYTES ((size_t)1 << 20)  /* of these, by one of several threads */
#define LINE_BYTES ((size_t)64 << 10) /* room for a line that goes on behind its block */

#define LAPS_FIRST 1024                      /* of a slot, made before anything is timed */
#define WARM_NS 200000000                    /* in which an idle GPU raises its clock */
#define WHOLE_UPLOAD_BYTES ((size_t)1 << 20) /* up to these, work is repeated whole: slot.cu */
#define WHOLE_KERNEL_BYTES ((size_t)64 << 20)

/* cuda_streamed: a part is one copy over the bus, a block one launch. Neither should be a matter of
 * its own start; the parts of all threads, two each, should find room in the last cache until the
 * GPU has fetched them, and the first be there soon, since the bus waits for it. scripts/gpu-check
 * tries others. */
#ifndef STREAM_BLOCK_BYTES
#define STREAM_BLOCK_BYTES ((size_t)4 << 20)
#define STREAM_PART_BYTES ((size_t)2 << 20)
#endif

#else

#define GPU_BLOCK_BYTES ((size_t)3000)
#define READ_BYTES ((size_t)1000)
#define LINE_BYTES ((size_t)100)
#define LAPS_FIRST 2
#define WARM_NS 1
#define WHOLE_UPLOAD_BYTES ((size_t)100)
#define WHOLE_KERNEL_BYTES ((size_t)10000)
#define STREAM_BLOCK_BYTES ((size_t)4000)
#define STREAM_PART_BYTES ((size_t)1000)

#endif

#endif
