/* The GPU's search against PCRE2's: what runs on the GPU, run here as its threads would run it, or,
 * in needle_gpu_unit, on the GPU itself. */
#include "cuda/needle.h"
#include "needle_counter.h"
#include "tests/support/sequence_checks.h"
#include "tests/support/sequences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define EXIT_UNSUPPORTED 77
#define STRADDLED (2 * 2048 + 64) /* two tiles of a warp, and more */

static void compare(const struct workload *work, struct span span, struct tally expected)
{
    struct needle needle = needle_of(work);
    for (int learn = 0; learn < 2; learn++) {
        if (learn)
            needle_learn(&needle, span.bytes, span.length);
        struct tally tally = counter_count(&needle, span);
        if (tally.matches != expected.matches || tally.digest != expected.digest)
            fail_msg("pattern %s, %s, window at %u, %zu bytes, seed %llu: %llu matches, not %llu",
                     work->combined, work->caseless ? "caseless" : "cased", needle.window,
                     span.length, (unsigned long long)test_seed(),
                     (unsigned long long)tally.matches, (unsigned long long)expected.matches);
    }
}

static void test_as_pcre2(void **state)
{
    (void)state;
    check_as_pcre2(compare);
}

static void test_every_offset(void **state)
{
    (void)state;
    check_every_offset(compare, STRADDLED, 1);
}

static void test_every_short_length(void **state)
{
    (void)state;
    check_every_short_length(compare);
}

/* Matches that overlap across every edge there is: which of them count depends on all before. */
static void test_chains(void **state)
{
    (void)state;
    static const char *const patterns[] = {"a", "aa", "aaa", "[ab][ab]a[ab]", "a{17}", "a{32}"};
    static char text[3 * 2048];
    struct dice dice = {test_seed()};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        for (int gaps = 0; gaps < 4; gaps++) {
            const struct workload work = {.combined = patterns[i]};
            struct needle needle = needle_of(&work);
            assert_int_equal(needle.overlaps, i > 0);
            memset(text, 'a', sizeof text);
            for (int gap = 0; gap < 5 * gaps; gap++)
                text[roll(&dice, sizeof text)] = (char)(roll(&dice, 2) ? 'b' : '\n');
            struct span span = {text, sizeof text, 0};
            compare(&work, span, plain_count(&needle.classes, span));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_pcre2),
        cmocka_unit_test(test_every_offset),
        cmocka_unit_test(test_every_short_length),
        cmocka_unit_test(test_chains),
    };
    const char *reason = counter_unsupported();
    if (reason) {
        fprintf(stderr, "skipped: %s\n", reason);
        return EXIT_UNSUPPORTED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
