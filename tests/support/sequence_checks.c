#include "sequence_checks.h"
#include "sequences.h"
#include "variants/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    PATTERNS = 5000,
    TEXTS = 3, /* for each pattern */
    TEXT_BYTES = 700,
    LONGEST_SHORT = 200,
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

void check_as_pcre2(sequence_compare *compare)
{
    struct dice dice = {test_seed()};
    uint64_t matches = 0;
    for (int i = 0; i < PATTERNS; i++) {
        char pattern[SEQUENCE_BYTES], why[256];
        struct classes classes;
        sequence_pattern(&dice, pattern);
        const char *const patterns[] = {pattern};
        struct workload work = {.patterns = patterns,
                                .pattern_count = 1,
                                .combined = pattern,
                                .caseless = roll(&dice, 2)};
        if (!classes_parse(pattern, work.caseless, &classes, why, sizeof why))
            fail_msg("%s: %s", pattern, why);
        struct regex regex = regex_compile(pattern, regex_caseless(&work));
        for (int j = 0; j < TEXTS; j++) {
            size_t length = roll(&dice, TEXT_BYTES);
            struct span span = {sequence_text(&dice, &classes, length), length,
                                roll(&dice, 1 << 20)};
            struct tally expected = regex_count(&regex, span);
            matches += expected.matches;
            compare(&work, span, expected);
            free(span.bytes);
        }
        regex_free(&regex);
    }
    assert_true(matches > PATTERNS); /* there was something to find */
}

/* One match at every offset, its text at several places within a vector; short, as long as they
 * can be, and with what is rare at either end. */
void check_every_offset(sequence_compare *compare, size_t length, size_t alignments)
{
    static const struct {
        const char *pattern, *match;
    } cases[] = {
        {"[0-9][rb]ob", "7RoB"},
        {"\\d", "0"},
        {"[0-9]b{31}", "7bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
        {"b{31}[0-9]", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb7"},
        {"b{15}[0-9]{2}b{15}", "bbbbbbbbbbbbbbb77bbbbbbbbbbbbbbb"},
    };
    static const size_t shifts[] = {0, 1, 15, 17, 31, 33, 63};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct workload work = {.patterns = &cases[i].pattern,
                                      .pattern_count = 1,
                                      .combined = cases[i].pattern,
                                      .caseless = true};
        const size_t match_length = strlen(cases[i].match);
        for (size_t j = 0; j < alignments && j < COUNT(shifts); j++)
            for (size_t at = 0; at + match_length <= length; at++) {
                void *memory = NULL;
                assert_int_equal(posix_memalign(&memory, 64, shifts[j] + length), 0);
                struct span span = {(char *)memory + shifts[j], length, 7};
                memset(memory, 'b', shifts[j] + length);
                memcpy(span.bytes + at, cases[i].match, match_length);
                compare(&work, span, (struct tally){1, mix64(7 + at)});
                free(memory);
            }
    }
}

void check_every_short_length(sequence_compare *compare)
{
    static const char *const pattern = "[0-9][rb]ob";
    const struct workload work = {
        .patterns = &pattern, .pattern_count = 1, .combined = pattern, .caseless = true};
    struct regex regex = regex_compile(work.combined, regex_caseless(&work));
    for (size_t length = 0; length <= LONGEST_SHORT; length++) {
        struct span span = {malloc(length + !length), length, 0};
        assert_non_null(span.bytes);
        for (size_t i = 0; i < length; i++)
            span.bytes[i] = "1bob2ROB"[i % 8];
        compare(&work, span, regex_count(&regex, span));
        free(span.bytes);
    }
    regex_free(&regex);
}
