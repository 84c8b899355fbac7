/* Commands of the user's own: what they read, what they print, and that they have no terminal. */
#include "common/units.h"
#include "system/run.h"
#include "tests/support/samples.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct run run;

/* A file in memory with this text, by a path. */
static int in_memory(const char *text, char path[64])
{
    int file = memfd_create("streams", MFD_CLOEXEC);
    assert_true(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    snprintf(path, 64, "/proc/%d/fd/%d", (int)getpid(), file);
    return file;
}

static void run_shell(const char *script, const struct run_streams *streams)
{
    run_with_streams((char *[]){"/bin/sh", "-c", (char *)script, NULL}, streams, 60 * NS_PER_S,
                     &run);
}

static void from_a_file_to_a_file(void **state)
{
    (void)state;
    char from[64], to[64], copy[32] = "";
    int input = in_memory("three\nshort\nlines\n", from), output = in_memory("", to);
    const struct run_streams streams = {.input = from, .output = output};
    for (int twice = 0; twice < 2; twice++) /* it is opened anew each time */
        run_shell("tr a-z A-Z", &streams);
    assert_int_equal(run.end, RUN_EXITED);
    assert_int_equal(run.code, 0);
    assert_int_equal(run.output_bytes, 18);
    assert_int_equal(pread(output, copy, sizeof copy, 18), 18);
    assert_string_equal(copy, "THREE\nSHORT\nLINES\n");
    close(input);
    close(output);
}

static void megabytes_are_only_counted(void **state)
{
    (void)state;
    run_shell("head -c 30000000 /dev/zero", &(struct run_streams){.output = -1});
    assert_int_equal(run.end, RUN_EXITED);
    assert_int_equal(run.output_bytes, 30000000);
}

static void too_much_ends_it(void **state)
{
    (void)state;
    run_shell("cat /dev/zero", &(struct run_streams){.output = -1, .most_bytes = 1000000});
    assert_int_equal(run.end, RUN_FLOODED);
}

static void there_is_no_terminal_and_nothing_to_read(void **state)
{
    (void)state;
    run_shell("(: </dev/tty) 2>/dev/null || cat && exit 7", &(struct run_streams){.output = -1});
    assert_int_equal(run.end, RUN_EXITED);
    assert_int_equal(run.code, 7);
    assert_int_equal(run.output_bytes, 0);
}

static void what_it_started_is_ended(void **state)
{
    (void)state;
    char path[64], pid[32] = "";
    int output = in_memory("", path);
    run_shell("sleep 1000 & echo $!", &(struct run_streams){.output = output});
    assert_true(pread(output, pid, sizeof pid - 1, 0) > 0);
    assert_int_not_equal(kill(atoi(pid), 0), 0);
    close(output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_a_file_to_a_file),
        cmocka_unit_test(megabytes_are_only_counted),
        cmocka_unit_test(too_much_ends_it),
        cmocka_unit_test(there_is_no_terminal_and_nothing_to_read),
        cmocka_unit_test(what_it_started_is_ended),
    };
    run_catch_interrupts();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
