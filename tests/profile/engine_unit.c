/* What engines have in common: a tool's output, within what may be written. */
#include "common/units.h"
#include "profile/engines/engine.h"
#include "tests/support/samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char folder[] = "/tmp/engine.XXXXXX";
static const struct watch watch = {.folder = folder, .timeout_ns = 60 * NS_PER_S};

static int open_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int close_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* nothing is left in it */
}

static void expect_output(uint64_t most)
{
    char why[300] = "", line[100] = "";
    FILE *from = engine_output(&watch, (char *[]){"echo", "as it is", NULL}, most, why, sizeof why);
    if (!from || !fgets(line, sizeof line, from))
        fail_msg("%s", why);
    assert_string_equal(line, "as it is\n");
    fclose(from);
}

static void expect_too_much(uint64_t most, const char *because)
{
    char why[300] = "", *const argv[] = {"head", "-c", "300000", "/dev/zero", NULL};
    assert_null(engine_output(&watch, argv, most, why, sizeof why));
    assert_string_equal(why, because);
}

static void what_a_tool_prints(void **state)
{
    (void)state;
    expect_output(1 << 20);
    expect_too_much(128 << 10, "head wrote more than 128 KiB");
}

/* Which only root could raise: it is the last of the tests. */
static void a_limit_of_files_that_is_lower(void **state)
{
    (void)state;
    const struct rlimit limit = {64 << 10, 64 << 10};
    if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
        err(1, "setrlimit");
    expect_output(1 << 30);
    expect_too_much(1 << 30, "head wrote more than 64 KiB");
}

/* What it prints is nobody's business, and its end is held against what it was. */
static void a_command_of_the_users(void **state)
{
    (void)state;
    char why[300] = "";
    const struct run_streams streams = {.output = -1};
    struct watch users = watch;
    users.streams = &streams;
    users.exit_code = 3;
    struct profile *profile = profile_new();
    char *const argv[] = {"sh", "-c", "echo $MORE; exit 3", NULL};
    assert_true(engine_run(&users, argv, (char *[]){"MORE=1", NULL}, profile, why, sizeof why));
    assert_true(profile->how.profiled_ns > 0);
    users.exit_code = 0;
    assert_false(engine_run(&users, argv, NULL, profile, why, sizeof why));
    assert_string_equal(why, "exit code 3");
    profile_free(profile);
}

static void what_is_no_disk_is_not_full(void **state)
{
    (void)state;
    char why[] = "as before";
    const struct watch processes = {.folder = "/proc"}, nowhere = {.folder = "/nowhere"};
    assert_false(engine_full(&processes, why, sizeof why));
    assert_false(engine_full(&nowhere, why, sizeof why));
    assert_string_equal(why, "as before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_tool_prints),
        cmocka_unit_test(a_command_of_the_users),
        cmocka_unit_test(what_is_no_disk_is_not_full),
        cmocka_unit_test(a_limit_of_files_that_is_lower),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
