#include "sequence_checks.h"
#include "classes.h"
#include "dice.h"
#include "regex.h"

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

/* Random bytes, of few kinds, with what the pattern looks for here and there. */
static char *make_text(struct dice *dice, const struct classes *classes, size_t length)
{
    static const char alphabet[] = "abAZ0_ ~\x80\xff\t.\\]-}x5BY\n";
    char *text = malloc(length + !length);
    assert_non_null(text);
    for (size_t i = 0; i < length; i++)
        text[i] =
            (char)(roll(dice, 20) ? (uint64_t)(unsigned char)alphabet[roll(dice, sizeof alphabet)]
                                  : roll(dice, 256));
    for (int plants = 0; plants < 6 && length >= classes->length; plants++) {
        size_t at = roll(dice, length - classes->length + 1);
        for (size_t i = 0; i < classes->length; i++) {
            unsigned char byte = (unsigned char)roll(dice, 256);
            while (!byte_set_has(&classes->sets[i], byte))
                byte++;
            text[at + i] = (char)byte;
        }
    }
    return text;
}

void check_as_pcre2(sequence_compare *compare)
{
    struct dice dice = {test_seed()};
    uint64_t matches = 0;
    for (int i = 0; i < PATTERNS; i++) {
        char pattern[RANDOM_CLASSES_BYTES], why[256];
        struct classes classes;
        random_classes(&dice, pattern);
        struct workload work = {.combined = pattern, .caseless = roll(&dice, 2)};
        if (!classes_parse(pattern, work.caseless, &classes, why, sizeof why))
            fail_msg("%s: %s", pattern, why);
        struct regex regex = regex_compile(pattern, regex_caseless(&work));
        for (int j = 0; j < TEXTS; j++) {
            size_t length = roll(&dice, TEXT_BYTES);
            struct span span = {make_text(&dice, &classes, length), length, roll(&dice, 1 << 20)};
            struct tally expected = regex_count(&regex, span);
            matches += expected.matches;
            compare(&work, span, expected);
            free(span.bytes);
        }
        regex_free(&regex);
    }
    assert_true(matches > PATTERNS); /* there was something to find */
}

void check_every_offset(sequence_compare *compare, size_t length)
{
    const struct workload work = {.combined = "[0-9][rb]ob", .caseless = true};
    for (size_t at = 0; at + 4 <= length; at++) {
        struct span span = {malloc(length), length, 7};
        assert_non_null(span.bytes);
        memset(span.bytes, 'b', span.length);
        for (size_t i = 0; i < 4; i++)
            span.bytes[at + i] = "7RoB"[i];
        compare(&work, span, (struct tally){1, mix64(7 + at)});
        free(span.bytes);
    }
}

void check_every_short_length(sequence_compare *compare)
{
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
