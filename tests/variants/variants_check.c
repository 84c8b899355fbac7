/* variants_check VARIANT: whether it counts what is there in texts of every awkward kind, with each
 * number of threads, and whether its command line does what the contract says.
 * variants_check VARIANT ISA: whether it counts the same with that instruction set. */
#include "common/scan.h"
#include "driver_checks.h"
#include "tests/support/sequences.h"
#include "tests/support/subject.h"
#include "tests/support/texts.h"

#include <ctype.h>
#include <err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EXIT_UNSUPPORTED 77 /* ctest's word for skipped, too */

static const char *const thread_counts[] = {"1", "2", "3", "7"};
enum {
    THREAD_COUNTS = sizeof thread_counts / sizeof thread_counts[0],
    FIRST_BUFFER = 256 << 10, /* the shared reader's, and a thread's block */
    MAPPED_PART = 2 << 20,
    LONGEST_SHORT = 200,
    DENSE = 70, /* up to here every length counts: a vector of 64 bytes and its ends */
    PATTERNS = 60,
    SLOW_START = 20, /* with so little of what is many, one thread count has to do */
};

static const char *isa; /* NULL: the variant's own choice */

/* Of what is many, every so manyth: for where processes are slow to start. TEST_EVERY says how
 * many; under a sanitizer they are slow by themselves. */
static size_t every = 1;

/* Whether the rung uses more than one thread. For others one thread count will do. */
static bool uses_threads = true;

/* Takes the text, and frees it. With so many of the thread counts, those from `first` on: texts of
 * a kind take them in turns, since starting processes is what takes the time here. */
static void check_with(struct known_text text, size_t first, size_t count)
{
    if (every >= SLOW_START || !uses_threads)
        count = 1;
    struct scan scan;
    uint64_t bytes, lines;
    char what[160];
    subject_write(text.bytes, text.length);
    assert_int_equal(scan_file(subject_text, &scan, &bytes, &lines, NULL, NULL), 0);
    assert_int_equal(bytes, text.length);
    if (text.by_hand && (scan.matches != text.match_count ||
                         scan.digest != known_digest(text.matches, text.match_count)))
        fail_msg("%s: the reference scan finds %zu matches, or others than the %zu that are there",
                 text.name, (size_t)scan.matches, text.match_count);

    for (size_t i = first; i < first + count; i++) {
        const char *threads = thread_counts[i % THREAD_COUNTS];
        snprintf(what, sizeof what, "%s, --threads %s", text.name, threads);
        struct outcome outcome = RUN("--json", "--threads", threads, subject_text);
        json_t *record = subject_record(&outcome, what);
        expect_count(record, scan.matches, scan.digest, what);
        json_decref(record);
    }
    known_text_free(&text);
}

/* One thread count is enough to tell instruction sets apart. */
static void check(struct known_text text)
{
    static size_t first;
    check_with(text, uses_threads ? 0 : first++, isa ? 1 : THREAD_COUNTS);
}

/* The digests that everything here is compared with stand on the published SplitMix64. */
static void test_digest(void **state)
{
    (void)state;
    assert_true(known_digest(NULL, 0) == 0);
    assert_true(known_digest((uint64_t[]){0}, 1) == 0xe220a8397b1dcdaf);
    assert_true(known_digest((uint64_t[]){0, 1234567}, 2) ==
                0xe220a8397b1dcdaf + 6457827717110365317);
}

static void test_small_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < small_text_count(); i += every >= SLOW_START ? 3 : 1)
        check_with(small_text(i), i, 2);
    check(every_byte_text());
}

static void test_blocks_of_lines(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 999, 1000, 1001, 2000, 2001};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        check(lines_text(counts[i], true));
        check(lines_text(counts[i], false));
    }
}

static void test_empty_lines(void **state)
{
    (void)state;
    for (int match_behind = 0; match_behind < 2; match_behind++) {
        check(empty_lines_text(999, match_behind));
        check(empty_lines_text(1000, match_behind));
        check(empty_lines_text(2500, match_behind));
    }
}

static void test_huge_line(void **state)
{
    (void)state;
    check(huge_line_text());
}

/* Each byte of "1bob\n2rob" in turn is the last that a buffer has room for at first, and the last
 * of a part that a thread takes. */
static void test_end_of_buffer(void **state)
{
    (void)state;
    static const size_t ends[] = {FIRST_BUFFER, MAPPED_PART};
    for (size_t i = 0; i < 2; i++)
        for (size_t where = ends[i] - 10; where <= ends[i] + 1; where++)
            check_with(straddling_text(where), where + i, 1);
}

static void test_every_short_length(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (size_t length = 0; length <= LONGEST_SHORT;
         length += length < DENSE ? every : every + roll(&dice, 5))
        check_with(small_random_text(&dice, length), length, 1);
}

/* Random sequences of byte classes, by those rungs that take them. */
static void test_random_patterns(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    size_t compared = 0;
    uint64_t matches = 0;
    for (size_t i = 0; i < PATTERNS; i += every) {
        char pattern[SEQUENCE_BYTES], what[SEQUENCE_BYTES + 80], why[200];
        bool caseless = roll(&dice, 2);
        struct classes classes;
        sequence_pattern(&dice, pattern);
        assert_true(classes_parse(pattern, caseless, &classes, why, sizeof why));
        size_t length = roll(&dice, 2000);
        char *text = sequence_text(&dice, &classes, length);
        struct tally expected = plain_count(&classes, (struct span){text, length, 0});
        subject_write(text, length);
        free(text);

        const char *threads = thread_counts[i % THREAD_COUNTS];
        snprintf(what, sizeof what, "--pattern %s --threads %s, %s, TEST_SEED=%llu", pattern,
                 threads, caseless ? "caseless" : "cased", (unsigned long long)test_seed());
        struct outcome outcome = RUN("--json", "--threads", threads, "--pattern", pattern,
                                     subject_text, caseless ? NULL : "--case-sensitive");
        if (outcome.exit_code == EXIT_UNSUPPORTED)
            continue;
        json_t *record = subject_record(&outcome, what);
        expect_count(record, expected.matches, expected.digest, what);
        json_decref(record);
        compared++;
        matches += expected.matches;
    }
    /* Else this would have shown nothing. */
    assert_true(compared >= PATTERNS / every / 20 && matches > compared);
}

static void test_large_random_texts(void **state)
{
    (void)state;
    struct dice dice = {~test_seed()};
    static const size_t lines[] = {3, 100, 1000, 30000};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        check(random_text(&dice, (100 << 10) + roll(&dice, 300 << 10), lines[i]));
}

static void test_beginnings(void **state)
{
    (void)state;
    struct known_text text = lines_text(3001, true);
    const size_t lengths[] = {1, 2, 1000, text.length / 2, text.length - 1, text.length};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct scan scan;
        uint64_t bytes, lines;
        char what[160], length[24];
        subject_write(text.bytes, lengths[i]);
        assert_int_equal(scan_file(subject_text, &scan, &bytes, &lines, NULL, NULL), 0);
        subject_write(text.bytes, text.length);
        snprintf(length, sizeof length, "%zu", lengths[i]);
        snprintf(what, sizeof what, "%s, --bytes %s", text.name, length);
        struct outcome outcome = RUN("--json", "--bytes", length, "--threads",
                                     thread_counts[i % THREAD_COUNTS], subject_text);
        json_t *record = subject_record(&outcome, what);
        expect_count(record, scan.matches, scan.digest, what);
        json_decref(record);
    }
    known_text_free(&text);
}

static bool is_gone(json_t *record, const char *stage)
{
    return !json_object_get(json_object_get(record, "stages"), stage);
}

/* Worker processes and GPUs cannot be recorded. */
static bool can_leave_out(void)
{
    const char *name = strrchr(subject_program, '/');
    name = name ? name + 1 : subject_program;
    return strcmp(name, "processes") != 0 && strncmp(name, "cuda", 4) != 0;
}

/* Takes the text, and frees it. The count is right whichever of the stages are left out, every so
 * manyth set of them, and of those that are nothing is seen. */
static void check_without(struct known_text text, size_t threads, unsigned step)
{
    static const char *const names[] = {"read", "compile", "lower", "search"};
    struct scan scan;
    uint64_t bytes, lines;
    for (size_t i = 0; i < text.length; i++)
        text.bytes[i] = (char)tolower((unsigned char)text.bytes[i]);
    subject_write(text.bytes, text.length);
    assert_int_equal(scan_file(subject_text, &scan, &bytes, &lines, NULL, NULL), 0);
    for (unsigned set = 1 + (unsigned)threads % step; set<1U << 4; set += every> 1 ? 5 : step) {
        char without[40], what[160];
        int end = 0;
        for (unsigned i = 0; i < 4; i++)
            if (set & (1U << i))
                end += snprintf(without + end, sizeof without - (size_t)end, "%s%s", end ? "," : "",
                                names[i]);
        snprintf(what, sizeof what, "%s, --without %s --threads %s", text.name, without,
                 thread_counts[threads]);
        struct outcome outcome =
            RUN("--json", "--stages", "--without", without, "--repeat", set % 2 ? "1" : "2",
                "--threads", thread_counts[threads], subject_text);
        if (!can_leave_out()) {
            if (outcome.exit_code != EXIT_UNSUPPORTED || !is_one_line(outcome.err))
                fail_msg("%s: exit code %d", what, outcome.exit_code);
            continue;
        }
        json_t *record = subject_record(&outcome, what);
        expect_count(record, scan.matches, scan.digest, what);
        for (unsigned i = 1; i < 4 && threads == 0; i++) /* reading opens the text, still */
            if (set & (1U << i) && !is_gone(record, names[i]))
                fail_msg("%s: %s is there", what, names[i]);
        json_decref(record);
    }
    known_text_free(&text);
}

static void test_stages_left_out(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    for (size_t i = 0; i<small_text_count(); i += every> 1 ? 20 : 5)
        check_without(small_text(i), i % THREAD_COUNTS, 4);
    check_without(lines_text(2001, true), 0, 1);
    check_without(lines_text(2001, false), 2, 1);
    check_without(empty_lines_text(1500, true), 1, 4);
    check_without(huge_line_text(), 2, 5);
    check_without(straddling_text(MAPPED_PART - 3), 0, 5);
    check_without(random_text(&dice, 200 << 10, 100), 3, 5);
}

/* Whatever is delayed, the count is right; by how much it is, clock_unit tests. */
static void test_delays(void **state)
{
    (void)state;
    static const char *const delays[] = {"other:1",  "read:0.5",   "compile:10",  "lower:0.25",
                                         "search:1", "merge:0.01", "kernel:0.25", "upload:2.5"};
    struct known_text text = lines_text(1001, true);
    subject_write(text.bytes, text.length);
    for (size_t i = 0; i < sizeof delays / sizeof delays[0]; i++) {
        struct outcome outcome = RUN("--json", "--delay", delays[i], "--threads",
                                     thread_counts[i % THREAD_COUNTS], subject_text);
        json_t *record = subject_record(&outcome, delays[i]);
        expect_count(record, text.match_count, known_digest(text.matches, text.match_count),
                     delays[i]);
        assert_null(json_object_get(record, "stages"));
        json_decref(record);
    }
    known_text_free(&text);
}

/* A rung whose device is absent, for example, runs nothing here. */
static bool is_supported(void)
{
    struct outcome outcome = RUN("--json", subject_text);
    if (outcome.exit_code == EXIT_UNSUPPORTED)
        fputs(outcome.err, stderr);
    return outcome.exit_code != EXIT_UNSUPPORTED;
}

/* By what it says of itself: it shares stages out, or runs them at the same time. */
static bool shares(void)
{
    struct outcome outcome = RUN("--describe");
    json_t *record = subject_record(&outcome, "--describe"), *effect;
    const char *stage;
    bool found = json_is_true(json_object_get(record, "overlaps"));
    json_object_foreach(json_object_get(record, "effects"), stage, effect) found |=
        strcmp(json_string_value(effect), EFFECT_SHARED) == 0;
    json_decref(record);
    return found;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest counts[] = {
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_small_texts),
        cmocka_unit_test(test_blocks_of_lines),
        cmocka_unit_test(test_empty_lines),
        cmocka_unit_test(test_huge_line),
        cmocka_unit_test(test_end_of_buffer),
        cmocka_unit_test(test_every_short_length),
        cmocka_unit_test(test_random_patterns),
        cmocka_unit_test(test_large_random_texts),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_stages_left_out),
        cmocka_unit_test(test_delays),
    };
    const struct CMUnitTest command_line[] = {
        cmocka_unit_test(test_texts_that_cannot_be_read),
        cmocka_unit_test(test_fewer_bytes_than_asked_for),
        cmocka_unit_test(test_wrong_usage),
        cmocka_unit_test(test_refused_patterns),
        cmocka_unit_test(test_malformed_patterns),
        cmocka_unit_test(test_own_patterns),
        cmocka_unit_test(test_deep_match),
        cmocka_unit_test(test_description),
        cmocka_unit_test(test_text_in_upper_case),
        cmocka_unit_test(test_repetitions),
        cmocka_unit_test(test_stages),
        cmocka_unit_test(test_text_for_people),
    };
    if (argc != 2 && argc != 3) {
        fputs("usage: variants_check VARIANT [ISA]\n", stderr);
        return 2;
    }
    isa = argv[2];
    const char *given = getenv("TEST_EVERY");
#ifdef SANITIZED
    every = 4;
#endif
    if (given)
        every = (size_t)strtoul(given, NULL, 10);
    if (every == 0)
        errx(2, "TEST_EVERY is a whole number from 1 on, not '%s'", given);
    subject_open(argv[1], isa);
    subject_write("", 0);
    int failed = EXIT_UNSUPPORTED;
    if (is_supported()) {
        uses_threads = shares();
        failed = cmocka_run_group_tests_name("counts", counts, NULL, NULL);
        if (!isa)
            failed += cmocka_run_group_tests_name("command line", command_line, NULL, NULL);
        failed = failed ? 1 : 0;
    }
    subject_close();
    return failed;
}
