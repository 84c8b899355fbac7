/* Which rungs a run profiles, and its page opens with. */
#include "base/strings.h"
#include "figures/landmarks.h"
#include "tests/support/samples.h"

#include <stdlib.h>

/* Whether the landmarks are these, with blanks between. */
static void expect(const struct results *results, const char *names)
{
    const struct row_figures *rows[LANDMARKS_MOST];
    struct figures figures = figures_of(results);
    size_t count = landmarks_of(&figures, rows);
    char *told = NULL;
    FILE *to = samples_memory(&told);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "%s%s", i ? " " : "", rows[i]->row->is.name);
    fclose(to);
    assert_string_equal(told, names);
    free(told);
    figures_free(&figures);
}

static struct row *add(struct results *results, const char *name, const char *after, uint64_t ns)
{
    struct row *row = samples_row(results, name, after);
    samples_rounds(row, 6, ns);
    return row;
}

static void first_the_two_named_and_the_fastest(void **state)
{
    (void)state;
    struct results results = samples_results();
    expect(&results, "");
    add(&results, "baseline", NULL, 1000);
    expect(&results, "baseline"); /* which is the fastest, too */
    add(&results, "wasted", "baseline", 990);
    struct row *combined = add(&results, "combined", "baseline", 500);
    expect(&results, "baseline combined");
    struct row *jit = add(&results, "jit", "combined", 100);
    add(&results, "mapped", "jit", 10);
    expect(&results, "baseline combined jit mapped");
    add(&results, "openmp", "combined", 300);
    add(&results, "resident", "mapped", 1)->is.apart = true;
    add(&results, "A/A", NULL, 9)->is.copy_of = copy_string("mapped");
    expect(&results, "baseline combined jit mapped");
    row_fail(combined, STATUS_FAILED, "tired");
    row_fail(jit, STATUS_SKIPPED, "absent");
    expect(&results, "baseline mapped");
    row_fail(&results.rows[0], STATUS_FAILED, "tired");
    expect(&results, "wasted mapped");
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_the_two_named_and_the_fastest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
