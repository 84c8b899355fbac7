/* script_check SCRIPT: whether a Python script counts what is there, in the texts that the variants
 * are held to. */
#include "common/scan.h"
#include "tests/support/subject.h"
#include "tests/support/texts.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define EXIT_SKIPPED 77
#define RANDOM_TEXTS 10 /* an interpreter takes its time to start */
#define EVERY 3         /* of the small texts, one in so many */

/* Takes the text, and frees it. */
static void check(struct known_text text)
{
    struct scan scan = {0};
    char expected[32];
    scan_bytes(&scan, text.bytes, text.length, 0);
    subject_write(text.bytes, text.length);
    snprintf(expected, sizeof expected, "%" PRIu64 "\n", scan.matches);
    struct outcome outcome = RUN(subject_text);
    if (outcome.exit_code != 0 || *outcome.err || strcmp(outcome.out, expected) != 0)
        fail_msg("%s: exit code %d, counted %s of %s: %s", text.name, outcome.exit_code,
                 outcome.out, expected, outcome.err);
    if (text.by_hand)
        assert_int_equal(scan.matches, text.match_count);
    known_text_free(&text);
}

static void test_known_texts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (size_t i = roll(&dice, EVERY); i < small_text_count(); i += EVERY)
        check(small_text(i));
    check(every_byte_text());
    check(lines_text(999, true));
    check(lines_text(1001, false));
    check(lines_text(2000, true));
    check(empty_lines_text(2500, true));
    check(huge_line_text());
}

static void test_random_texts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (size_t i = 0; i < RANDOM_TEXTS; i++)
        check(small_random_text(&dice, roll(&dice, 201)));
    check(random_text(&dice, 200 << 10, 100));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_texts),
        cmocka_unit_test(test_random_texts),
    };
    if (argc != 2) {
        fputs("usage: script_check SCRIPT\n", stderr);
        return 2;
    }
    subject_open(argv[1], NULL);
    subject_write("", 0);
    int failed = EXIT_SKIPPED;
    if (RUN(subject_text).exit_code == 127) /* what env says */
        fputs("skipped: there is no python3\n", stderr);
    else
        failed = cmocka_run_group_tests_name(argv[1], tests, NULL, NULL) ? 1 : 0;
    subject_close();
    return failed;
}
