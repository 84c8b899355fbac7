/* What was recorded is found again by its place in the text, whichever thread recorded it,
 * whichever asks, and in whatever order. */
#include "tests/support/dice.h"
#include "variants/replay.h"

#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    THREADS = 4,
    PLACES = 5000,
    PATTERNS = 20, /* more than are looked at before the place is searched for */
    PLACE_BYTES = 3,
};

static char path[64];
static struct workload work = {.path = path};

static int make_text(void **state)
{
    (void)state;
    static char bytes[PLACES * PLACE_BYTES];
    int file = memfd_create("text", MFD_CLOEXEC);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i % 251);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return file < 0 || write(file, bytes, sizeof bytes) != sizeof bytes;
}

/* How a program ends in which `function` is called. */
static int exit_code(void (*function)(void))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        replay_enable(STAGE_BIT(STAGE_SEARCH));
        function();
        _exit(0);
    }
    int status;
    assert_true(waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const struct span place = {NULL, 10, 1000};

static void count_differently(void)
{
    replay_record();
    replay_keep_tally(REPLAY_COUNT, place, (struct tally){1, 2});
    replay_keep_tally(REPLAY_COUNT, place, (struct tally){1, 3});
    replay_start(&work);
}

static void count_again(void)
{
    struct tally tally;
    replay_record();
    replay_keep_tally(REPLAY_COUNT, place, (struct tally){1, 2});
    replay_keep_tally(REPLAY_COUNT, place, (struct tally){1, 2});
    replay_start(&work);
    if (!replay_tally(REPLAY_COUNT, place, &tally) || tally.matches != 1 || tally.digest != 2)
        _exit(1);
}

static void ask_elsewhere(void)
{
    struct tally tally;
    count_again();
    replay_tally(REPLAY_COUNT, (struct span){NULL, 10, 1001}, &tally);
}

static void ask_for_another_pattern(void)
{
    struct tally tally;
    count_again();
    replay_tally(REPLAY_COUNT + 1, place, &tally);
}

static void ask_for_nothing(void)
{
    struct tally tally;
    count_again();
    if (!replay_tally(REPLAY_COUNT, (struct span){NULL, 0, 1001}, &tally) || tally.matches != 0)
        _exit(1);
}

static void use_a_gpu(void)
{
    replay_unsupported("a GPU");
}

/* Before the program itself leaves anything out. */
static void test_what_cannot_be_left_out(void **state)
{
    (void)state;
    replay_unsupported("nothing is left out");
    assert_int_equal(exit_code(count_again), 0);
    assert_int_equal(exit_code(ask_for_nothing), 0);
    assert_int_equal(exit_code(count_differently), EXIT_UNSUPPORTED);
    assert_int_equal(exit_code(ask_elsewhere), EXIT_UNSUPPORTED);
    assert_int_equal(exit_code(ask_for_another_pattern), EXIT_UNSUPPORTED);
    assert_int_equal(exit_code(use_a_gpu), EXIT_UNSUPPORTED);
}

static struct span span_of(size_t i)
{
    return (struct span){NULL, PLACE_BYTES, i * PLACE_BYTES};
}

static struct tally tally_of(size_t i, size_t pattern)
{
    return (struct tally){i % 3, mix64(i * PATTERNS + pattern)};
}

static void *keep_some(void *number)
{
    for (size_t i = *(size_t *)number; i < PLACES; i += THREADS) {
        replay_keep_span(REPLAY_LINE, i, span_of(i));
        for (size_t p = 0; p < PATTERNS; p++)
            replay_keep_tally(mix64(p), span_of(i), tally_of(i, p));
    }
    return NULL;
}

static void check_place(size_t i, size_t p)
{
    struct tally tally, expected = tally_of(i, p);
    struct span span, given = span_of(i);
    if (!replay_tally(mix64(p), given, &tally) || memcmp(&tally, &expected, sizeof tally) != 0)
        errx(1, "place %zu, pattern %zu: another tally", i, p);
    if (!replay_span(REPLAY_LINE, i, &span) || span.offset != given.offset ||
        span.length != given.length || span.bytes[0] != (char)(given.offset % 251))
        errx(1, "place %zu: another span", i);
}

static void *ask_for_all(void *number)
{
    struct dice dice = {test_seed() + *(size_t *)number};
    for (size_t i = 0; i < PLACES; i++)
        for (size_t p = 0; p < PATTERNS; p++)
            check_place(i, p);
    for (size_t i = PLACES; i-- > 0;)
        check_place(i, i % PATTERNS);
    for (size_t i = 0; i < (size_t)5 * PLACES; i++)
        check_place(roll(&dice, PLACES), roll(&dice, PATTERNS));
    return NULL;
}

static void run_threads(void *(*function)(void *))
{
    pthread_t threads[THREADS];
    size_t numbers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, function, &numbers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void test_threads(void **state)
{
    (void)state;
    struct span span = span_of(1);
    struct tally tally;
    assert_false(replay_span(REPLAY_LINE, 1, &span));
    assert_false(replay_tally(REPLAY_COUNT, span, &tally));
    replay_keep_span(REPLAY_LINE, 1, span_of(2)); /* and is not recorded */

    replay_enable(STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH));
    assert_false(replay_text(&work, &span));
    replay_record();
    run_threads(keep_some);
    assert_false(replay_tally(REPLAY_COUNT, span, &tally));
    replay_start(&work);
    run_threads(ask_for_all);

    assert_true(replay_text(&work, &span));
    assert_int_equal(span.length, PLACES * PLACE_BYTES);
    work.bytes = 10;
    assert_true(replay_text(&work, &span));
    assert_int_equal(span.length, 10);
    assert_true(replay_leaves_out(STAGE_READ) && !replay_leaves_out(STAGE_LOWER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_cannot_be_left_out),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, make_text, NULL);
}
