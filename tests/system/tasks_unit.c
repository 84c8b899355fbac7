/* Several programs side by side. */
#include "common/units.h"
#include "system/run.h"
#include "system/tasks.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHELL(script) ((char *[]){"/bin/sh", "-c", script, NULL})

static void each_ends_as_it_ends(void **state)
{
    (void)state;
    struct task tasks[] = {
        {.argv = SHELL("test \"$(pwd) $TMPDIR\" = '/ /tmp'"), .folder = "/", .temporary = "/tmp"},
        {.argv = SHELL("echo first >&2; echo second >&2; exit 3"),
         .folder = "/",
         .temporary = "/tmp"},
        {.argv = SHELL("exit 3"), .folder = "/", .temporary = "/tmp"},
        {.argv = SHELL("kill -9 $$"), .folder = "/", .temporary = "/tmp"},
        {.argv = (char *[]){"/nowhere/ld", NULL}, .folder = "/", .temporary = "/tmp"},
        {.argv = SHELL("exit 0"), .folder = "/nowhere", .temporary = "/tmp"},
        {.argv = SHELL("read -r line; echo a line nobody reads; test -z \"$line\""),
         .folder = "/",
         .temporary = "/tmp"},
    };
    const char *const messages[] = {NULL,
                                    "first",
                                    "exit code 3",
                                    "killed by signal 9",
                                    "/nowhere/ld: No such file or directory",
                                    "/bin/sh: No such file or directory",
                                    NULL};
    for (size_t most = 1; most < 10; most += 4) {
        assert_true(tasks_run(tasks, 7, most, 60 * NS_PER_S));
        for (size_t i = 0; i < 7; i++) {
            assert_int_equal(tasks[i].good, messages[i] == NULL);
            if (messages[i])
                assert_string_equal(tasks[i].message, messages[i]);
        }
    }
    assert_true(tasks_run(NULL, 0, 1, NS_PER_S));
}

static void none_outlives_its_time(void **state)
{
    (void)state;
    struct task tasks[] = {{.argv = SHELL("sleep 1000"), .folder = "/", .temporary = "/tmp"},
                           {.argv = SHELL("exit 0"), .folder = "/", .temporary = "/tmp"}};
    assert_true(tasks_run(tasks, 2, 1, NS_PER_S / 100));
    assert_false(tasks[0].good);
    assert_string_equal(tasks[0].message, "killed by signal 9");
    assert_false(tasks[1].good);
    assert_string_equal(tasks[1].message, "there was no time left for it");
}

static void an_interrupt_stops_them(void **state)
{
    (void)state;
    char script[60];
    snprintf(script, sizeof script, "kill -INT %d; sleep 1000", getpid());
    struct task task = {.argv = SHELL(script), .folder = "/", .temporary = "/tmp"};
    run_catch_interrupts();
    assert_false(tasks_run(&task, 1, 1, 1000 * NS_PER_S));
    assert_false(task.good);
    run_let_interrupts();
    run_interrupted = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_ends_as_it_ends),
        cmocka_unit_test(none_outlives_its_time),
        cmocka_unit_test(an_interrupt_stops_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
