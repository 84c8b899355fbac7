#include "system/sum.h"

#include <string.h>

#define LINE_BYTES 64
#define STEP_BYTES ((size_t)4 * LINE_BYTES) /* at one place, before the next one's turn */

static uint64_t sum_tail(const unsigned char *bytes, size_t length)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i += sizeof(uint64_t)) {
        unsigned char word[sizeof(uint64_t)] = {0};
        memcpy(word, bytes + i, length - i < sizeof word ? length - i : sizeof word);
        for (unsigned byte = 0; byte < sizeof word; byte++)
            sum += (uint64_t)word[byte] << 8 * byte;
    }
    return sum;
}

/* Four sums, so that no load waits for the addition before it. */
#define DEFINE_SUM(name, attribute)                                                                \
    attribute static uint64_t name(const unsigned char *bytes, size_t share, unsigned streams,     \
                                   size_t ahead)                                                   \
    {                                                                                              \
        uint64_t __attribute__((vector_size(LINE_BYTES))) sums[4] = {{0}}, word;                   \
        for (size_t i = 0; i < share; i += STEP_BYTES)                                             \
            for (unsigned stream = 0; stream < streams; stream++) {                                \
                const unsigned char *at = bytes + stream * share + i;                              \
                size_t rest = (streams - stream) * share - i - STEP_BYTES;                         \
                const unsigned char *asked = at + (ahead < rest ? ahead : rest);                   \
                for (size_t line = 0; line < 4; line++) {                                          \
                    if (ahead)                                                                     \
                        __builtin_prefetch(asked + line * LINE_BYTES);                             \
                    memcpy(&word, at + line * LINE_BYTES, sizeof word);                            \
                    sums[line] += word;                                                            \
                }                                                                                  \
            }                                                                                      \
        sums[0] += sums[1] + sums[2] + sums[3];                                                    \
        uint64_t sum = 0;                                                                          \
        for (int lane = 0; lane < 8; lane++)                                                       \
            sum += sums[0][lane];                                                                  \
        return sum;                                                                                \
    }

DEFINE_SUM(sum_anywhere, )
#if defined(__x86_64__)
DEFINE_SUM(sum_avx2, __attribute__((target("avx2"))))
DEFINE_SUM(sum_avx512, __attribute__((target("avx512f"))))
#endif

/* The widest loads that this processor has: its own code must not be the limit. */
static uint64_t sum_shares(const unsigned char *bytes, size_t share, unsigned streams, size_t ahead)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return sum_avx512(bytes, share, streams, ahead);
    if (__builtin_cpu_supports("avx2"))
        return sum_avx2(bytes, share, streams, ahead);
#endif
    return sum_anywhere(bytes, share, streams, ahead);
}

uint64_t sum_words(const unsigned char *bytes, size_t length, unsigned streams, size_t ahead_bytes)
{
    size_t share = length / streams / STEP_BYTES * STEP_BYTES;
    return sum_shares(bytes, share, streams, ahead_bytes) +
           sum_tail(bytes + share * streams, length - share * streams);
}
