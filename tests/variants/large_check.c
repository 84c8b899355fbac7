/* large_check VARIANT MIB: whether it counts what is there in a text of more than so many MiB, and
 * whether it holds no more than 64 MiB, however long the text; unless it maps it. */
#include "tests/support/subject.h"
#include "tests/support/texts.h"
#include "variants/variant.h"

#include <err.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define EXIT_SKIPPED 77
#define MIB ((uint64_t)1 << 20)
#define LINE_BYTES (2 * MIB)
#define MOST_HELD_BYTES (64 * MIB)

enum {
    BLOCK_LINES = 1000, /* that some rungs read together */
    MOST_MATCHES = 100,
};

static int text;
static char path[32];
static uint64_t matches[MOST_MATCHES];
static size_t match_count;

static void put(const char *bytes, size_t length, uint64_t offset)
{
    if (pwrite(text, bytes, length, (off_t)offset) == (ssize_t)length)
        return;
    if (errno != EFBIG && errno != ENOSPC && errno != EDQUOT)
        err(1, "cannot write the text");
    warn("skipped: no file of that length can be made here");
    exit(EXIT_SKIPPED);
}

static void put_match(const char *match, uint64_t offset)
{
    put(match, strlen(match), offset);
    if (match_count == MOST_MATCHES)
        errx(1, "too many matches");
    matches[match_count++] = offset;
}

/* A hole, which takes no room on the disk and reads as NULs: lines of 2 MiB, between them as many
 * empty ones as are read together, lest somebody hold a thousand long ones. The matches are at its
 * ends, here and there, and around the offset `edge`. The file loses its name before it is written,
 * so that nothing is left of it, whatever ends this program. */
static void make_text(uint64_t edge)
{
    char name[] = "large_check.XXXXXX", newlines[BLOCK_LINES];
    const uint64_t length = edge + 9 * MIB + 123;
    text = mkstemp(name);
    if (text < 0 || unlink(name) != 0)
        err(1, "cannot make a text in the working directory");
    snprintf(path, sizeof path, "/dev/fd/%d", text); /* the variant inherits it */

    memset(newlines, '\n', sizeof newlines);
    for (uint64_t at = LINE_BYTES / 2; at < length - LINE_BYTES; at += LINE_BYTES)
        put(newlines, sizeof newlines, at);
    put_match("0bob", 0);
    for (uint64_t at = 100 * MIB; at < edge - 50 * MIB; at += 97 * MIB + 13)
        put_match("1RoB", at);
    put_match("2bob", edge / 2 - 2);
    put_match("3rob", edge - 7); /* before the edge, across it, and behind */
    put_match("4bob", edge - 2);
    put_match("5rob", edge + 2);
    put_match("6bob", edge + 5 * MIB);
    put_match("7rob", length - 4);
}

/* As the rung describes itself. */
static char *limit_of_subject(void)
{
    struct outcome outcome = RUN("--describe");
    json_t *description = json_loads(outcome.out, 0, NULL);
    const char *unsupported = json_string_value(json_object_get(description, "unsupported"));
    const char *limit = json_string_value(json_object_get(description, "limit"));
    if (unsupported) {
        warnx("skipped: %s", unsupported);
        exit(EXIT_SKIPPED);
    }
    char *copy = limit ? strdup(limit) : NULL;
    if (!copy)
        errx(1, "it does not say what limits it: %s%s", outcome.out, outcome.err);
    json_decref(description);
    return copy;
}

static void test_count_and_memory(void **state)
{
    const char *limit = *state;
    struct outcome outcome = RUN("--json", "--threads", "2", path);
    json_t *record = subject_record(&outcome, "a large text");
    expect_count(record, match_count, known_digest(matches, match_count), "a large text");
    json_int_t held = json_integer_value(json_object_get(record, "peak_rss_bytes"));
    json_decref(record);
    /* Of a pool's memory this is the pool's own part; its workers hold a block each. */
    if (strcmp(limit, LIMIT_READ) == 0 && (held <= 0 || held > (json_int_t)MOST_HELD_BYTES))
        fail_msg("it held %lld bytes at its peak, over 64 MiB", (long long)held);
}

int main(int argc, char **argv)
{
    uint64_t edge = argc == 3 ? strtoull(argv[2], NULL, 10) * MIB : 0;
    if (edge < 256 * MIB) {
        fputs("usage: large_check VARIANT MIB (256 or more)\n", stderr);
        return 2;
    }
    subject_open(argv[1], NULL);
    atexit(subject_close);
    char *limit = limit_of_subject();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_count_and_memory, limit),
    };
    make_text(edge);
    int failed = cmocka_run_group_tests_name(argv[1], tests, NULL, NULL);
    free(limit);
    return failed ? 1 : 0;
}
