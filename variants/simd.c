#include "simd.h"
#include "replay.h"
#include "simd_lines.h"
#include "simd_tests.h"
#include "stages.h"

#include <string.h>

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

#if defined(__x86_64__)
DEFINE_SEARCH(search_avx512, AVX512, test_avx512)
DEFINE_SEARCH_STREAMS(search_avx512_streams, AVX512, test_avx512_halves)
DEFINE_SEARCH(search_avx2, AVX2, test_avx2)
DEFINE_SEARCH_STREAMS(search_avx2_streams, AVX2, test_avx2)
DEFINE_SEARCH(search_sse2, , test_sse2)
DEFINE_SEARCH_STREAMS(search_sse2_streams, , test_sse2)
#elif defined(__aarch64__)
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
    if (simd->count > 0) {
        tally = simd_count_lines(simd, span);
    } else {
        struct stream stream = stream_of(simd, span);
        tally = finish(simd, &stream, 0);
    }
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

static struct tally count_both(const struct simd *simd, struct span span)
{
    struct span first = first_half(span), second = span;
    second.bytes += first.length;
    second.length -= first.length;
    second.offset += first.length;
    struct stream streams[2] = {stream_of(simd, first), stream_of(simd, second)};
    size_t places = streams[0].places < streams[1].places ? streams[0].places : streams[1].places;
    size_t done = search_streams(simd, streams, places);
    struct tally tally = finish(simd, &streams[0], done);
    tally_add(&tally, finish(simd, &streams[1], done));
    return tally;
}

struct tally simd_count_streams(const struct simd *simd, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    enum stage outer = stage_enter(STAGE_SEARCH);
    tally = simd->count > 0 ? simd_count_lines(simd, span) : count_both(simd, span);
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, span, tally);
}
