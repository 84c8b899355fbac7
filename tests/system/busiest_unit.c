/* Who uses the cores, on a fake of /proc. */
#include "base/strings.h"
#include "system/busiest.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_busy(char *names, const char *expected)
{
    assert_non_null(names);
    assert_string_equal(names, expected);
    free(names);
}

static void put_process(const char *root, int pid, const char *name, int user, int system)
{
    char *path = format_string("/proc/%d/stat", pid);
    char *line =
        format_string("%d (%s) S 1 2 3 4 5 6 7 8 9 10 %d %d 13 14 15\n", pid, name, user, system);
    roots_put(root, path, line);
    free(line);
    free(path);
}

static void busiest(void **state)
{
    (void)state;
    char *root = roots_new();
    int second = (int)sysconf(_SC_CLK_TCK);
    roots_put(root, "/proc/self/stat", "no number\n");
    roots_put(root, "/proc/9/stat", "no fields\n");
    put_process(root, 1, "init", 5, 5);
    put_process(root, 2, "cc1", 900, 0);
    put_process(root, 3, "a) name\x1b", 50, 0);
    put_process(root, 4, "before", 1000000, 0);
    put_process(root, getpid(), "itself", 0, 0);
    struct busiest *before = busiest_look(root);
    assert_null(busiest_since(root, before, 1000000000));

    put_process(root, 2, "cc1", 900 + second / 2, second / 10);
    put_process(root, 5, "cc1", second / 5, 0); /* new */
    put_process(root, 3, "a) name\x1b", 50 + second, 0);
    put_process(root, 4, "after", second / 20, 0); /* its number is another's now */
    put_process(root, getpid(), "itself", second, 0);
    assert_busy(busiest_since(root, before, 1000000000), "a) name? 1.00, cc1 0.80, after 0.05");
    assert_busy(busiest_since(root, before, 2000000000), "a) name? 0.50, cc1 0.40, after 0.03");
    busiest_free(before);
    roots_drop(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(busiest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
