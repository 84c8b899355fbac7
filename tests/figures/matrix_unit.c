/* Which pattern takes most of the time, and what its best engine would gain. */
#include "figures/matrix.h"
#include "show/matrix_views.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* A cell of a text of 1000 bytes. */
static void add(struct results *results, int pattern, const char *engine, int bytes, int ns)
{
    json_t *times = ns ? json_pack("[i, i, i]", ns, ns - 1, ns + 9) : json_array();
    json_array_append_new(results->matrix,
                          json_pack("{s:i, s:s, s:s, s:s?, s:i, s:i, s:o}", "pattern", pattern,
                                    "engine", engine, "status", ns ? "ok" : "skipped", "reason",
                                    ns ? NULL : "exit code 77: slow: too hard", "matches", 1,
                                    "bytes", bytes, "search_ns", times));
}

static struct results two_by_two(void)
{
    struct results results = samples_results();
    patterns_free(&results.patterns);
    results.patterns = (struct patterns){.list = json_pack("[s, s]", "foo", "ba+r"),
                                         .matches = json_pack("[i, i, i]", 3, 4, 7)};
    results.matrix = json_array();
    return results;
}

static void sentence(const struct results *results, const char *expected)
{
    struct figures figures = figures_of(results);
    char *said = matrix_sentence(&figures);
    if (!said || strcmp(said, expected) != 0)
        fail_msg("says: %s", said ? said : "nothing");
    free(said);
    figures_free(&figures);
}

static void hardest_and_best(void **state)
{
    (void)state;
    struct results results = two_by_two();
    add(&results, 0, "slow", 1000, 1000000);
    add(&results, 0, "fast", 1000, 200000);
    add(&results, 1, "slow", 500, 400000); /* 800000 for all of it */
    add(&results, 1, "fast", 1000, 2400000);
    add(&results, 2, "slow", 1000, 3600000);
    add(&results, 2, "fast", 1000, 2600000);
    struct matrix matrix = matrix_of(&results);
    assert_int_equal(matrix.engine, 0); /* 1.8 ms; the other takes 2.6 */
    assert_int_equal(matrix.hardest, 0);
    assert_int_equal(matrix.best, 1);
    assert_float_equal(matrix.gain, 1.8, 1e-9);
    matrix_free(&matrix);
    sentence(&results, "foo takes 56 % of the time that slow needs for the patterns one by one "
                       "(0.00180 s); fast would do it 5.00× as fast, and all of them 1.80×. "
                       "Searching for all as one, with fast, takes 1.44× as long as one by one.");
    json_array_set_new(results.patterns.matches, 2, json_integer(6));
    sentence(&results,
             "foo takes 56 % of the time that slow needs for the patterns one by one "
             "(0.00180 s); fast would do it 5.00× as fast, and all of them 1.80×. As one, "
             "they count differently.");
    struct figures figures = figures_of(&results);
    char *table = samples_markdown(matrix_table(&figures));
    assert_non_null(strstr(table, "| foo | 3 | 0.00100 | 0.00500 |"));
    assert_non_null(strstr(table, "| all as one | 6 | 0.000278 | 0.000385 |"));
    free(table);
    figures_free(&figures);
    results_free(&results);
}

static void an_engine_that_cannot(void **state)
{
    (void)state;
    struct results results = two_by_two();
    add(&results, 0, "slow", 1000, 0);
    add(&results, 1, "slow", 1000, 400000);
    sentence(&results, "No engine can do all the patterns.");
    add(&results, 0, "fast", 1000, 200000);
    add(&results, 1, "fast", 1000, 600000);
    sentence(&results, "ba+r takes 75 % of the time that fast needs for the patterns one by one "
                       "(0.000800 s); slow would do it 1.50× as fast, and all of them 1.33×. No "
                       "engine can do them as one.");
    struct figures figures = figures_of(&results);
    char *reasons = matrix_reasons(&figures);
    assert_string_equal(reasons, "No figure for slow of foo: too hard.");
    free(reasons);
    figures_free(&figures);
    results_free(&results);
}

static void no_matrix(void **state)
{
    (void)state;
    struct results results = samples_run(6);
    struct figures figures = figures_of(&results);
    struct table *table = matrix_table(&figures);
    assert_int_equal(table_rows(table), 0);
    assert_null(matrix_sentence(&figures));
    assert_null(matrix_reasons(&figures));
    assert_null(matrix_runs(&figures));
    table_free(table);
    figures_free(&figures);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hardest_and_best),
        cmocka_unit_test(an_engine_that_cannot),
        cmocka_unit_test(no_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
