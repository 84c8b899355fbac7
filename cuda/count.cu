#include "check.h"
#include "count.h"

#define THREADS 256
#define BLOCKS 4 /* at least so many on a multiprocessor, which limits a thread's registers */
#define WARP 32
/* Rows of 16 bytes a lane, loaded together: enough in flight to hide the memory's latency. */
#define ROWS 4
#define TILE_BYTES (ROWS * WARP * sizeof(uint4))

/* The sum over a block; valid in thread 0. */
static __device__ struct tally sum_of_block(struct tally mine)
{
    __shared__ struct tally of_warp[THREADS / WARP];
    for (int apart = WARP / 2; apart > 0; apart /= 2) {
        mine.matches += __shfl_down_sync(~0u, mine.matches, apart);
        mine.digest += __shfl_down_sync(~0u, mine.digest, apart);
    }
    if (threadIdx.x % WARP == 0)
        of_warp[threadIdx.x / WARP] = mine;
    __syncthreads();
    if (threadIdx.x == 0)
        for (int i = 1; i < THREADS / WARP; i++)
            tally_add(&mine, of_warp[i]);
    return mine;
}

/* A warp takes tile after tile of the text. A lane loads 16 neighbouring bytes of each row, and
 * gets the word after them from the next lane, so that each byte is loaded once. */
static __global__ void __launch_bounds__(THREADS, BLOCKS)
    count(const __grid_constant__ struct needle needle, const struct haystack text,
          struct tally *sum)
{
    const unsigned lane = threadIdx.x % WARP;
    const uint64_t warps = (uint64_t)gridDim.x * (THREADS / WARP);
    const uint64_t tiles = (text.length + TILE_BYTES - 1) / TILE_BYTES;
    const uint4 *groups = (const uint4 *)text.bytes;
    struct tally mine = {0, 0};

    for (uint64_t tile = ((uint64_t)blockIdx.x * THREADS + threadIdx.x) / WARP; tile < tiles;
         tile += warps) {
        const uint4 *from = groups + tile * (ROWS * WARP);
        uint4 row[ROWS];
        for (int r = 0; r < ROWS; r++)
            row[r] = __ldcs(from + r * WARP + lane);
        uint32_t behind = __ldg((const uint32_t *)(from + ROWS * WARP));
        for (int r = 0; r < ROWS; r++) {
            uint32_t first = r + 1 < ROWS ? row[(r + 1) % ROWS].x : behind;
            uint32_t next =
                __shfl_sync(~0u, lane == 0 ? first : row[r].x, (int)((lane + 1) % WARP));
            const uint32_t words[5] = {row[r].x, row[r].y, row[r].z, row[r].w, next};
            uint64_t at = tile * TILE_BYTES + (r * WARP + lane) * sizeof(uint4);
            needle_look(&needle, &text, at, words, &mine);
        }
    }

    struct tally all = sum_of_block(mine);
    if (threadIdx.x == 0 && all.matches > 0) {
        atomicAdd((unsigned long long *)&sum->matches, (unsigned long long)all.matches);
        atomicAdd((unsigned long long *)&sum->digest, (unsigned long long)all.digest);
    }
}

size_t count_room(size_t length)
{
    return (length + TILE_BYTES - 1) / TILE_BYTES * TILE_BYTES + sizeof(uint32_t);
}

int count_blocks(void)
{
    int gpu, processors, each;
    CHECK(cudaGetDevice(&gpu));
    CHECK(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, gpu));
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&each, count, THREADS, 0));
    return processors * each;
}

void count_start(const struct needle *needle, struct haystack text, struct tally *sum, int blocks,
                 cudaStream_t stream)
{
    count<<<blocks, THREADS, 0, stream>>>(*needle, text, sum);
    CHECK(cudaGetLastError());
}
