#include "simd.h"
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

/* --- probes --- */

static uint64_t passing(const struct probe *probe, const struct byte_frequency *frequency)
{
    uint64_t sum = 0;
    for (unsigned byte = 0; byte < 256; byte++)
        if ((unsigned char)((byte & probe->mask) - probe->low) <= probe->span)
            sum += frequency->count[byte];
    return sum;
}

/* The tighter of the two tests that accept every byte of the set. */
static struct probe probe_of(const struct byte_set *set, size_t position,
                             const struct byte_frequency *frequency)
{
    unsigned char ones = 0xff, zeros = 0xff, low = 0xff, high = 0;
    for (unsigned byte = 0; byte < 256; byte++)
        if (byte_set_has(set, (unsigned char)byte)) {
            ones &= (unsigned char)byte;
            zeros &= (unsigned char)~byte;
            low = (unsigned char)byte < low ? (unsigned char)byte : low;
            high = (unsigned char)byte;
        }
    struct probe shared_bits = {position, ones | zeros, ones, 0};
    struct probe range = {position, 0xff, low, (unsigned char)(high - low)};
    return passing(&shared_bits, frequency) <= passing(&range, frequency) ? shared_bits : range;
}

/* The two positions whose probes let least pass. */
static void choose_probes(struct simd *simd, const struct byte_frequency *frequency)
{
    uint64_t weights[2] = {UINT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < simd->classes.length; i++) {
        struct probe probe = probe_of(&simd->classes.sets[i], i, frequency);
        uint64_t weight = passing(&probe, frequency);
        if (weight < weights[0]) {
            simd->probes[1] = simd->probes[0];
            weights[1] = weights[0];
            simd->probes[0] = probe;
            weights[0] = weight;
        } else if (weight < weights[1]) {
            simd->probes[1] = probe;
            weights[1] = weight;
        }
    }
    if (simd->classes.length == 1)
        simd->probes[1] = simd->probes[0];
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

/* The loop over a text, for one instruction set: `test` gives a bit for each of the 64 places whose
 * bytes at the two probes' positions start at `a` and `b`. */
#define DEFINE_COUNT(name, attribute, test)                                                        \
    attribute static size_t name(const struct simd *simd, const unsigned char *bytes,              \
                                 size_t places, uint64_t offset, struct progress *progress)        \
    {                                                                                              \
        const struct probe p = simd->probes[0], q = simd->probes[1];                               \
        size_t i = 0;                                                                              \
        for (; i + STEP <= places; i += STEP) {                                                    \
            uint64_t passed = test(bytes + i + p.position, bytes + i + q.position, &p, &q);        \
            if (__builtin_expect(passed != 0, 0))                                                  \
                verify_word(simd, bytes, i, passed, offset, progress);                             \
        }                                                                                          \
        return i;                                                                                  \
    }

#if defined(__x86_64__)

#define AVX512 __attribute__((target("avx512bw")))
#define AVX2 __attribute__((target("avx2")))

AVX512 static inline uint64_t test_avx512(const unsigned char *a, const unsigned char *b,
                                          const struct probe *p, const struct probe *q)
{
    __m512i x = _mm512_and_si512(_mm512_loadu_si512(a), _mm512_set1_epi8((char)p->mask));
    __m512i y = _mm512_and_si512(_mm512_loadu_si512(b), _mm512_set1_epi8((char)q->mask));
    x = _mm512_sub_epi8(x, _mm512_set1_epi8((char)p->low));
    y = _mm512_sub_epi8(y, _mm512_set1_epi8((char)q->low));
    __mmask64 passed = _mm512_cmple_epu8_mask(x, _mm512_set1_epi8((char)p->span));
    return _mm512_mask_cmple_epu8_mask(passed, y, _mm512_set1_epi8((char)q->span));
}
DEFINE_COUNT(count_avx512, AVX512, test_avx512)

AVX2 static inline __m256i pass_avx2(const unsigned char *at, const struct probe *p)
{
    __m256i x = _mm256_loadu_si256((const __m256i *)at);
    x = _mm256_and_si256(x, _mm256_set1_epi8((char)p->mask));
    x = _mm256_sub_epi8(x, _mm256_set1_epi8((char)p->low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(x, _mm256_set1_epi8((char)p->span)), x);
}

AVX2 static inline uint64_t test_avx2(const unsigned char *a, const unsigned char *b,
                                      const struct probe *p, const struct probe *q)
{
    __m256i low = _mm256_and_si256(pass_avx2(a, p), pass_avx2(b, q));
    __m256i high = _mm256_and_si256(pass_avx2(a + 32, p), pass_avx2(b + 32, q));
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}
DEFINE_COUNT(count_avx2, AVX2, test_avx2)

static inline __m128i pass_sse2(const unsigned char *at, const struct probe *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)at);
    x = _mm_and_si128(x, _mm_set1_epi8((char)p->mask));
    x = _mm_sub_epi8(x, _mm_set1_epi8((char)p->low));
    return _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8((char)p->span)), x);
}

static inline uint64_t test_sse2(const unsigned char *a, const unsigned char *b,
                                 const struct probe *p, const struct probe *q)
{
    uint64_t passed = 0;
    for (int i = 0; i < STEP; i += 16) {
        __m128i both = _mm_and_si128(pass_sse2(a + i, p), pass_sse2(b + i, q));
        passed |= (uint64_t)(uint32_t)_mm_movemask_epi8(both) << i;
    }
    return passed;
}
DEFINE_COUNT(count_sse2, , test_sse2)

#elif defined(__aarch64__)

static inline uint8x16_t pass_neon(const unsigned char *at, const struct probe *p)
{
    uint8x16_t x = vandq_u8(vld1q_u8(at), vdupq_n_u8(p->mask));
    return vcleq_u8(vsubq_u8(x, vdupq_n_u8(p->low)), vdupq_n_u8(p->span));
}

static inline uint64_t test_neon(const unsigned char *a, const unsigned char *b,
                                 const struct probe *p, const struct probe *q)
{
    /* NEON has no movemask: each byte keeps the bit of its place, and neighbours are added up. */
    static const uint8_t place_bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                           1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits = vld1q_u8(place_bits), sums[4];
    for (int i = 0; i < 4; i++)
        sums[i] = vandq_u8(vandq_u8(pass_neon(a + 16 * i, p), pass_neon(b + 16 * i, q)), bits);
    uint8x16_t pairs = vpaddq_u8(vpaddq_u8(sums[0], sums[1]), vpaddq_u8(sums[2], sums[3]));
    pairs = vpaddq_u8(pairs, pairs);
    return vgetq_lane_u64(vreinterpretq_u64_u8(pairs), 0);
}
DEFINE_COUNT(count_neon, , test_neon)

#endif

struct tally simd_count(const struct simd *simd, struct span span)
{
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
    return progress.tally;
}
