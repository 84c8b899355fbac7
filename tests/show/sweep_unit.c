/* The thread sweep: who takes part, what follows from the times, and its part of a results file. */
#include "base/strings.h"
#include "figures/document.h"
#include "figures/sweep.h"
#include "measure/lineup.h"
#include "show/side_tables.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void karp_and_flatt(void **state)
{
    (void)state;
    assert_true(isnan(sweep_serial_fraction(1, 1)));
    assert_true(isnan(sweep_serial_fraction(NAN, 4)));
    assert_near(sweep_serial_fraction(1, 4), 1);     /* nothing gained: all is serial */
    assert_near(1 + sweep_serial_fraction(4, 4), 1); /* all gained: nothing is */
    assert_near(sweep_serial_fraction(4.0 / 3, 2), 0.5);
    assert_near(sweep_serial_fraction(2.5, 4), 0.2);
    assert_true(sweep_serial_fraction(5, 4) < 0); /* more than there are threads */
    assert_true(sweep_serial_fraction(0.5, 2) > 1);
    /* What Amdahl's law makes of a serial fraction comes back, whatever the threads. */
    for (int threads = 2; threads <= 1024; threads *= 2)
        assert_near(sweep_serial_fraction(ledger_amdahl(0.9, threads), threads), 0.1);
    assert_near(sweep_serial_fraction(1.2, 1.5), 0.5); /* a core and a half */
    assert_true(isnan(sweep_serial_fraction(1, 0.5)));
}

/* Of 4 threads: openmp at 400 ns, processes without a speed, and one that runs on one thread. */
static struct results swept(void)
{
    struct results results = samples_results();
    json_object_set_new(results.machine, "cores", json_integer(4));
    samples_rounds(samples_row(&results, "baseline", NULL), 7, 1600);
    struct row *openmp = samples_row(&results, "openmp", "baseline");
    samples_effect(openmp, STAGE_SEARCH, EFFECT_SHARED);
    samples_rounds(openmp, 7, 400);
    struct row *processes = samples_row(&results, "processes", "baseline");
    samples_effect(processes, STAGE_SEARCH, EFFECT_SHARED);
    struct row *control = samples_row(&results, "A/A", NULL);
    samples_effect(control, STAGE_SEARCH, EFFECT_SHARED);
    control->is.copy_of = copy_string("openmp");
    struct schedule schedule = {0};
    schedule_open(&schedule, &results);
    schedule.jobs[1].cost_ns = 400;
    lineup_add_sweep(&results, &schedule, (const int[]){1, 2, 4}, 3);
    assert_int_equal(schedule.count, 8);
    assert_true(schedule.jobs[4].cost_ns >= 400); /* one thread is no faster than four */
    schedule_free(&schedule);
    return results;
}

static void who_takes_part(void **state)
{
    (void)state;
    struct results results = swept();
    static const struct {
        const char *name;
        int threads;
    } points[] = {{"openmp", 1},    {"openmp", 2},    {"openmp", 4},
                  {"processes", 1}, {"processes", 2}, {"processes", 4}};
    for (size_t i = 0; i < 6; i++) {
        const struct row *point = sweep_point(&results, i);
        assert_non_null(point);
        assert_string_equal(point->is.name, points[i].name);
        assert_int_equal(ladder_threads(&results, point), points[i].threads);
    }
    assert_null(sweep_point(&results, 6));
    assert_ptr_equal(sweep_point(&results, 2), results_find(&results, "openmp"));
    assert_int_equal(results.sweep_count, 4); /* the largest count is the ladder's own */
    assert_int_equal(results_entry_count(&results), 8);
    assert_ptr_equal(results_entry(&results, 4), &results.sweep[0]);
    assert_null(results_entry_peer(&results, 7));
    results_free(&results);
}

/* openmp: 1000 ns, 500 ns in the seven rounds of its ladder row and one more; 4 threads, 400 ns. */
static void add_times(struct results *results)
{
    samples_rounds(&results->sweep[0], 7, 1000);
    samples_rounds(&results->sweep[1], 8, 500);
    row_fail(&results->sweep[2], STATUS_TIMEOUT, "no answer");
}

static struct scaling scaling_of(const struct results *results, size_t point)
{
    struct figures figures = figures_of(results);
    struct scaling scaling = figures.points[point].scaling;
    figures_free(&figures);
    return scaling;
}

static void what_follows(void **state)
{
    (void)state;
    struct results results = swept();
    add_times(&results);
    struct scaling one = scaling_of(&results, 0), two = scaling_of(&results, 1),
                   four = scaling_of(&results, 2), without = scaling_of(&results, 4);
    assert_true(one.threads == 1 && two.threads == 2 && four.threads == 4);
    assert_near(one.speedup.ratio, 1);
    assert_true(isnan(one.serial_fraction));
    assert_near(two.speedup.ratio, 2);
    assert_int_equal(two.speedup.rounds, 7);
    assert_near(two.efficiency, 1);
    assert_near(1 + two.serial_fraction, 1);
    assert_near(four.speedup.ratio, 2.5);
    assert_near(four.efficiency, 0.625);
    assert_near(four.serial_fraction, 0.2);
    assert_true(isnan(without.speedup.ratio) && isnan(without.efficiency));
    results_free(&results);
}

/* The serial fraction falls as the speed-up rises: the ends of its interval change places. */
static void the_serial_fraction_has_an_interval(void **state)
{
    (void)state;
    struct results results = swept();
    add_times(&results);
    results.rows[1].samples[3].record.search_ns = 500; /* 2x in one of the rounds */
    struct scaling four = scaling_of(&results, 2);
    assert_true(four.has_interval);
    assert_near(four.interval.low, 0.2);
    assert_near(four.interval.high, sweep_serial_fraction(2, 4));
    assert_false(scaling_of(&results, 0).has_interval);
    results.rows[1].sample_count = 6; /* too few of 7 */
    assert_false(scaling_of(&results, 2).has_interval);
    assert_near(scaling_of(&results, 2).serial_fraction, 0.2);
    results_free(&results);
}

/* Threads that had no core of their own are none. */
static void cores_bound_threads(void **state)
{
    (void)state;
    struct results results = swept();
    add_times(&results);
    json_object_set_new(results.machine, "cores", json_integer(3));
    struct scaling four = scaling_of(&results, 2);
    assert_int_equal(four.threads, 4);
    assert_near(four.cores, 3);
    assert_near(four.efficiency, 2.5 / 3);
    assert_near(four.serial_fraction, sweep_serial_fraction(2.5, 3));
    json_object_set_new(results.machine, "quota_cores", json_real(2.75));
    assert_near(scaling_of(&results, 2).cores, 2.75);
    assert_near(scaling_of(&results, 1).cores, 2);
    json_object_set_new(results.machine, "quota_cores", json_real(0.5)); /* nothing to scale to */
    assert_true(isnan(scaling_of(&results, 2).serial_fraction));
    json_object_set_new(results.machine, "quota_cores", json_null());
    json_object_set_new(results.machine, "cores", json_string("many"));
    assert_near(scaling_of(&results, 2).cores, 4);
    results_free(&results);
}

static void the_table_and_the_file(void **state)
{
    (void)state;
    static const char path[] = "sweep_unit.json";
    struct results results = swept(), read;
    char why[400];
    add_times(&results);
    char *table = figured_table(side_tables_sweep, &results);
    assert_has(table, "| openmp | 1 | 0.000001000 | 0.000001000–0.000001000 | 7 |  |  |  |  |  |");
    assert_has(table, "| openmp | 4 | 0.000000400 | 0.000000400–0.000000400 | 7 | 2.50× | "
                      "2.50–2.50 | 62 % | 20.0 % | 20.0–20.0 % |");
    assert_has(table, "| processes | 1 | timeout: no answer |");
    assert_has(table, "| processes | 2 | not measured |");

    assert_true(results_write(document_of_run(&results), path, why, sizeof why));
    assert_true(results_read(path, &read, why, sizeof why));
    assert_int_equal(read.sweep_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct row *one = &results.sweep[i], *other = &read.sweep[i];
        assert_string_equal(one->is.name, other->is.name);
        assert_int_equal(one->is.threads, other->is.threads);
        assert_int_equal(one->status, other->status);
        assert_int_equal(one->sample_count, other->sample_count);
    }
    char *again = figured_table(side_tables_sweep, &read);
    assert_string_equal(table, again);

    json_t *root = json_load_file(path, 0, NULL), *sweep = json_object_get(root, "sweep");
    const char *name;
    int threads;
    double speedup, low, high, efficiency, fraction, least, most;
    assert_int_equal(json_array_size(sweep), 6);
    assert_int_equal(json_unpack(json_array_get(sweep, 2),
                                 "{s:s, s:i, s:F, s:[FF!], s:F, s:F, s:[FF!], s:n !}", "name",
                                 &name, "threads", &threads, "speedup", &speedup, "speedup_ci",
                                 &low, &high, "efficiency", &efficiency, "serial_fraction",
                                 &fraction, "serial_fraction_ci", &least, &most, "samples"),
                     0);
    assert_true(threads == 4 && strcmp(name, "openmp") == 0);
    assert_near(speedup, 2.5);
    assert_near(low, 2.5);
    assert_near(high, 2.5);
    assert_near(efficiency, 0.625);
    assert_near(fraction, 0.2);
    assert_near(least, 0.2);
    assert_near(most, 0.2);
    json_object_set_new(json_array_get(sweep, 0), "threads", json_integer(0));
    assert_int_equal(json_dump_file(root, path, 0), 0);
    results_free(&read);
    assert_false(results_read(path, &read, why, sizeof why));
    json_object_set_new(root, "sweep", json_null());
    assert_int_equal(json_dump_file(root, path, 0), 0);
    assert_false(results_read(path, &read, why, sizeof why));
    json_object_del(root, "sweep"); /* as files are from before there was one */
    assert_int_equal(json_dump_file(root, path, 0), 0);
    assert_true(results_read(path, &read, why, sizeof why));
    assert_null(sweep_point(&read, 0));
    json_decref(root);
    free(table);
    free(again);
    results_free(&read);
    results_free(&results);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(karp_and_flatt),
        cmocka_unit_test(who_takes_part),
        cmocka_unit_test(what_follows),
        cmocka_unit_test(the_serial_fraction_has_an_interval),
        cmocka_unit_test(cores_bound_threads),
        cmocka_unit_test(the_table_and_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
