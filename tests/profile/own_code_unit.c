/* Which functions are this project's own, and what is said where perf is forbidden: what the perf
 * engine knows without a run. */
#include "base/strings.h"
#include "profile/engines/own_code.h"
#include "profile/engines/perf.h"
#include "system/machine.h"
#include "tests/support/samples.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void own_code_comes_from_here(void **state)
{
    (void)state;
    static char symbols[] = "0000000000001139 T main\n"
                            "0000000000001140 t search._omp_fn.0\n"
                            "0000000000004010 B variable\n"
                            "0000000000001150 t match.constprop.0\n"
                            "                 U puts\n"
                            "no symbol\n"
                            "0000000000001160 W a::b(int (*)(char)) const\n"
                            "0000000000001170 T _start\n"
                            "0000000000001180 T cut";
    /* Of five, two are in this project's folder; a library may have debug information, too. */
    char *lines = format_string("%s/a.c:3\n%s/a.c:9 (discriminator 2)\npcre2_match.c:?\n"
                                "/usr/src/b.cc:1\n??:0\n",
                                machine_compiled_dir(), machine_compiled_dir());
    char *addresses;
    size_t size;
    FILE *from = fmemopen(symbols, strlen(symbols), "r"), *to = open_memstream(&addresses, &size);
    json_t *names = own_code_symbols(from, to);
    fclose(from);
    fclose(to);
    assert_int_equal(json_array_size(names), 6);
    assert_string_equal(addresses, "0000000000001139\n0000000000001140\n0000000000001150\n"
                                   "0000000000001160\n0000000000001170\n0000000000001180\n");
    from = fmemopen(lines, strlen(lines), "r");
    json_t *own = own_code_with_lines(names, from);
    fclose(from);
    free(lines);
    assert_int_equal(json_object_size(own), 2);
    assert_non_null(json_object_get(own, "main"));
    assert_non_null(json_object_get(own, "search._omp_fn.0"));
    json_decref(own);
    json_decref(names);
    free(addresses);
    char anonymous[] = "(anonymous namespace)::f<int (*)(char)>(int)";
    own_code_bare(anonymous);
    assert_string_equal(anonymous, "(anonymous namespace)::f<int (*)(char)>");
}

static void refusals(void **state)
{
    (void)state;
    char why[300];
    perf_refusal(EACCES, 3, why, sizeof why);
    assert_string_equal(why, "kernel.perf_event_paranoid is 3, which forbids perf: sudo sysctl "
                             "kernel.perf_event_paranoid=1 (2: without the kernel's part)");
    perf_refusal(EPERM, 1, why, sizeof why);
    assert_non_null(strstr(why, "--cap-add PERFMON"));
    perf_refusal(ENOSYS, -1, why, sizeof why);
    assert_non_null(strstr(why, "no perf events"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_code_comes_from_here),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
