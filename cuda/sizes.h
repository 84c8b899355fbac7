/* How much the GPU rungs take at a time. Tests use SMALL_SIZES, so that small texts have many
 * blocks, and lines that are longer than a block. */
#ifndef SIZES_H
#define SIZES_H

#include <stddef.h>

#ifndef SMALL_SIZES

/* For rungs that read, copy and count a block one after the other: large enough that starting and
 * waiting cost next to nothing, and small enough that a block is still in the last-level cache when
 * it is copied. */
#define GPU_BLOCK_BYTES ((size_t)16 << 20)
#define READ_BYTES ((size_t)1 << 20)  /* what one of several threads reads of a block */
#define LINE_BYTES ((size_t)64 << 10) /* room for a line that continues after its block */

#define LAPS_FIRST 1024                      /* a slot's laps, allocated before anything is timed */
#define WARM_NS 200000000                    /* how long an idle GPU takes to raise its clock */
#define WHOLE_UPLOAD_BYTES ((size_t)1 << 20) /* a delay repeats smaller work in whole: slot.cu */
#define WHOLE_KERNEL_BYTES ((size_t)64 << 20)

/* cuda_streamed: a part is one copy over the bus, a block one launch. Both should be large enough
 * that starting them costs little. The parts of all threads, two each, should stay in the
 * last-level cache until the GPU has fetched them, and the first part should be ready soon, because
 * the bus waits for it. scripts/gpu-check tries other sizes. */
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
