#include "simd_lines.h"
#include "counting.h"
#include "simd_tests.h"

#include <string.h>

#define STRETCH_BYTES ((size_t)128 << 10)

/* The search for one pattern in a stretch of lines. */
struct hunt {
    const struct simd_pattern *pattern;
    struct span stretch;        /* places after it belong to the next one */
    const unsigned char *bytes; /* of it */
    size_t next;                /* where to look for the next run, */
    size_t free;                /* and the first byte that no match has taken */
    size_t from, end;           /* of the line looked at last */
    struct tally tally;
};

static void find_line(struct hunt *hunt, size_t place)
{
    if (place < hunt->end)
        return;
    const unsigned char *before = memrchr(hunt->bytes + hunt->end, '\n', place - hunt->end);
    const unsigned char *behind = memchr(hunt->bytes + place, '\n', hunt->stretch.length - place);
    if (before)
        hunt->from = (size_t)(before + 1 - hunt->bytes);
    hunt->end = behind ? (size_t)(behind - hunt->bytes) : hunt->stretch.length;
}

/* A run occurs at `place`: asks PCRE2 whether a match does. */
static void confirm(struct hunt *hunt, size_t place)
{
    const struct runs *runs = &hunt->pattern->runs;
    find_line(hunt, place);
    size_t from = place > runs->most_before ? place - runs->most_before : 0, found[2];
    from = from > hunt->free ? from : hunt->free;
    from = from > hunt->from ? from : hunt->from;
    struct span line = {hunt->stretch.bytes + hunt->from, hunt->end - hunt->from,
                        hunt->stretch.offset + hunt->from};
    if (!regex_next_jit(&hunt->pattern->regex, line, from - hunt->from, found)) {
        hunt->next = hunt->end;
        return;
    }
    hunt->free = hunt->from + counting_add(&hunt->tally, line, found[0], found[1]);
    hunt->next = hunt->free + runs->least_before;
}

static void look(struct hunt *hunt, size_t place)
{
    const struct classes *run =
        runs_at(&hunt->pattern->runs, hunt->bytes + place, hunt->bytes + hunt->stretch.length);
    if (!run)
        return;
    if (!hunt->pattern->runs.complete) {
        confirm(hunt, place);
        return;
    }
    hunt->next = counting_add(&hunt->tally, hunt->stretch, place, place + run->length);
}

/* Looks at those of 64 places that passed. Returns the place to go on from. */
static size_t look_at(struct hunt *hunt, size_t at, uint64_t passed)
{
    for (; passed; passed &= passed - 1) {
        size_t place = at + (size_t)__builtin_ctzll(passed);
        if (place >= hunt->next && place < hunt->stretch.length)
            look(hunt, place);
    }
    return hunt->next > at + STEP ? hunt->next : at + STEP;
}

/* One instruction set's loop over a stretch, up to `places`. Returns the place where it ended. With
 * few runs, the compiler keeps the probes in registers. */
#define DEFINE_HUNT_FEW(name, attribute, test)                                                     \
    attribute static inline size_t name(struct hunt *hunt, size_t places, size_t count)            \
    {                                                                                              \
        struct probe probes[RUNS_MOST][PROBES];                                                    \
        const unsigned char *bytes = hunt->bytes;                                                  \
        size_t at = 0;                                                                             \
        memcpy(probes, hunt->pattern->probes, sizeof probes);                                      \
        while (at + STEP <= places) {                                                              \
            uint64_t passed = 0;                                                                   \
            ask_for(bytes + at);                                                                   \
            for (size_t i = 0; i < count; i++)                                                     \
                passed |= test(bytes + at, &probes[i][0], &probes[i][1], &probes[i][2]);           \
            at = __builtin_expect(passed != 0, 0) ? look_at(hunt, at, passed) : at + STEP;         \
        }                                                                                          \
        return at;                                                                                 \
    }

#define DEFINE_HUNT(name, few, attribute)                                                          \
    attribute static size_t name(struct hunt *hunt, size_t places)                                 \
    {                                                                                              \
        switch (hunt->pattern->runs.count) {                                                       \
        case 1:                                                                                    \
            return few(hunt, places, 1);                                                           \
        case 2:                                                                                    \
            return few(hunt, places, 2);                                                           \
        case 3:                                                                                    \
            return few(hunt, places, 3);                                                           \
        case 4:                                                                                    \
            return few(hunt, places, 4);                                                           \
        default:                                                                                   \
            return few(hunt, places, hunt->pattern->runs.count);                                   \
        }                                                                                          \
    }

#define INLINED __attribute__((always_inline))

#if defined(__x86_64__)
DEFINE_HUNT_FEW(hunt_avx512_few, AVX512 INLINED, test_avx512)
DEFINE_HUNT(hunt_avx512, hunt_avx512_few, AVX512)
DEFINE_HUNT_FEW(hunt_avx2_few, AVX2 INLINED, test_avx2)
DEFINE_HUNT(hunt_avx2, hunt_avx2_few, AVX2)
DEFINE_HUNT_FEW(hunt_sse2_few, INLINED, test_sse2)
DEFINE_HUNT(hunt_sse2, hunt_sse2_few, )
#elif defined(__aarch64__)
DEFINE_HUNT_FEW(hunt_neon_few, INLINED, test_neon)
DEFINE_HUNT(hunt_neon, hunt_neon_few, )
#endif

static size_t hunt_by(enum isa isa, struct hunt *hunt, size_t places)
{
    switch (isa) {
#if defined(__x86_64__)
    case ISA_AVX512BW:
        return hunt_avx512(hunt, places);
    case ISA_AVX2:
        return hunt_avx2(hunt, places);
    case ISA_SSE2:
        return hunt_sse2(hunt, places);
#elif defined(__aarch64__)
    case ISA_NEON:
        return hunt_neon(hunt, places);
#endif
    default:
        return 0;
    }
}

static size_t longest_run(const struct runs *runs)
{
    size_t longest = 0;
    for (size_t i = 0; i < runs->count; i++)
        longest = runs->runs[i].length > longest ? runs->runs[i].length : longest;
    return longest;
}

/* `left` bytes can be read, of which the first `length` are the stretch. */
static struct tally hunt_through(enum isa isa, const struct simd_pattern *pattern,
                                 struct span stretch, size_t left)
{
    struct hunt hunt = {
        .pattern = pattern, .stretch = stretch, .bytes = (const unsigned char *)stretch.bytes};
    size_t longest = longest_run(&pattern->runs);
    size_t places = left < longest ? 0 : left - longest + 1;
    size_t most = stretch.length + STEP - 1; /* the last 64 places begin in the stretch */
    size_t at = hunt_by(isa, &hunt, places < most ? places : most);
    while ((at = at > hunt.next ? at : hunt.next) < hunt.stretch.length)
        look(&hunt, at++);
    return hunt.tally;
}

/* The length of the first lines of a span: STRETCH_BYTES, and the rest of a line. */
static size_t stretch_of(struct span span)
{
    if (span.length <= STRETCH_BYTES)
        return span.length;
    const char *from = span.bytes + STRETCH_BYTES;
    const char *newline = memchr(from, '\n', span.length - STRETCH_BYTES);
    return newline ? (size_t)(newline + 1 - span.bytes) : span.length;
}

struct tally simd_count_lines(const struct simd *simd, struct span span)
{
    struct tally tally = {0};
    while (span.length > 0) {
        struct span stretch = span;
        stretch.length = stretch_of(span);
        for (size_t i = 0; i < simd->count; i++)
            tally_add(&tally, hunt_through(simd->isa, &simd->patterns[i], stretch, span.length));
        span.bytes += stretch.length;
        span.length -= stretch.length;
        span.offset += stretch.length;
    }
    return tally;
}
