/* exercise_check right|wrong PROGRAM: whether a program counts what is there in the known texts,
 * with one thread and with several; or whether it counts one of them wrong. Texts with NUL bytes,
 * which no exercise has to take, are left out. */
#include "common/scan.h"
#include "tests/support/subject.h"
#include "tests/support/texts.h"

#include <err.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const thread_counts[] = {"1", "2", "5"};
#define THREAD_COUNTS (sizeof thread_counts / sizeof thread_counts[0])
#define BLOCK_BYTES ((size_t)64 << 10)
#define PART_BYTES ((size_t)2 << 20)
#ifdef SANITIZED /* processes are slow to start */
#define EVERY 8
#else
#define EVERY 2
#endif

static bool is_right; /* what is expected */
static size_t checked, miscounted;

/* Takes the text, and frees it. */
static void check(struct known_text text)
{
    struct scan scan;
    uint64_t bytes, lines;
    char what[160], digest[17];
    if (memchr(text.bytes ? text.bytes : "", '\0', text.length)) {
        known_text_free(&text);
        return;
    }
    const char *threads = thread_counts[checked++ % THREAD_COUNTS];
    subject_write(text.bytes, text.length);
    assert_int_equal(scan_file(subject_text, &scan, &bytes, &lines, NULL, NULL), 0);
    snprintf(what, sizeof what, "%s, --threads %s", text.name, threads);
    struct outcome outcome = RUN("--json", "--threads", threads, subject_text);
    json_t *record = subject_record(&outcome, what);
    snprintf(digest, sizeof digest, "%016" PRIx64, scan.digest);
    if (is_right)
        expect_count(record, scan.matches, scan.digest, what);
    else if (strcmp(json_string_value(json_object_get(record, "digest")), digest) != 0)
        miscounted++;
    json_decref(record);
    known_text_free(&text);
}

static void test_counts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (size_t i = 0; i < small_text_count(); i += EVERY)
        check(small_text(i));
    check(lines_text(1001, true));
    check(lines_text(1000, false));
    check(empty_lines_text(2500, true));
    check(random_text(&dice, 50 << 10, 1 << 20)); /* one line: a slow program takes its square */
    for (size_t end = BLOCK_BYTES; end <= PART_BYTES; end += PART_BYTES - BLOCK_BYTES)
        for (size_t where = end - 10; where <= end + 1; where += EVERY / 2)
            check(straddling_text(where));
    check(random_text(&dice, 200 << 10, 30));
    check(random_text(&dice, 200 << 10, 1000));
    for (size_t i = 0; i < 10; i += EVERY / 2)
        check(small_random_text(&dice, 20 * i));
    assert_true(checked > 80 / EVERY);
    if (!is_right)
        assert_true(miscounted > 0);
}

/* Another pattern is refused: it would be counted as the project's. */
static void test_other_patterns(void **state)
{
    (void)state;
    subject_write("1bob\n", 5);
    struct outcome outcome = RUN("--json", "--pattern", "bob", subject_text);
    assert_int_equal(outcome.exit_code, 77);
    assert_true(is_one_line(outcome.err) && strstr(outcome.err, "the project's own patterns"));
    outcome = RUN("--json", "--case-sensitive", subject_text);
    assert_int_equal(outcome.exit_code, 77);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_other_patterns),
    };
    if (argc != 3)
        errx(2, "usage: exercise_check right|wrong PROGRAM");
    is_right = strcmp(argv[1], "right") == 0;
    subject_open(argv[2], NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    subject_close();
    return failed;
}
