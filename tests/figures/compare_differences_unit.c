/* In what two runs may differ that are to be compared. */
#include "base/strings.h"
#include "figures/compare.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static void expect_differences(const struct results *before, const struct results *after,
                               size_t expected, const char *part)
{
    char **lines;
    size_t count = compare_differences(before, after, &lines);
    assert_int_equal(count, expected);
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            assert_has(lines[i], part);
        free(lines[i]);
    }
    free(lines);
}

static void what_must_be_the_same(void **state)
{
    (void)state;
    struct results before = samples_results(), after = samples_results();
    expect_differences(&before, &after, 0, "");

    /* What does not matter, or is not known. */
    free(after.data.path);
    after.data.path = copy_string("elsewhere/random.txt");
    json_object_set_new(after.machine, "memory_bytes", json_integer(5));
    json_object_set_new(after.machine, "kernel", json_string("only here"));
    json_object_set_new(after.build, "revision", json_string("another"));
    after.seed = 99;
    before.data.resident = NAN;
    expect_differences(&before, &after, 0, "");
    before.data.resident = after.data.resident;

    after.data.bytes++;
    expect_differences(&before, &after, 1, "text, bytes: 1000, then 1001");
    after.data.bytes--;
    after.data.digest++;
    expect_differences(&before, &after, 1, "text and patterns, digest");
    after.data.matches++;
    expect_differences(&before, &after, 1, "text and patterns, matches: 12, then 13");
    after.data.matches--;
    after.data.digest--;
    after.data.resident = 1;
    expect_differences(&before, &after, 1, "text, % in the page cache: 75, then 100");
    after.data.resident = before.data.resident;
    after.cold = true;
    expect_differences(&before, &after, 1, "cold runs: 0, then 1");
    after.cold = false;
    after.patterns.caseless = false;
    expect_differences(&before, &after, 1, "patterns: in any case, then in the case given");
    after.patterns.caseless = true;
    json_array_remove(after.patterns.list, 1);
    expect_differences(&before, &after, 1, "patterns: [0-9]{1}bob, [0-9]{1}rob, then [0-9]{1}bob");
    json_array_clear(after.patterns.list); /* as of a file that does not say */
    expect_differences(&before, &after, 0, "");
    after.threads = 5;
    expect_differences(&before, &after, 1, "threads: 4, then 5");
    after.threads = 4;
    results_add_layout(&after, (struct layout){16, 32, 48});
    expect_differences(&before, &after, 1, "code layout: one, then a fresh one a round");
    after.layout_count = 0;
    json_object_set_new(after.machine, "cpu", json_string("\033[31manother"));
    json_object_set_new(after.build, "compiler", json_null());
    expect_differences(&before, &after, 2, "machine, cpu: \"a processor\", then ");
    json_object_set_new(after.machine, "cpu", json_string("a processor"));
    expect_differences(&before, &after, 1, "build, compiler: \"a compiler\", then null");
    json_object_set_new(after.build, "compiler", json_string("a compiler"));

    json_t *was = json_object_get(before.environment, "user"),
           *variants = json_object_get(after.environment, "variants");
    json_object_set_new(variants, "LC_ALL", json_string("de"));
    expect_differences(&before, &after, 1, "environment of variants, LC_ALL: C, then de");
    json_object_clear(variants);
    expect_differences(&before, &after, 1, "environment of variants, LC_ALL: C, then unset");
    json_object_set_new(variants, "LC_ALL", json_string("C"));
    json_object_set_new(was, "OMP_THREAD_LIMIT", json_string("1")); /* it is the peers' alone */
    expect_differences(&before, &after, 0, "");
    before.peer_count = after.peer_count = 1;
    expect_differences(&before, &after, 1,
                       "environment of the user, OMP_THREAD_LIMIT: 1, then unset");
    before.peer_count = after.peer_count = 0;
    json_object_clear(after.environment); /* as of a file that does not say */
    expect_differences(&before, &after, 0, "");

    json_object_set_new(before.machine, "gpu", json_null()); /* it had none to do with */
    json_object_set_new(after.machine, "gpu", json_pack("{s:s}", "name", "a GPU"));
    expect_differences(&before, &after, 0, "");
    json_object_set_new(before.machine, "gpu", json_pack("{s:s}", "name", "an old GPU"));
    expect_differences(&before, &after, 1, "GPU, name: \"an old GPU\", then \"a GPU\"");
    results_free(&before);
    results_free(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_must_be_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
