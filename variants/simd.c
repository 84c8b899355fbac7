#include "simd.h"
#include "replay.h"
#include "stages.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define STEP 64 /* places tested together: a bit each of a word */
#define SAMPLE_BYTES (64 << 10)

const char *isa_name(enum isa isa)
{
    static const char *const names[ISA_COUNT] = {"scalar", "sse2", "avx2", "avx512bw", "neon"};
    return names[isa];
}

bool isa_available(enum isa isa)
{
    switch (isa) {
    case ISA_SCALAR:
        return true;
#if defined(__x86_64__)
    case ISA_SSE2:
        return true;
    case ISA_AVX2:
        return __builtin_cpu_supports("avx2");
    case ISA_AVX512BW:
        return __builtin_cpu_supports("avx512bw");
#elif defined(__aarch64__)
    case ISA_NEON:
        return true;
#endif
    default:
        return false;
    }
}

enum isa isa_of(const struct workload *work)
{
    enum isa best = ISA_COUNT;
    for (enum isa isa = 0; isa < ISA_COUNT; isa++)
        if (isa_available(isa) && (!work->isa || strcmp(work->isa, isa_name(isa)) == 0))
            best = isa;
    return best;
}

const char *simd_isa(const struct workload *work)
{
    return isa_name(isa_of(work));
}

/* --- probes --- */

/* The positions whose bits let least pass, the rarest first. */
static void choose_probes(struct simd *simd, const struct byte_frequency *frequency)
{
    size_t chosen = 0;
    double shares[PROBES];
    for (size_t i = 0; i < simd->classes.length; i++) {
        struct probe probe = {i, byte_set_shared_bits(&simd->classes.sets[i])};
        double share = shared_bits_pass(probe.bits, frequency);
        size_t at = chosen < PROBES ? chosen++ : PROBES;
        for (; at > 0 && share < shares[at - 1]; at--)
            if (at < PROBES) {
                shares[at] = shares[at - 1];
                simd->probes[at] = simd->probes[at - 1];
            }
        if (at < PROBES) {
            shares[at] = share;
            simd->probes[at] = probe;
        }
    }
    for (; chosen < PROBES; chosen++)
        simd->probes[chosen] = simd->probes[0];
}

const char *simd_unsupported(const struct workload *work)
{
    static char why[256];
    struct classes classes;
    if (isa_of(work) == ISA_COUNT)
        return "this processor, or this build, lacks the instruction set asked for";
    return classes_parse(work->combined, work->caseless, &classes, why, sizeof why) ? NULL : why;
}

struct simd *simd_prepare(const struct workload *work)
{
    char why[256];
    struct simd *simd = calloc(1, sizeof *simd);
    if (!simd)
        err(1, "byte classes");
    simd->isa = isa_of(work);
    if (!classes_parse(work->combined, work->caseless, &simd->classes, why, sizeof why))
        errx(1, "%s", why);
    simd_learn(simd, (struct span){0});
    return simd;
}

void simd_learn(struct simd *simd, struct span text)
{
    struct byte_frequency frequency;
    if (replay_leaves_out(STAGE_COMPILE))
        return;
    enum stage outer = stage_enter(STAGE_COMPILE);
    byte_frequency_of(&frequency, (const unsigned char *)text.bytes,
                      text.length < SAMPLE_BYTES ? text.length : SAMPLE_BYTES);
    choose_probes(simd, &frequency);
    stage_leave(outer);
}

/* --- what passed --- */

struct progress {
    struct tally tally;
    size_t next; /* the first place that the last match leaves free */
};

static void verify(const struct simd *simd, const unsigned char *bytes, size_t place,
                   uint64_t offset, struct progress *progress)
{
    if (place < progress->next || !classes_match(&simd->classes, bytes + place))
        return;
    tally_add(&progress->tally, (struct tally){1, mix64(offset + place)});
    progress->next = place + simd->classes.length;
}

static void verify_word(const struct simd *simd, const unsigned char *bytes, size_t place,
                        uint64_t passed, uint64_t offset, struct progress *progress)
{
    for (; passed; passed &= passed - 1)
        verify(simd, bytes, place + (size_t)__builtin_ctzll(passed), offset, progress);
}

/* --- 64 places --- */

/* The loop over a text, for one instruction set: `test` gives a bit for each of the 64 places from
 * `at` on, set where all probes pass. */
#define DEFINE_COUNT(name, attribute, test)                                                        \
    attribute static size_t name(const struct simd *simd, const unsigned char *bytes,              \
                                 size_t places, uint64_t offset, struct progress *progress)        \
    {                                                                                              \
        const struct probe a = simd->probes[0], b = simd->probes[1], c = simd->probes[2];          \
        size_t i = 0;                                                                              \
        for (; i + STEP <= places; i += STEP) {                                                    \
            uint64_t passed = test(bytes + i, &a, &b, &c);                                         \
            if (__builtin_expect(passed != 0, 0))                                                  \
                verify_word(simd, bytes, i, passed, offset, progress);                             \
        }                                                                                          \
        return i;                                                                                  \
    }

/* In all of them, a byte that passes has no bit left in which it differs. */

#if defined(__x86_64__)

#define AVX512 __attribute__((target("avx512bw")))
#define AVX2 __attribute__((target("avx2")))

AVX512 static inline __m512i differ_avx512(const unsigned char *at, const struct probe *p)
{
    __m512i x = _mm512_xor_si512(_mm512_loadu_si512(at + p->position),
                                 _mm512_set1_epi8((char)p->bits.value));
    return _mm512_and_si512(x, _mm512_set1_epi8((char)p->bits.mask));
}

AVX512 static inline uint64_t test_avx512(const unsigned char *at, const struct probe *a,
                                          const struct probe *b, const struct probe *c)
{
    __m512i differ = _mm512_or_si512(_mm512_or_si512(differ_avx512(at, a), differ_avx512(at, b)),
                                     differ_avx512(at, c));
    return _mm512_testn_epi8_mask(differ, differ);
}
DEFINE_COUNT(count_avx512, AVX512, test_avx512)

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
DEFINE_COUNT(count_avx2, AVX2, test_avx2)

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
DEFINE_COUNT(count_sse2, , test_sse2)

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
DEFINE_COUNT(count_neon, , test_neon)

#endif

struct tally simd_count(const struct simd *simd, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    enum stage outer = stage_enter(STAGE_SEARCH);
    struct progress progress = {{0}, 0};
    const unsigned char *bytes = (const unsigned char *)span.bytes;
    size_t length = simd->classes.length;
    size_t places = span.length < length ? 0 : span.length - length + 1;
    size_t done = 0;
    switch (simd->isa) {
#if defined(__x86_64__)
    case ISA_AVX512BW:
        done = count_avx512(simd, bytes, places, span.offset, &progress);
        break;
    case ISA_AVX2:
        done = count_avx2(simd, bytes, places, span.offset, &progress);
        break;
    case ISA_SSE2:
        done = count_sse2(simd, bytes, places, span.offset, &progress);
        break;
#elif defined(__aarch64__)
    case ISA_NEON:
        done = count_neon(simd, bytes, places, span.offset, &progress);
        break;
#endif
    default:
        break;
    }
    for (; done < places; done++)
        verify(simd, bytes, done, span.offset, &progress);
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, span, progress.tally);
}
