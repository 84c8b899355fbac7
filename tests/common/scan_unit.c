/* The reference scan, held to texts counted by hand. */
#include "common/scan.h"

#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* SplitMix64's output for the states 0 to 15, from another implementation. */
static const uint64_t mixed[] = {
    0xe220a8397b1dcdaf, 0x910a2dec89025cc1, 0x975835de1c9756ce, 0x1d0b14e4db018fed,
    0x6e73e372e2338aca, 0x63033b0ca389c35a, 0xbd64a5d9adefe000, 0x63cbe1e459320dd7,
    0x9e5651b0ef953636, 0xaeaf52febe706064, 0x088712be8a582fca, 0x50f5647d2380309d,
    0x943ff9fc99de8f03, 0xc4ca37b7f8ad8aff, 0x6aa9d61435dbe63e, 0x875b9307abf55005,
};

/* Where a test's text is, in a folder of this run's own. */
static char folder[] = "/tmp/gen_unit.XXXXXX";
static char text_path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(text_path, sizeof text_path, "%s/text", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(text_path);
}

static void write_text(const void *bytes, size_t length)
{
    FILE *file = fopen(text_path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* "TEXT" without the final zero, which may hold zeros itself. */
#define TEXT(literal) literal, sizeof(literal) - 1

static void test_scan_counts_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        size_t matches;
        size_t offsets[4];
    } cases[] = {
        {TEXT(""), 0, {0}},
        {TEXT("1"), 0, {0}},
        {TEXT("1bo"), 0, {0}},
        {TEXT("bob"), 0, {0}},
        {TEXT("xbob"), 0, {0}},
        {TEXT("1bob"), 1, {0}},
        {TEXT("9ROB"), 1, {0}},
        {TEXT("0RoB\n"), 1, {0}},
        {TEXT("12bob"), 1, {1}},
        {TEXT("1bob2rob"), 2, {0, 4}},
        {TEXT("1bobob"), 1, {0}},
        {TEXT("7bOb\n8Rob9boB"), 3, {0, 5, 9}},
        {TEXT("\n\n3rob\r\n"), 1, {2}},
        {TEXT("\0"
              "5bob\0"),
         1,
         {1}},
        /* not matches, by one character */
        {TEXT("1\nbob"), 0, {0}},
        {TEXT("1b\nob"), 0, {0}},
        {TEXT("1dob 1bab 1boo 1brob 1pob"), 0, {0}},
        {TEXT("/bob:rob"), 0, {0}},                        /* beside the digits */
        {TEXT("1\x22ob 1\x02ob 1\xe2ob 1\xc2ob"), 0, {0}}, /* b, but for one bit */
        {TEXT("1\x32ob 1\x12ob 1b\x2f"
              "b 1bo\x22"),
         0,
         {0}}, /* r, o and b, but for one bit */
        {TEXT("\xb1"
              "bob \x11rob q"
              "bob"),
         0,
         {0}}, /* 1, but for one bit */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scan scan = {0};
        uint64_t digest = 0;
        for (size_t k = 0; k < cases[i].matches; k++)
            digest += mixed[cases[i].offsets[k]];
        scan_bytes(&scan, cases[i].bytes, cases[i].length, 0);
        if (scan.matches != cases[i].matches || scan.digest != digest)
            fail_msg("case %zu: %" PRIu64 " matches", i, scan.matches);
    }
}

static void test_scan_finds_a_match_at_every_place(void **state)
{
    (void)state;
    static const char match[4] = {'4', 'r', 'o', 'b'};
    for (size_t length = 4; length < 200; length++) {
        for (size_t place = 0; place + 4 <= length; place++) {
            char text[200];
            struct scan scan = {.matches = 100, .digest = 1};
            memset(text, 'b', length);
            memcpy(text + place, match, sizeof match);
            scan_bytes(&scan, text, length, 5 - (uint64_t)place); /* so that it stands at byte 5 */
            assert_int_equal(scan.matches, 101);
            assert_int_equal(scan.digest, mixed[5] + 1);
        }
    }
}

struct told {
    uint64_t times, done;
};

static void note_told(void *to, uint64_t done)
{
    struct told *told = to;
    assert_true(done > told->done);
    told->done = done;
    told->times++;
}

static void test_scan_file_misses_nothing_between_two_reads(void **state)
{
    (void)state;
    enum {
        LENGTH = 5 << 20
    };
    char *text = malloc(LENGTH);
    assert_non_null(text);
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = "1bob"[i % 4];
    /* One long line, its first bytes cut off: some match lies across any two bytes of it. */
    for (size_t cut = 0; cut < 4; cut++) {
        struct scan file = {0};
        struct scan whole = {0};
        uint64_t bytes = 0;
        uint64_t lines = 0;
        struct told told = {0};
        write_text(text + cut, LENGTH - cut);
        scan_bytes(&whole, text + cut, LENGTH - cut, 0);
        assert_int_equal(scan_file(text_path, &file, &bytes, &lines, note_told, &told), 0);
        assert_true(told.times >= 5);
        assert_int_equal(told.done, bytes);
        assert_int_equal(file.matches, (LENGTH - cut) / 4);
        assert_int_equal(file.digest, whole.digest);
        assert_int_equal(bytes, LENGTH - cut);
        assert_int_equal(lines, 1);
    }
    free(text);
}

static void test_scan_file_reads_byte_by_byte(void **state)
{
    (void)state;
    static const char text[] = "x1bob\n2ROB3bob";
    struct scan scan = {0};
    uint64_t bytes = 0;
    uint64_t lines = 0;
    assert_int_equal(mkfifo(text_path, 0600), 0);
    const pid_t writer = fork();
    if (writer == 0) {
        FILE *file = fopen(text_path, "we");
        for (size_t i = 0; file && i < sizeof text - 1; i++) {
            fputc(text[i], file);
            fflush(file);
            usleep(1000);
        }
        _exit(0);
    }
    assert_int_equal(scan_file(text_path, &scan, &bytes, &lines, NULL, NULL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    assert_int_equal(scan.matches, 3);
    assert_int_equal(scan.digest, mixed[1] + mixed[6] + mixed[10]);
    assert_int_equal(bytes, sizeof text - 1);
    assert_int_equal(lines, 2);
}

static void test_scan_file_counts_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t lines;
    } cases[] = {{"", 0},     {"\n", 1},   {"a", 1},         {"a\n", 1},
                 {"a\nb", 2}, {"\n\n", 2}, {"a\r\n\nb\n", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scan scan;
        uint64_t bytes = 99;
        uint64_t lines = 99;
        write_text(cases[i].text, strlen(cases[i].text));
        assert_int_equal(scan_file(text_path, &scan, &bytes, &lines, NULL, NULL), 0);
        assert_int_equal(scan.matches, 0);
        assert_int_equal(bytes, strlen(cases[i].text));
        assert_int_equal(lines, cases[i].lines);
    }
}

static void test_scan_file_says_what_is_wrong(void **state)
{
    (void)state;
    struct scan scan;
    uint64_t bytes = 0;
    uint64_t lines = 0;
    assert_int_equal(scan_file(text_path, &scan, &bytes, &lines, NULL, NULL), ENOENT);
    assert_int_equal(scan_file(folder, &scan, &bytes, &lines, NULL, NULL), EISDIR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_counts_by_hand),
        cmocka_unit_test(test_scan_finds_a_match_at_every_place),
        cmocka_unit_test_teardown(test_scan_file_misses_nothing_between_two_reads, remove_file),
        cmocka_unit_test_teardown(test_scan_file_reads_byte_by_byte, remove_file),
        cmocka_unit_test_teardown(test_scan_file_counts_lines, remove_file),
        cmocka_unit_test(test_scan_file_says_what_is_wrong),
    };
    return cmocka_run_group_tests_name("scan", tests, make_folder, remove_folder);
}
