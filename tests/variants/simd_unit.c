/* Our own search against PCRE2's, on every instruction set that this processor has: random
 * sequences of byte classes on random texts, matches at every offset of a vector, and texts of
 * every small length. The bytes searched end where their memory does, so that a read beyond is seen
 * by ASan. */
#include "tests/support/dice.h"
#include "tests/support/sequence_checks.h"
#include "tests/support/sequences.h"
#include "tests/support/texts.h"
#include "variants/classes.h"
#include "variants/simd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STRADDLED ((size_t)5 * 64) /* the widest vectors' bytes, some times */
#define LINED_TEXTS 3000

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const patterns[] = {"[0-9]{1}bob", "[0-9]{1}rob"};
static const struct workload work = {
    .patterns = patterns, .pattern_count = 2, .combined = "[0-9][rb]ob", .caseless = true};

typedef struct tally counter(const struct simd *, struct span);

static struct tally count_by(enum isa isa, const struct workload *of, counter *count,
                             struct span span, bool learn)
{
    struct workload forced = *of;
    forced.isa = isa_name(isa);
    struct simd *simd = simd_prepare(&forced);
    assert_int_equal(simd->isa, isa);
    if (learn)
        simd_learn(simd, span);
    struct tally tally = count(simd, span);
    simd_free(simd);
    return tally;
}

static void compare_with(counter *count, const struct workload *of, struct span span,
                         struct tally expected)
{
    for (enum isa isa = 0; isa < ISA_COUNT; isa++)
        for (int learn = 0; learn < 2 && isa_available(isa); learn++) {
            struct tally tally = count_by(isa, of, count, span, learn);
            if (tally.matches != expected.matches || tally.digest != expected.digest)
                fail_msg("%s, pattern %s, %s, %zu bytes, seed %llu: %llu matches, not %llu",
                         isa_name(isa), of->combined, of->caseless ? "caseless" : "cased",
                         span.length, (unsigned long long)test_seed(),
                         (unsigned long long)tally.matches, (unsigned long long)expected.matches);
        }
}

static void compare(const struct workload *of, struct span span, struct tally expected)
{
    compare_with(simd_count, of, span, expected);
    compare_with(simd_count_streams, of, span, expected);
}

static void test_as_pcre2(void **state)
{
    (void)state;
    check_as_pcre2(compare);
}

static void test_every_offset(void **state)
{
    (void)state;
    check_every_offset(compare, STRADDLED, 7);
}

static void test_every_short_length(void **state)
{
    (void)state;
    check_every_short_length(compare);
}

static struct tally plain(struct span span)
{
    struct classes classes;
    char why[256];
    assert_true(classes_parse(work.combined, work.caseless, &classes, why, sizeof why));
    return plain_count(&classes, span);
}

/* Two places searched at once meet behind the first newline of the second half: with matches on
 * either side of it, wherever it is, or without one. */
static void test_where_streams_meet(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 4 * 64 + 20; length++)
        for (size_t newline = 0; newline <= length; newline += 1 + length / 40) {
            struct span span = {malloc(length + !length), length, 3};
            assert_non_null(span.bytes);
            for (size_t i = 0; i < length; i++)
                span.bytes[i] = "bob1"[(i + 4 * length - newline - 1) % 4];
            if (newline < length)
                span.bytes[newline] = '\n';
            compare(&work, span, plain(span));
            free(span.bytes);
        }
}

static void test_streams_of_lines(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (int i = 0; i < LINED_TEXTS; i++) {
        struct known_text text = random_text(&dice, roll(&dice, 3000), 1 + roll(&dice, 400));
        struct span span = {malloc(text.length + !text.length), text.length, 1000};
        assert_non_null(span.bytes);
        memcpy(span.bytes, text.bytes ? text.bytes : "", text.length); /* ends where it ends */
        compare(&work, span, plain(span));
        free(span.bytes);
        known_text_free(&text);
    }
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
    struct workload any = work, none = work, scalar = work;
    none.isa = "mmx";
    scalar.isa = "scalar";
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
        cmocka_unit_test(test_every_short_length), cmocka_unit_test(test_where_streams_meet),
        cmocka_unit_test(test_streams_of_lines),   cmocka_unit_test(test_what_is_no_sequence),
        cmocka_unit_test(test_isa_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
