/* Our own search against PCRE2's, on every instruction set that this processor has: random
 * sequences of byte classes on random texts, matches at every offset of a vector, and texts of
 * every small length. The bytes searched end where their memory does, so that a read beyond is seen
 * by ASan. */
#include "classes.h"
#include "regex.h"
#include "sequences.h"
#include "simd.h"

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
    STRADDLED = 5 * 64,
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct tally count_by(enum isa isa, const struct workload *work, struct span span,
                             bool learn)
{
    struct workload forced = *work;
    forced.isa = isa_name(isa);
    struct simd *simd = simd_prepare(&forced);
    assert_int_equal(simd->isa, isa);
    if (learn)
        simd_learn(simd, span);
    struct tally tally = simd_count(simd, span);
    free(simd);
    return tally;
}

static void compare(const struct workload *work, struct span span, struct tally expected)
{
    for (enum isa isa = 0; isa < ISA_COUNT; isa++)
        for (int learn = 0; learn < 2 && isa_available(isa); learn++) {
            struct tally tally = count_by(isa, work, span, learn);
            if (tally.matches != expected.matches || tally.digest != expected.digest)
                fail_msg("%s, pattern %s, %s, %zu bytes, seed %llu: %llu matches, not %llu",
                         isa_name(isa), work->combined, work->caseless ? "caseless" : "cased",
                         span.length, (unsigned long long)test_seed(),
                         (unsigned long long)tally.matches, (unsigned long long)expected.matches);
        }
}

static void test_as_pcre2(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    uint64_t matches = 0;
    for (int i = 0; i < PATTERNS; i++) {
        char pattern[SEQUENCE_BYTES], why[256];
        struct classes classes;
        sequence_pattern(&dice, pattern);
        struct workload work = {.combined = pattern, .caseless = roll(&dice, 2)};
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
static void test_every_offset(void **state)
{
    (void)state;
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
        const struct workload work = {.combined = cases[i].pattern, .caseless = true};
        const size_t length = strlen(cases[i].match);
        for (size_t j = 0; j < COUNT(shifts); j++)
            for (size_t at = 0; at + length <= STRADDLED; at++) {
                void *memory = NULL;
                assert_int_equal(posix_memalign(&memory, 64, shifts[j] + STRADDLED), 0);
                struct span span = {(char *)memory + shifts[j], STRADDLED, 7};
                memset(memory, 'b', shifts[j] + STRADDLED);
                memcpy(span.bytes + at, cases[i].match, length);
                compare(&work, span, (struct tally){1, mix64(7 + at)});
                free(memory);
            }
    }
}

static void test_every_short_length(void **state)
{
    (void)state;
    const struct workload work = {.combined = "[0-9][rb]ob", .caseless = true};
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

static void test_what_is_no_sequence(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",
        "a*",
        "a+",
        "a?",
        "a|b",
        "(a)",
        "(?:a)",
        "a{2,3}",
        "a{0}",
        "a{33}",
        "a{",
        "a{x}",
        "a{2}{2}",
        "a{2}?",
        "[a",
        "[a-",
        "[z-a]",
        "[[:alpha:]]",
        "[:alpha:]",
        "[.a.]",
        "[==]",
        "\\",
        "\\s",
        "\\D",
        "^a",
        "a$",
        "\\b",
        "a\\Q",
        "[\\s]",
        "[\\N]",
        "[\\d-z]",
        "a{2",
        "a{99999999999999999999}",
        "0123456789abcdef0123456789abcdefg",
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct classes classes;
        char why[256] = "";
        if (classes_parse(refused[i], true, &classes, why, sizeof why))
            fail_msg("%s is taken", refused[i]);
        assert_true(*why && !strchr(why, '\n'));
    }
}

static void test_isa_asked_for(void **state)
{
    (void)state;
    const struct workload any = {.combined = "a"}, none = {.combined = "a", .isa = "mmx"};
    const struct workload scalar = {.combined = "a", .isa = "scalar"};
    assert_int_equal(isa_of(&none), ISA_COUNT);
    assert_int_equal(isa_of(&scalar), ISA_SCALAR);
    assert_true(isa_of(&any) != ISA_COUNT);
    assert_non_null(simd_unsupported(&none));
    assert_null(simd_unsupported(&any));
    for (enum isa isa = 0; isa < ISA_COUNT; isa++)
        if (!isa_available(isa))
            print_message("not run: %s, which this machine lacks\n", isa_name(isa));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_pcre2),           cmocka_unit_test(test_every_offset),
        cmocka_unit_test(test_every_short_length), cmocka_unit_test(test_what_is_no_sequence),
        cmocka_unit_test(test_isa_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
