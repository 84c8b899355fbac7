/* Who is compared with whom. */
#include "base/strings.h"
#include "figures/pairs.h"
#include "tests/support/samples.h"

#include <stdlib.h>

static void holds(const struct pairs *pairs, size_t at, enum pair_kind kind, const char *row,
                  const char *other)
{
    assert_true(at < pairs->count);
    assert_int_equal(pairs->all[at].kind, kind);
    assert_string_equal(pairs->all[at].row->is.name, row);
    assert_string_equal(pairs->all[at].other->is.name, other);
}

static void rungs_and_the_control(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_row(&results, "baseline", NULL);
    samples_row(&results, "rung", "baseline");
    samples_row(&results, "orphan", "not in this run");
    samples_row(&results, "itself", "itself");
    samples_row(&results, "apart", "rung")->is.apart = true;
    row_fail(samples_row(&results, "failed", "rung"), STATUS_FAILED, "it crashed");
    samples_row(&results, "A/A", NULL)->is.copy_of = copy_string("rung");
    struct pairs pairs = pairs_of(&results);
    assert_int_equal(pairs.count, 3);
    holds(&pairs, 0, PAIR_RUNG, "rung", "baseline");
    holds(&pairs, 1, PAIR_RUNG, "failed", "rung"); /* whatever came of it */
    holds(&pairs, 2, PAIR_CONTROL, "A/A", "rung");
    assert_false(pair_is_measured(&pairs.all[0]));
    assert_int_equal(pairs.family, 0);
    samples_rounds(&results.rows[0], 6, 1000);
    samples_rounds(&results.rows[1], 6, 1000);
    assert_true(pair_is_measured(&pairs.all[0]));
    assert_false(pair_is_measured(&pairs.all[1]));
    assert_ptr_equal(pairs_find(&pairs, PAIR_RUNG, &results.rows[1]), &pairs.all[0]);
    assert_null(pairs_find(&pairs, PAIR_CONTROL, &results.rows[1]));
    pairs_free(&pairs);
    pairs_free(&pairs); /* of nothing */
    results_free(&results);
}

/* Their places are those of results_entry(): the rows', the sweep's, the peers'. */
static void points_and_peers(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "baseline", NULL), 6, 1000);
    struct row *shared = samples_row(&results, "openmp", "baseline");
    samples_effect(shared, STAGE_SEARCH, EFFECT_SHARED);
    samples_rounds(shared, 6, 300);
    results.sweep = calloc(2, sizeof results.sweep[0]);
    results.peers = calloc(1, sizeof results.peers[0]);
    assert_true(results.sweep && results.peers);
    for (int threads = 1; threads <= 2; threads++)
        results.sweep[results.sweep_count++] =
            (struct row){.is = {.name = copy_string("openmp"), .threads = threads}};
    results.peers[results.peer_count++].row.is.name = copy_string("grep");

    struct pairs pairs = pairs_of(&results);
    assert_int_equal(pairs.count, 5);
    assert_int_equal(pairs.family, 1); /* so far */
    holds(&pairs, 0, PAIR_RUNG, "openmp", "baseline");
    for (size_t i = 1; i <= 2; i++) { /* of 2 threads, and of the run's 4 */
        holds(&pairs, i, PAIR_POINT, "openmp", "openmp");
        assert_ptr_equal(pairs.all[i].other, &results.sweep[0]);
    }
    assert_ptr_equal(pairs.all[2].row, shared);
    holds(&pairs, 3, PAIR_PEER, "grep", "openmp");
    holds(&pairs, 4, PAIR_ONE_CORE, "grep", "baseline");
    for (size_t i = 0; i < pairs.count; i++) {
        assert_ptr_equal(results_entry(&results, pairs.all[i].row_entry), pairs.all[i].row);
        assert_ptr_equal(results_entry(&results, pairs.all[i].other_entry), pairs.all[i].other);
    }
    pairs_free(&pairs);

    /* All that were measured are one family; the same two are one comparison. */
    for (size_t i = 0; i < 2; i++)
        samples_rounds(&results.sweep[i], 6, 900);
    samples_rounds(&results.peers[0].row, 6, 5000);
    pairs = pairs_of(&results);
    assert_int_equal(pairs.family, 5);
    for (size_t i = 0; i < pairs.count; i++)
        assert_int_equal(pairs.all[i].family, 5);
    pairs_free(&pairs);
    samples_effect(shared, STAGE_SEARCH, EFFECT_ANEW); /* on one core, too, the fastest */
    pairs = pairs_of(&results);
    assert_ptr_equal(pairs.all[pairs.count - 1].other, shared);
    assert_int_equal(pairs.family + 1, pairs.count);
    pairs_free(&pairs);
    results_free(&results);
}

static void how_wide_an_interval_is(void **state)
{
    (void)state;
    struct results results = samples_run(7), few = samples_run(6);
    struct pairs pairs = pairs_of(&results), too_few = pairs_of(&few);
    assert_near(1 + pair_width(&pairs.all[0]), 1); /* every round says the same */
    assert_true(isinf(pair_width(&too_few.all[0])));
    pairs_free(&pairs);
    pairs_free(&too_few);
    results_free(&results);
    results_free(&few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rungs_and_the_control),
        cmocka_unit_test(points_and_peers),
        cmocka_unit_test(how_wide_an_interval_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
