/* Our own search on every instruction set that this processor has, with its probes chosen for this
 * text and not, against PCRE2's interpreter, line by line. */
#include "fuzz.h"
#include "variants/simd.h"

#include <string.h>

static void expect(struct tally got, struct tally expected, const struct fuzz_search *search,
                   const char *isa, const char *how)
{
    FUZZ_EXPECT(got.matches == expected.matches && got.digest == expected.digest,
                "pattern %s, %zu bytes, %s, %s: %zu matches, or others than the %zu there",
                search->pattern, search->text.length, isa, how, (size_t)got.matches,
                (size_t)expected.matches);
}

/* False where PCRE2 gives up. */
static bool count_line(const pcre2_code *code, pcre2_match_data *match, struct span line,
                       struct tally *tally)
{
    const size_t *found = pcre2_get_ovector_pointer(match);
    size_t from = 0;
    int result;
    while ((result = pcre2_match(code, (PCRE2_SPTR)line.bytes, line.length, from, PCRE2_NOTEMPTY,
                                 match, NULL)) > 0) {
        tally_add(tally, (struct tally){1, mix64(line.offset + found[0])});
        from = found[1];
    }
    return result == PCRE2_ERROR_NOMATCH;
}

/* False for a pattern that PCRE2 does not take, or not to the end. */
static bool count(const struct fuzz_search *search, bool caseless, struct tally *tally)
{
    int error;
    size_t where;
    pcre2_code *code = regex_code(search->pattern, caseless ? PCRE2_CASELESS : 0, &error, &where);
    pcre2_match_data *match = code ? pcre2_match_data_create_from_pattern(code, NULL) : NULL;
    bool counted = match;
    for (struct span line, left = search->text; counted && left.length > 0;) {
        const char *newline = memchr(left.bytes, '\n', left.length);
        line = left;
        line.length = newline ? (size_t)(newline - left.bytes) : left.length;
        counted = count_line(code, match, line, tally);
        size_t whole = line.length + (newline != NULL);
        left = (struct span){left.bytes + whole, left.length - whole, left.offset + whole};
    }
    pcre2_match_data_free(match);
    pcre2_code_free(code);
    return counted;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_search search;
    struct tally expected = {0};
    if (!fuzz_search_of(data, size, &search))
        return 0;
    const char *const patterns[] = {search.pattern};
    struct workload work = {.patterns = patterns, .pattern_count = 1, .caseless = search.flags & 1};
    bool taken = count(&search, work.caseless, &expected) && simd_unsupported(&work) == NULL;
    for (enum isa isa = 0; isa < ISA_COUNT && taken; isa++) {
        if (!isa_available(isa))
            continue;
        work.isa = isa_name(isa);
        struct simd *simd = simd_prepare(&work);
        for (int learned = 0; learned < 2; learned++) {
            expect(simd_count(simd, search.text), expected, &search, work.isa,
                   learned ? "learned" : "not learned");
            expect(simd_count_streams(simd, search.text), expected, &search, work.isa,
                   learned ? "streams, learned" : "streams, not learned");
            simd_learn(simd, search.text);
        }
        simd_free(simd);
    }
    free(search.pattern);
    return 0;
}
