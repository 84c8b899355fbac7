/* Our own search on every instruction set that this processor has, with its probes chosen for this
 * text and not, against a search that tries every place. */
#include "fuzz.h"
#include "tests/support/sequences.h"
#include "variants/patterns.h"
#include "variants/simd.h"

static void expect(struct tally got, struct tally expected, const struct fuzz_search *search,
                   const char *isa, const char *how)
{
    FUZZ_EXPECT(got.matches == expected.matches && got.digest == expected.digest,
                "pattern %s, %zu bytes, %s, %s: %zu matches, or others than the %zu there",
                search->pattern, search->text.length, isa, how, (size_t)got.matches,
                (size_t)expected.matches);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_search search;
    if (!fuzz_search_of(data, size, &search))
        return 0;
    struct workload work = {.combined = search.pattern, .caseless = search.flags & 1};
    bool taken = simd_unsupported(&work) == NULL;
    for (enum isa isa = 0; isa < ISA_COUNT && taken; isa++) {
        if (!isa_available(isa))
            continue;
        work.isa = isa_name(isa);
        struct simd *simd = simd_prepare(&work);
        struct tally expected = plain_count(&simd->classes, search.text);
        for (int learned = 0; learned < 2; learned++) {
            expect(simd_count(simd, search.text), expected, &search, work.isa,
                   learned ? "learned" : "not learned");
            if (!pattern_sees_line_ends(search.pattern))
                expect(simd_count_streams(simd, search.text), expected, &search, work.isa,
                       learned ? "streams, learned" : "streams, not learned");
            simd_learn(simd, search.text);
        }
        free(simd);
    }
    free(search.pattern);
    return 0;
}
