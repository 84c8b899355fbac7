/* The random text: always the same, uniform, with as many matches as expected. */
#include "common/scan.h"
#include "gen/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static char *random_lines(uint64_t seed, uint64_t lines, uint64_t length)
{
    struct random_text text;
    char *bytes = malloc(lines * (length + 1));
    assert_non_null(bytes);
    random_text_init(&text, seed, length);
    random_text_lines(&text, 0, lines, bytes);
    return bytes;
}

static void test_random_text_is_the_same_however_it_is_cut(void **state)
{
    (void)state;
    enum {
        LINES = 60
    };
    static const uint64_t lengths[] = {1, 2, 7, 8, 9, 61, 1000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const uint64_t line_bytes = lengths[i] + 1;
        char *whole = random_lines(7, LINES, lengths[i]);
        char *part = malloc(LINES * line_bytes);
        struct random_text text;
        random_text_init(&text, 7, lengths[i]);
        for (uint64_t lines = 1; lines <= LINES; lines++) {
            for (uint64_t first = 0; first + lines <= LINES; first++) {
                random_text_lines(&text, first, lines, part);
                assert_memory_equal(part, whole + first * line_bytes, lines * line_bytes);
            }
        }
        free(part);
        free(whole);
    }
}

/* The text of a seed must never change: the golden letters are from another implementation. */
static void test_random_text_is_known(void **state)
{
    (void)state;
    static const char golden[] = "kU1zvdpCN5TmL7T3RAlKGHdZx9cjB07xCWiTxTSw\n";
    char *line = random_lines(1, 1, 40);
    assert_memory_equal(line, golden, 41);
    for (uint64_t length = 1; length < 40; length++) {
        char *shorter = random_lines(1, 1, length);
        assert_memory_equal(shorter, golden, length);
        assert_int_equal(shorter[length], '\n');
        free(shorter);
    }
    free(line);
    char *other = random_lines(2, 1, 40);
    assert_memory_not_equal(other, golden, 40);
    free(other);
}

/* Each of a word's eight places on its own: the letters that come first and last have different
 * parts of the word to thank. */
static void test_random_letters_are_uniform(void **state)
{
    (void)state;
    enum {
        LINES = 2000,
        LENGTH = 1000,
        PLACES = 8
    };
    const double most =
        129; /* chi-square with 61 degrees of freedom exceeds it once in a million */
    uint64_t counts[PLACES][256] = {{0}};
    char *text = random_lines(1, LINES, LENGTH);
    for (size_t line = 0; line < LINES; line++)
        for (size_t i = 0; i < LENGTH; i++)
            counts[i % PLACES][(unsigned char)text[line * (LENGTH + 1) + i]]++;
    free(text);
    for (size_t place = 0; place < PLACES; place++) {
        const double expected = (double)LINES * LENGTH / PLACES / RANDOM_TEXT_LETTERS;
        double chi_square = 0;
        uint64_t letters = 0;
        for (const char *letter = RANDOM_TEXT_ALPHABET; *letter; letter++) {
            const uint64_t count = counts[place][(unsigned char)*letter];
            chi_square += ((double)count - expected) * ((double)count - expected) / expected;
            letters += count;
        }
        assert_int_equal(letters, LINES * LENGTH / PLACES); /* nothing else */
        if (chi_square > most)
            fail_msg("place %zu: chi-square %.1f", place, chi_square);
    }
}

static void test_matches_are_as_many_as_expected(void **state)
{
    (void)state;
    enum {
        LINES = 20000,
        LENGTH = 1000
    };
    const struct expectation expected = random_text_expectation(LINES, LENGTH);
    for (uint64_t seed = 0; seed < 3; seed++) {
        struct scan scan = {0};
        char *text = random_lines(seed, LINES, LENGTH);
        scan_bytes(&scan, text, (size_t)LINES * (LENGTH + 1), 0);
        free(text);
        assert_true((double)scan.matches > expected.mean - 5 * expected.deviation);
        assert_true((double)scan.matches < expected.mean + 5 * expected.deviation);
    }
}

static void assert_near(double value, double expected)
{
    if (value < expected * (1 - 1e-9) || value > expected * (1 + 1e-9))
        fail_msg("%.12g is not %.12g", value, expected);
}

static void test_expectation(void **state)
{
    (void)state;
    const double p = 160.0 / (62.0 * 62 * 62 * 62);
    for (uint64_t length = 1; length < 4; length++) {
        assert_true(random_text_expectation(1000, length).mean == 0);
        assert_true(random_text_expectation(1000, length).deviation == 0);
    }
    /* Up to four places exclude each other: a coin of as many times the chance. */
    for (uint64_t places = 1; places <= 4; places++) {
        const struct expectation few = random_text_expectation(9, places + 3);
        const double chance = (double)places * p;
        assert_near(few.mean, 9 * chance);
        assert_near(few.deviation * few.deviation, 9 * chance * (1 - chance));
    }
    const struct expectation full = random_text_expectation(1000000, 1000);
    assert_near(full.mean, 997e6 * p);
    assert_true(full.deviation > 103.89 && full.deviation < 103.91);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_text_is_known),
        cmocka_unit_test(test_random_text_is_the_same_however_it_is_cut),
        cmocka_unit_test(test_random_letters_are_uniform),
        cmocka_unit_test(test_matches_are_as_many_as_expected),
        cmocka_unit_test(test_expectation),
    };
    return cmocka_run_group_tests_name("random text", tests, NULL, NULL);
}
