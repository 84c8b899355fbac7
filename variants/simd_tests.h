/* Tests three probes at 64 places at once, for each instruction set. Each bit of the result is set
 * if its place passes. They read 64 bytes from each probe's position on. */
#ifndef SIMD_TESTS_H
#define SIMD_TESTS_H

#include "simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define STEP 64 /* places tested together */

/* How far ahead to prefetch: the processor's own prefetcher doesn't cross pages. */
#define AHEAD_BYTES 4096

static inline void ask_for(const unsigned char *at)
{
    /* It may lie beyond the text. That is harmless, but a pointer there would be undefined. */
    __builtin_prefetch((const void *)((uintptr_t)at + AHEAD_BYTES)); /* NOLINT */
}

/* In all tests, a byte passes if no bit differs. */

#if defined(__x86_64__)

#define AVX512 __attribute__((target("avx512bw")))
#define AVX2 __attribute__((target("avx2")))

AVX512 static inline __m512i differ_avx512(__m512i x, const struct probe *p)
{
    x = _mm512_xor_si512(x, _mm512_set1_epi8((char)p->bits.value));
    return _mm512_and_si512(x, _mm512_set1_epi8((char)p->bits.mask));
}

#define DEFINE_TEST_AVX512(name, load)                                                             \
    AVX512 static inline uint64_t name(const unsigned char *at, const struct probe *a,             \
                                       const struct probe *b, const struct probe *c)               \
    {                                                                                              \
        __m512i differ = _mm512_or_si512(differ_avx512(load(at + a->position), a),                 \
                                         differ_avx512(load(at + b->position), b));                \
        differ = _mm512_or_si512(differ, differ_avx512(load(at + c->position), c));                \
        return _mm512_testn_epi8_mask(differ, differ);                                             \
    }
DEFINE_TEST_AVX512(test_avx512, _mm512_loadu_si512)

/* The same with loads of 32 bytes. At an odd address, every second such load crosses a cache line,
 * but every load of 64 bytes does. That is free in the cache, and expensive if both lines come from
 * memory. */
AVX512 static inline __m512i load_halves(const unsigned char *at)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(at + 32));
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}
DEFINE_TEST_AVX512(test_avx512_halves, load_halves)

AVX2 static inline __m256i differ_avx2(const unsigned char *at, const struct probe *p)
{
    __m256i x = _mm256_loadu_si256((const __m256i *)(at + p->position));
    x = _mm256_xor_si256(x, _mm256_set1_epi8((char)p->bits.value));
    return _mm256_and_si256(x, _mm256_set1_epi8((char)p->bits.mask));
}

AVX2 static inline uint64_t test_avx2(const unsigned char *at, const struct probe *a,
                                      const struct probe *b, const struct probe *c)
{
    uint64_t passed = 0;
    for (int i = 0; i < STEP; i += 32) {
        __m256i differ =
            _mm256_or_si256(_mm256_or_si256(differ_avx2(at + i, a), differ_avx2(at + i, b)),
                            differ_avx2(at + i, c));
        __m256i equal = _mm256_cmpeq_epi8(differ, _mm256_setzero_si256());
        passed |= (uint64_t)(uint32_t)_mm256_movemask_epi8(equal) << i;
    }
    return passed;
}

static inline __m128i differ_sse2(const unsigned char *at, const struct probe *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(at + p->position));
    x = _mm_xor_si128(x, _mm_set1_epi8((char)p->bits.value));
    return _mm_and_si128(x, _mm_set1_epi8((char)p->bits.mask));
}

static inline uint64_t test_sse2(const unsigned char *at, const struct probe *a,
                                 const struct probe *b, const struct probe *c)
{
    uint64_t passed = 0;
    for (int i = 0; i < STEP; i += 16) {
        __m128i differ = _mm_or_si128(_mm_or_si128(differ_sse2(at + i, a), differ_sse2(at + i, b)),
                                      differ_sse2(at + i, c));
        __m128i equal = _mm_cmpeq_epi8(differ, _mm_setzero_si128());
        passed |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << i;
    }
    return passed;
}

#elif defined(__aarch64__)

static inline uint8x16_t differ_neon(const unsigned char *at, const struct probe *p)
{
    uint8x16_t x = veorq_u8(vld1q_u8(at + p->position), vdupq_n_u8(p->bits.value));
    return vandq_u8(x, vdupq_n_u8(p->bits.mask));
}

static inline uint64_t test_neon(const unsigned char *at, const struct probe *a,
                                 const struct probe *b, const struct probe *c)
{
    /* NEON has no movemask: each byte keeps the bit of its place, and then neighbours are added. */
    static const uint8_t place_bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                           1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits = vld1q_u8(place_bits), sums[4];
    for (int i = 0; i < 4; i++) {
        const unsigned char *from = at + 16 * i;
        uint8x16_t differ =
            vorrq_u8(vorrq_u8(differ_neon(from, a), differ_neon(from, b)), differ_neon(from, c));
        sums[i] = vandq_u8(vceqzq_u8(differ), bits);
    }
    uint8x16_t pairs = vpaddq_u8(vpaddq_u8(sums[0], sums[1]), vpaddq_u8(sums[2], sums[3]));
    pairs = vpaddq_u8(pairs, pairs);
    return vgetq_lane_u64(vreinterpretq_u64_u8(pairs), 0);
}

#endif

#endif
