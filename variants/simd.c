#include "simd.h"
#include "replay.h"
#include "stages.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define STEP 64 /* places tested together: a bit each of a word */

/* --- what passed --- */

/* A span that is searched, and how far. */
struct stream {
    const unsigned char *bytes;
    size_t places; /* where a match could start */
    uint64_t offset;
    size_t next; /* the first place that the last match leaves free */
    struct tally tally;
};

static void verify(const struct simd *simd, struct stream *stream, size_t place)
{
    if (place < stream->next || !classes_match(&simd->classes, stream->bytes + place))
        return;
    tally_add(&stream->tally, (struct tally){1, mix64(stream->offset + place)});
    stream->next = place + simd->classes.length;
}

static void verify_word(const struct simd *simd, struct stream *stream, size_t place,
                        uint64_t passed)
{
    for (; passed; passed &= passed - 1)
        verify(simd, stream, place + (size_t)__builtin_ctzll(passed));
}

/* --- 64 places --- */

/* For one instruction set, the loop over a stream from place `at` on; gives the place where it
 * ended. `test` has a bit for each of the 64 places from an address on, set where all probes pass.
 */
#define DEFINE_SEARCH(name, attribute, test)                                                       \
    attribute static size_t name(const struct simd *simd, struct stream *stream, size_t at)        \
    {                                                                                              \
        const struct probe a = simd->probes[0], b = simd->probes[1], c = simd->probes[2];          \
        const unsigned char *bytes = stream->bytes;                                                \
        for (; at + STEP <= stream->places; at += STEP) {                                          \
            uint64_t passed = test(bytes + at, &a, &b, &c);                                        \
            if (__builtin_expect(passed != 0, 0))                                                  \
                verify_word(simd, stream, at, passed);                                             \
        }                                                                                          \
        return at;                                                                                 \
    }

/* The loop over two of them, as far as `places`. It asks for what it needs a page ahead, where the
 * processor itself doesn't look. */
#define AHEAD_BYTES 4096
#define DEFINE_SEARCH_STREAMS(name, attribute, test)                                               \
    attribute static size_t name(const struct simd *simd, struct stream *streams, size_t places)   \
    {                                                                                              \
        const struct probe a = simd->probes[0], b = simd->probes[1], c = simd->probes[2];          \
        const unsigned char *first = streams[0].bytes, *second = streams[1].bytes;                 \
        size_t at = 0;                                                                             \
        for (; at + STEP <= places; at += STEP) {                                                  \
            ask_for(first + at);                                                                   \
            uint64_t passed = test(first + at, &a, &b, &c);                                        \
            if (__builtin_expect(passed != 0, 0))                                                  \
                verify_word(simd, &streams[0], at, passed);                                        \
            ask_for(second + at);                                                                  \
            passed = test(second + at, &a, &b, &c);                                                \
            if (__builtin_expect(passed != 0, 0))                                                  \
                verify_word(simd, &streams[1], at, passed);                                        \
        }                                                                                          \
        return at;                                                                                 \
    }

static inline void ask_for(const unsigned char *at)
{
    /* There may be nothing: no harm is done then, but no pointer can say so. */
    __builtin_prefetch((const void *)((uintptr_t)at + AHEAD_BYTES)); /* NOLINT */
}

/* In all of them, a byte that passes has no bit left in which it differs. */

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
DEFINE_SEARCH(search_avx512, AVX512, test_avx512)

/* The same by loads of 32 bytes: of those at an odd address every other one crosses a cache line,
 * of 64 bytes every one does. That costs nothing in a cache, and much where both lines must come
 * from memory. */
AVX512 static inline __m512i load_halves(const unsigned char *at)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(at + 32));
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}
DEFINE_TEST_AVX512(test_avx512_halves, load_halves)
DEFINE_SEARCH_STREAMS(search_avx512_streams, AVX512, test_avx512_halves)

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
DEFINE_SEARCH(search_avx2, AVX2, test_avx2)
DEFINE_SEARCH_STREAMS(search_avx2_streams, AVX2, test_avx2)

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
DEFINE_SEARCH(search_sse2, , test_sse2)
DEFINE_SEARCH_STREAMS(search_sse2_streams, , test_sse2)

#elif defined(__aarch64__)

static inline uint8x16_t differ_neon(const unsigned char *at, const struct probe *p)
{
    uint8x16_t x = veorq_u8(vld1q_u8(at + p->position), vdupq_n_u8(p->bits.value));
    return vandq_u8(x, vdupq_n_u8(p->bits.mask));
}

static inline uint64_t test_neon(const unsigned char *at, const struct probe *a,
                                 const struct probe *b, const struct probe *c)
{
    /* NEON has no movemask: each byte keeps the bit of its place, and neighbours are added up. */
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
DEFINE_SEARCH(search_neon, , test_neon)
DEFINE_SEARCH_STREAMS(search_neon_streams, , test_neon)

#endif

static size_t search(const struct simd *simd, struct stream *stream, size_t at)
{
    switch (simd->isa) {
#if defined(__x86_64__)
    case ISA_AVX512BW:
        return search_avx512(simd, stream, at);
    case ISA_AVX2:
        return search_avx2(simd, stream, at);
    case ISA_SSE2:
        return search_sse2(simd, stream, at);
#elif defined(__aarch64__)
    case ISA_NEON:
        return search_neon(simd, stream, at);
#endif
    default:
        return at;
    }
}

static size_t search_streams(const struct simd *simd, struct stream *streams, size_t places)
{
    switch (simd->isa) {
#if defined(__x86_64__)
    case ISA_AVX512BW:
        return search_avx512_streams(simd, streams, places);
    case ISA_AVX2:
        return search_avx2_streams(simd, streams, places);
    case ISA_SSE2:
        return search_sse2_streams(simd, streams, places);
#elif defined(__aarch64__)
    case ISA_NEON:
        return search_neon_streams(simd, streams, places);
#endif
    default:
        return 0;
    }
}

static struct stream stream_of(const struct simd *simd, struct span span)
{
    size_t length = simd->classes.length;
    size_t places = span.length < length ? 0 : span.length - length + 1;
    return (struct stream){(const unsigned char *)span.bytes, places, span.offset, 0, {0}};
}

/* Searches what is left of a stream. */
static struct tally finish(const struct simd *simd, struct stream *stream, size_t at)
{
    for (at = search(simd, stream, at); at < stream->places; at++)
        verify(simd, stream, at);
    return stream->tally;
}

struct tally simd_count(const struct simd *simd, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    enum stage outer = stage_enter(STAGE_SEARCH);
    struct stream stream = stream_of(simd, span);
    tally = finish(simd, &stream, 0);
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, span, tally);
}

/* The first part of a span that is cut in two behind the first newline in its second half; all of
 * it where there is none. */
static struct span first_half(struct span span)
{
    size_t half = span.length / 2;
    const char *newline =
        span.length > 0 ? memchr(span.bytes + half, '\n', span.length - half) : NULL;
    if (newline)
        span.length = (size_t)(newline + 1 - span.bytes);
    return span;
}

struct tally simd_count_streams(const struct simd *simd, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    enum stage outer = stage_enter(STAGE_SEARCH);
    struct span first = first_half(span), second = span;
    second.bytes += first.length;
    second.length -= first.length;
    second.offset += first.length;
    struct stream streams[2] = {stream_of(simd, first), stream_of(simd, second)};
    size_t places = streams[0].places < streams[1].places ? streams[0].places : streams[1].places;
    size_t done = search_streams(simd, streams, places);
    tally = finish(simd, &streams[0], done);
    tally_add(&tally, finish(simd, &streams[1], done));
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, span, tally);
}
