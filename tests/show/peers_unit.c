/* Peers: their counts, their scaled times, what they are compared with, and their part of a results
 * file. */
#include "base/strings.h"
#include "figures/document.h"
#include "figures/ladder.h"
#include "measure/counting.h"
#include "measure/peers.h"
#include "show/captions.h"
#include "show/side_tables.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void counts(void **state)
{
    (void)state;
    static const struct {
        const char *output;
        uint64_t count;
    } good[] = {
        {"0", 0}, {"12\n", 12}, {"  \t12 \r\n\n", 12}, {"9223372036854775807\n", INT64_MAX}};
    static const char *const bad[] = {"",
                                      " \n",
                                      "-1\n",
                                      "+1\n",
                                      "1.5\n",
                                      "1e3\n",
                                      "12 text.txt\n",
                                      "text.txt:12\n",
                                      "1\n2\n",
                                      "0x10\n",
                                      "1,000\n",
                                      "9223372036854775808\n",
                                      "18446744073709551617\n",
                                      "1111111111111111111111111111111111111111\n"};
    uint64_t count;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(counting_parse(good[i].output, strlen(good[i].output), &count));
        assert_true(count == good[i].count);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (counting_parse(bad[i], strlen(bad[i]), &count))
            fail_msg("a number: %s", bad[i]);
    assert_false(counting_parse("1\0002", 3, &count));
}

static void times_are_scaled_beyond_the_start_up(void **state)
{
    (void)state;
    struct peer peer = {.bytes = 50, .start_ns = 100};
    assert_int_equal(peer_whole_ns(&peer, 1000, 300), 100 + 20 * 200);
    assert_int_equal(peer_whole_ns(&peer, 1000, 100), 100);
    assert_int_equal(peer_whole_ns(&peer, 1000, 99), 99); /* by chance it took less */
    peer.start_ns = 0;
    assert_int_equal(peer_whole_ns(&peer, 1000, 300), 6000);
    assert_int_equal(peer_whole_ns(&peer, 50, 300), 300); /* all of the text: as it is */
    peer.bytes = 0;
    assert_int_equal(peer_whole_ns(&peer, 0, 300), 300);
}

static void of_absent_ones_nothing_is_said(void **state)
{
    (void)state;
    struct results results = samples_results();
    results.peers = calloc(1, sizeof results.peers[0]);
    assert_non_null(results.peers);
    results.peer_count = 1;
    results.peers[0].row.is.name = copy_string("absent");
    row_fail(&results.peers[0].row, STATUS_SKIPPED, "absent is not installed");
    assert_null(figured_text(captions_peers, &results));
    results_free(&results);
}

/* A run of baseline (1000 ns), threads (400 ns on 4 threads) and, in eight rounds, two peers: quick
 * on all of the text, slow on a tenth of it. */
static struct results with_peers(void)
{
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "baseline", NULL), 8, 1000);
    struct row *threads = samples_row(&results, "threads", "baseline");
    samples_effect(threads, STAGE_SEARCH, EFFECT_SHARED);
    samples_rounds(threads, 9, 395); /* and 5 more in the whole process */
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = copy_string("threads");
    samples_rounds(control, 9, 100);
    struct row *failed = samples_row(&results, "wrong", "baseline");
    samples_rounds(failed, 7, 1);
    row_fail(failed, STATUS_MISMATCH, "counted too much");

    results.peers = calloc(3, sizeof results.peers[0]);
    assert_non_null(results.peers);
    results.peer_count = 3;
    struct peer *quick = &results.peers[0], *slow = &results.peers[1], *absent = &results.peers[2];
    *quick = (struct peer){.row.is.name = copy_string("quick"),
                           .command = copy_string("quick '|' {data}"),
                           .version = copy_string("quick 1.0"),
                           .row.matches = 12,
                           .bytes = 1000};
    *slow = (struct peer){.row.is.name = copy_string("slow"),
                          .command = copy_string("slow {data}"),
                          .lines = true,
                          .row.matches = 1,
                          .bytes = 100,
                          .start_ns = 50};
    for (unsigned round = 1; round <= 8; round++) {
        samples_add(&quick->row, round, 2010);
        samples_add(&slow->row, round, 5);
        quick->row.samples[round - 1].wall_ns = 2010;
        struct sample *sample = &slow->row.samples[round - 1];
        sample->wall_ns = 1050 + round;
        sample->record.search_ns = peer_whole_ns(slow, 1000, sample->wall_ns);
    }
    *absent =
        (struct peer){.row.is.name = copy_string("absent"), .command = copy_string("a {data}")};
    row_fail(&absent->row, STATUS_SKIPPED, "absent is not installed");
    return results;
}

static void compared_by_whole_processes(void **state)
{
    (void)state;
    struct results results = with_peers();
    const struct row *fastest = ladder_fastest_process(&results, false);
    const struct row *alone = ladder_fastest_process(&results, true);
    assert_ptr_equal(fastest, results_find(&results, "threads")); /* neither control nor failure */
    assert_ptr_equal(alone, results_find(&results, "baseline"));
    struct speedup speedup = ladder_wall_speedup(&results.peers[0].row, fastest, STATS_CONFIDENCE);
    assert_near(speedup.ratio, 2010.0 / 400);
    assert_int_equal(speedup.rounds, 8);
    assert_true(speedup.has_interval);
    speedup = ladder_wall_speedup(&results.peers[0].row, alone, STATS_CONFIDENCE);
    assert_near(speedup.ratio, 2010.0 / 1005);
    speedup = ladder_wall_speedup(&results.peers[1].row, fastest, STATS_CONFIDENCE);
    assert_near(speedup.interval.low, (50 + 10 * 1001) / 400.0);
    assert_near(speedup.interval.high, (50 + 10 * 1008) / 400.0);

    /* What has a stage on the GPU is not one core's work. */
    samples_stage(&results.rows[0], STAGE_KERNEL, 10);
    assert_null(ladder_fastest_process(&results, true));
    results_free(&results);
}

static void the_table(void **state)
{
    (void)state;
    struct results results = with_peers();
    char *text = figured_table(side_tables_peers, &results);
    assert_has(text, "| quick | 0.000002010 | 0.000002010–0.000002010 |  | 8 | 0.498 | 5.03× | "
                     "5.03–5.03 | 2.00× | 2.00–2.00 | 12 ✓ | quick '\\|' {data} |");
    assert_has(text, "| slow | 0.00001010 | 0.00001006–0.00001013 | scaled from 10 % | 8 | ");
    assert_has(text, "| 1 ✓ | slow {data} |");
    assert_has(text, "| absent | skipped: absent is not installed |");
    free(text);
    results_free(&results);
}

static const char path[] = "peers_unit.json";

static void written_and_read_back(void **state)
{
    (void)state;
    struct results results = with_peers(), read;
    char why[400];
    assert_true(results_write(document_of_run(&results), path, why, sizeof why));
    assert_true(results_read(path, &read, why, sizeof why));
    assert_int_equal(read.peer_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct peer *one = &results.peers[i], *other = &read.peers[i];
        assert_string_equal(one->row.is.name, other->row.is.name);
        assert_string_equal(one->command, other->command);
        assert_int_equal(!one->version, !other->version);
        assert_int_equal(one->lines, other->lines);
        assert_true(one->bytes == other->bytes && one->start_ns == other->start_ns);
        assert_int_equal(one->row.status, other->row.status);
        assert_true(one->row.matches == other->row.matches);
        assert_int_equal(one->row.sample_count, other->row.sample_count);
        for (size_t j = 0; j < one->row.sample_count; j++)
            assert_memory_equal(&one->row.samples[j], &other->row.samples[j],
                                sizeof one->row.samples[j]);
    }
    assert_string_equal(read.peers[2].row.reason, "absent is not installed");
    char *table = figured_table(side_tables_peers, &results),
         *again = figured_table(side_tables_peers, &read);
    assert_string_equal(table, again);
    free(table);
    free(again);

    /* As others read it. */
    json_t *root = json_load_file(path, 0, NULL), *peers = json_object_get(root, "peers");
    const char *name, *command, *prints, *status, *fastest, *alone;
    json_t *version, *reason, *samples;
    int matches, bytes, start, round, position, whole, wall, user, system, faults, outlier;
    double median, low, high, by, by_low, by_high, by_alone;
    assert_int_equal(json_unpack(json_array_get(peers, 1),
                                 "{s:s, s:s, s:o, s:s, s:s, s:o, s:i, s:i, s:i, s:F, s:[FF!],"
                                 " s:{s:s, s:F, s:[FF!] !}, s:{s:s, s:F, s:o !}, s:o !}",
                                 "name", &name, "command", &command, "version", &version, "prints",
                                 &prints, "status", &status, "reason", &reason, "matches", &matches,
                                 "bytes", &bytes, "start_ns", &start, "median_ns", &median, "ci_ns",
                                 &low, &high, "fastest", "name", &fastest, "measured", &by, "ci",
                                 &by_low, &by_high, "fastest_one_core", "name", &alone, "measured",
                                 &by_alone, "ci", &reason, "samples", &samples),
                     0);
    assert_true(json_is_null(version) && matches == 1 && bytes == 100 && start == 50);
    assert_string_equal(prints, "lines");
    assert_string_equal(fastest, "threads");
    assert_string_equal(alone, "baseline");
    assert_near(median, 50 + 10 * 1004.5);
    assert_near(by, median / 400);
    assert_int_equal(json_unpack(json_array_get(samples, 5),
                                 "{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:b !}", "round", &round,
                                 "position", &position, "whole_ns", &whole, "wall_ns", &wall,
                                 "user_ns", &user, "sys_ns", &system, "major_faults", &faults,
                                 "outlier", &outlier),
                     0);
    assert_true(round == 6 && wall == 1056 && whole == 50 + 10 * 1006);
    json_decref(root);
    results_free(&read);
    results_free(&results);
    unlink(path);
}

/* Files from before there were peers have no such key; what is there is not taken on trust. */
static void older_and_damaged_files(void **state)
{
    (void)state;
    struct results results = with_peers();
    char why[400];
    assert_true(results_write(document_of_run(&results), path, why, sizeof why));
    json_t *root = json_load_file(path, 0, NULL), *peers = json_object_get(root, "peers");
    json_t *peer = json_array_get(peers, 0);
    json_t *sample = json_array_get(json_object_get(peer, "samples"), 0);
    static const char *const keys[] = {"name",   "command", "version", "prints",   "status",
                                       "reason", "matches", "bytes",   "start_ns", "samples"};
    static const char *const sample_keys[] = {"round", "position", "whole_ns", "wall_ns", "sys_ns"};
    assert_true(samples_reads(root, path));
    for (size_t i = 0;
         i < sizeof keys / sizeof keys[0] + sizeof sample_keys / sizeof sample_keys[0]; i++) {
        bool outer = i < sizeof keys / sizeof keys[0];
        json_t *object = outer ? peer : sample;
        const char *key = outer ? keys[i] : sample_keys[i - sizeof keys / sizeof keys[0]];
        json_t *kept = json_incref(json_object_get(object, key));
        json_object_set_new(object, key, json_integer(-1));
        assert_false(samples_reads(root, path));
        json_object_del(object, key);
        assert_false(samples_reads(root, path));
        json_object_set_new(object, key, kept);
    }
    json_object_set_new(sample, "whole_ns", json_integer(0));
    assert_false(samples_reads(root, path));
    json_object_set_new(root, "peers", json_object());
    assert_false(samples_reads(root, path));
    json_object_del(root, "peers");
    assert_true(samples_reads(root, path));
    json_decref(root);
    results_free(&results);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts),
        cmocka_unit_test(times_are_scaled_beyond_the_start_up),
        cmocka_unit_test(of_absent_ones_nothing_is_said),
        cmocka_unit_test(compared_by_whole_processes),
        cmocka_unit_test(the_table),
        cmocka_unit_test(written_and_read_back),
        cmocka_unit_test(older_and_damaged_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
