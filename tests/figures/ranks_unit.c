/* Figures of several processes, and what a rung can gain by the number of hosts. */
#include "base/strings.h"
#include "figures/ledger.h"
#include "figures/ranks.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* Gives a row's samples and probes two ranks, on these hosts. */
static void set_ranks(struct row *row, const char *first, const char *second)
{
    for (size_t i = 0; i < row->sample_count + row->probe_count; i++) {
        struct sample *sample =
            i < row->sample_count ? &row->samples[i] : &row->probes[i - row->sample_count].sample;
        record_drop(&sample->record);
        sample->wall_ns = sample->record.search_ns + 5000;
        sample->record.ranks =
            json_pack("[{s:s, s:i, s:i, s:i, s:{s:i}}, {s:s, s:i, s:i, s:i}]", "host", first,
                      "bytes", 600, "prepare_ns", 70, "search_ns", 300, "stages", "search", 200,
                      "host", second, "bytes", 400, "prepare_ns", 80, "search_ns", 250 + (int)i);
    }
}

static struct row *add_mpi(struct results *results)
{
    struct row *parent = samples_row(results, "openmp_simd", NULL);
    samples_stage(parent, STAGE_READ, 300);
    samples_stage(parent, STAGE_SEARCH, 600);
    samples_stage(parent, STAGE_OTHER, 100);
    samples_rounds(parent, 9, 1000);
    struct row *row = samples_row(results, "mpi", "openmp_simd");
    row->is.ranks = true;
    row->is.attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH);
    samples_effect(row, STAGE_READ, EFFECT_BY_HOST);
    samples_effect(row, STAGE_SEARCH, EFFECT_BY_HOST);
    samples_stage(row, STAGE_SEARCH, 500);
    samples_rounds(row, 9, 500);
    return &results->rows[1];
}

static void ranks_by_their_own_clocks(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = add_mpi(&results);
    assert_int_equal(ranks_count(row), 0);
    assert_int_equal(ranks_hosts(row), 1);
    set_ranks(row, "one", "two");
    assert_int_equal(ranks_count(row), 2);
    assert_int_equal(ranks_hosts(row), 2);
    struct rank_figures first = ranks_of(row, 0), second = ranks_of(row, 1);
    assert_string_equal(first.host, "one");
    assert_string_equal(second.host, "two");
    assert_true(first.bytes == 600 && second.bytes == 400);
    assert_true(first.prepare_ns == 70 && second.prepare_ns == 80);
    assert_true(first.search_ns == 300 && second.search_ns == 254); /* of 250 to 258 */
    assert_true(first.stage_ns[STAGE_SEARCH] == 200 && second.stage_ns[STAGE_SEARCH] == 0);
    assert_true(ranks_launch_ns(row) == 5000);
    results_free(&results);
}

/* As many ranks as possible, two on each host: they go round the hosts. */
static void hosts_are_counted_once(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = add_mpi(&results);
    json_t *ranks = json_array();
    for (int i = 0; i < RANKS_MOST; i++) {
        char *host = format_string("host-%d", i % (RANKS_MOST / 2));
        json_array_append_new(ranks, json_pack("{s:s, s:i, s:i, s:i}", "host", host, "bytes", 1,
                                               "prepare_ns", 1, "search_ns", 1));
        free(host);
    }
    assert_true(record_ranks(ranks, &row->samples[0].record));
    json_decref(ranks);
    assert_int_equal(ranks_count(row), RANKS_MOST);
    assert_int_equal(ranks_hosts(row), RANKS_MOST / 2);
    results_free(&results);
}

static void more_hosts_gain_and_more_ranks_do_not(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = add_mpi(&results);
    struct prediction prediction;
    set_ranks(row, "one", "one");
    assert_int_equal(ranks_hosts(row), 1);
    assert_true(ledger_predict(&results, &results.rows[0], row, &prediction));
    assert_true(fabs(prediction.ceiling - 1) < 1e-9 && fabs(prediction.expected - 1) < 1e-9);
    set_ranks(row, "one", "two"); /* nine tenths in half the time */
    assert_true(ledger_predict(&results, &results.rows[0], row, &prediction));
    assert_true(fabs(prediction.ceiling - 1 / 0.55) < 1e-6);
    assert_true(fabs(prediction.expected - 1 / 0.55) < 1e-6);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_by_their_own_clocks),
        cmocka_unit_test(hosts_are_counted_once),
        cmocka_unit_test(more_hosts_gain_and_more_ranks_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
