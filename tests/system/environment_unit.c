/* What a program that is run finds in its environment. */
#include "common/units.h"
#include "system/environment.h"
#include "system/run.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

#define CHOSEN "PATH=/usr/local/bin:/usr/bin:/bin\nLC_ALL=C\n"

/* All of the kind that changes what is measured, and what is nobody's business. */
static int set_variables(void **state)
{
    (void)state;
    static const char *const variables[][2] = {
        {"OMP_THREAD_LIMIT", "1"},  {"GOMP_SPINCOUNT", "0"},
        {"KMP_AFFINITY", "none"},   {"LD_LIBRARY_PATH", "/nowhere"},
        {"MALLOC_ARENA_MAX", "1"},  {"GLIBC_TUNABLES", "glibc.malloc.check=0"},
        {"LC_ALL", "C.UTF-8"},      {"A_PASSWORD", "secret"},
        {"PYTHONMALLOC", "malloc"}, {"CUDA_VISIBLE_DEVICES", "1"}};
    clearenv();
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (setenv(variables[i][0], variables[i][1], 1) != 0)
            return -1;
    return 0;
}

static void a_variant_gets_what_the_harness_chose(void **state)
{
    (void)state;
    static struct run run;
    char *const argv[] = {"/usr/bin/env", NULL};
    run_variant(argv, 60 * NS_PER_S, &run);
    assert_string_equal(run.output, CHOSEN "CUDA_VISIBLE_DEVICES=1\n");
    char **environment = environment_of_variants((char *[]){"PERF_MAP=/tmp", NULL});
    run_program_in(argv, environment, 60 * NS_PER_S, &run);
    free(environment);
    assert_string_equal(run.output, CHOSEN "CUDA_VISIBLE_DEVICES=1\nPERF_MAP=/tmp\n");
    unsetenv("CUDA_VISIBLE_DEVICES");
    run_variant(argv, 60 * NS_PER_S, &run);
    assert_string_equal(run.output, CHOSEN);
}

static void others_get_the_users(void **state)
{
    (void)state;
    static struct run run;
    run_program((char *[]){"/bin/sh", "-c", "echo $OMP_THREAD_LIMIT $LC_ALL $A_PASSWORD", NULL},
                60 * NS_PER_S, &run);
    assert_string_equal(run.output, "1 C.UTF-8 secret\n");
}

static void both_are_kept_but_no_secrets(void **state)
{
    (void)state;
    json_t *facts = environment_facts(),
           *expected = json_pack(
               "{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}}", "variants",
               "PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C", "CUDA_VISIBLE_DEVICES", "1",
               "user", "OMP_THREAD_LIMIT", "1", "GOMP_SPINCOUNT", "0", "KMP_AFFINITY", "none",
               "LD_LIBRARY_PATH", "/nowhere", "MALLOC_ARENA_MAX", "1", "GLIBC_TUNABLES",
               "glibc.malloc.check=0", "LC_ALL", "C.UTF-8", "PYTHONMALLOC", "malloc");
    assert_non_null(expected);
    assert_true(json_equal(facts, expected));
    json_decref(facts);
    json_decref(expected);
    setenv("LANG", "caf\xe9", 1);
    facts = environment_facts();
    assert_string_equal(json_string_value(json_object_get(json_object_get(facts, "user"), "LANG")),
                        "(not UTF-8)");
    json_decref(facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_variant_gets_what_the_harness_chose, set_variables),
        cmocka_unit_test_setup(others_get_the_users, set_variables),
        cmocka_unit_test_setup(both_are_kept_but_no_secrets, set_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
