/* Hyperscan counts in 32 bits: what is longer is cut at newlines. A text of over 4 GiB in memory,
 * nearly all of it pages of NULs that were never written, and so all the same one. */
#include "tests/support/texts.h"
#include "variants/hyper.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)
#define LENGTH ((size_t)4096 * MIB + 3 * MIB)
#define OFFSET 1000 /* of the span in its text */

static const char *const patterns[] = {"[0-9]{1}bob", "[0-9]{1}rob"};
static const struct workload work = {
    .patterns = patterns, .pattern_count = 2, .caseless = true, .threads = 1};

static int map(void **state)
{
    *state = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                  -1, 0);
    return *state == MAP_FAILED;
}

static int unmap(void **state)
{
    return munmap(*state, LENGTH);
}

/* The last newline that a cut can be made at is at `newline`, a match right before it and one right
 * behind; and one across 4 GiB. */
static void check_cut(char *bytes, size_t newline)
{
    const uint64_t at[] = {0, newline - 4, newline + 1, 4096 * MIB - 2, LENGTH - 4};
    const char *const matches[] = {"1bob", "2rob", "3bob", "4ROB", "5bob"};
    uint64_t offsets[5];
    for (size_t i = 0; i < 5; i++) {
        memcpy(bytes + at[i], matches[i], 4);
        offsets[i] = OFFSET + at[i];
    }
    bytes[newline] = '\n';
    struct hyper *hyper = hyper_compile(&work, true);
    struct tally tally = hyper_count(hyper, (struct span){bytes, LENGTH, OFFSET});
    hyper_free(hyper);
    for (size_t i = 0; i < 5; i++)
        memset(bytes + at[i], 0, 4);
    bytes[newline] = '\0';
    assert_int_equal(tally.matches, 5);
    assert_true(tally.digest == known_digest(offsets, 5));
}

static void test_cut_at_newline(void **state)
{
    check_cut(*state, 4096 * MIB - 10);
    check_cut(*state, 4 * MIB);
}

static void test_line_too_long(void **state)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDERR_FILENO);
        struct hyper *hyper = hyper_compile(&work, true);
        hyper_count(hyper, (struct span){*state, LENGTH, 0});
        _exit(0);
    }
    int status;
    assert_true(waitpid(pid, &status, 0) == pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_at_newline),
        cmocka_unit_test(test_line_too_long),
    };
    return cmocka_run_group_tests(tests, map, unmap);
}
