/* What disturbs a sample, and how those that it was seen in are marked. */
#include "base/strings.h"
#include "common/units.h"
#include "measure/host_watch.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

#define MS UINT64_C(1000000)

/* Two looks a second of two cores apart, in which these were spent, in milliseconds. */
static void between(struct host_look looks[2], uint64_t ours, uint64_t others, uint64_t steal)
{
    looks[0] = (struct host_look){.has_time = true, .swapped_pages = 10};
    looks[1] = looks[0];
    looks[1].time = (struct host_time){.busy_ns = (ours + others) * MS,
                                       .idle_ns = (2000 - ours - others - steal) * MS,
                                       .steal_ns = steal * MS};
    looks[1].ours_ns = ours * MS;
}

static void disturbances(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    struct host_look looks[2];
    const struct {
        uint64_t ours, others, steal;
        const char *disturbed;
    } cases[] = {
        {1000, 0, 0, ""},
        {2000, 0, 0, ""},
        {0, 0, 0, ""},
        {1000, 190, 0, ""},
        {1000, 200, 0, "others 10 %"},
        {1000, 1000, 0, "others 50 %"},
        {1000, 0, 50, ""},
        {960, 0, 60, "steal 6 %"},
        {900, 0, 100, "steal 10 %"},
        {500, 1000, 500, "steal 25 %"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        between(looks, cases[i].ours, cases[i].others, cases[i].steal);
        bool is = host_watch_disturbed(&looks[0], &looks[1], disturbed);
        assert_string_equal(disturbed, cases[i].disturbed);
        assert_int_equal(is, *disturbed != '\0');
    }
    between(looks, 2100, 0, 0); /* ours are exact, the kernel's busy time is in ticks */
    looks[1].time.busy_ns = 2000 * MS;
    assert_false(host_watch_disturbed(&looks[0], &looks[1], disturbed));

    between(looks, 1000, 0, 0);
    looks[1].throttled = 3;
    assert_true(host_watch_disturbed(&looks[0], &looks[1], disturbed));
    assert_string_equal(disturbed, "quota 3 times");
    between(looks, 1000, 0, 0);
    looks[1].swapped_pages += 1000;
    assert_true(host_watch_disturbed(&looks[0], &looks[1], disturbed));
    assert_string_equal(disturbed, "swap 1000 pages");
}

static void short_times_are_not_judged_by_a_tick(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    struct host_look looks[2];
    between(looks, 100, 40, 20); /* of 0.1 s, say: a fifth by others, but four ticks */
    looks[1].time.idle_ns = 40 * MS;
    assert_false(host_watch_disturbed(&looks[0], &looks[1], disturbed));
}

static void nothing_known_is_nothing_wrong(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    const struct host_look look = {.swapped_pages = NAN};
    assert_false(host_watch_disturbed(&look, &look, disturbed));
    assert_string_equal(disturbed, "");
}

/* Samples of 100 ms, one of which took longer, with so many pages each. */
static const char *faulted(uint64_t faults, uint64_t others, uint64_t ns)
{
    static struct sample samples[5];
    memset(samples, 0, sizeof samples);
    for (size_t i = 0; i < 5; i++)
        samples[i] = (struct sample){.major_faults = others, .record = {.search_ns = 100 * MS}};
    samples[2].major_faults = faults;
    samples[2].record.search_ns = ns;
    snprintf(samples[3].disturbed, sizeof samples[3].disturbed, "steal 12 %%");
    snprintf(samples[4].disturbed, sizeof samples[4].disturbed, "faults 50"); /* from before */
    host_watch_mark_faults(samples, 5);
    for (size_t i = 0; i < 5; i++)
        if (i != 2)
            assert_string_equal(samples[i].disturbed, i == 3 ? "steal 12 %" : "");
    return samples[2].disturbed;
}

static void faults_count_by_what_they_cost(void **state)
{
    (void)state;
    assert_string_equal(faulted(20, 0, 100 * MS), "");
    assert_string_equal(faulted(21, 0, 100 * MS), "faults 21");
    assert_string_equal(faulted(21, 0, 10000 * MS), "faults 21"); /* so slow for them, maybe */
    assert_string_equal(faulted(20, 0, MS), "");                  /* and a short one is no worse */
    assert_string_equal(faulted(220, 200, 100 * MS), "");         /* all of them need 200 */
    assert_string_equal(faulted(221, 200, 100 * MS), "faults 221");
    struct sample lone = {.major_faults = 1000, .record = {.search_ns = MS}};
    host_watch_mark_faults(&lone, 1); /* nothing to tell it from what it needs */
    assert_string_equal(lone.disturbed, "");
    for (int more = 0; more < 2; more++) { /* of so short ones, by the number */
        struct sample two[2] = {{.record = {.search_ns = 1}}, {.record = {.search_ns = 1}}};
        two[1].major_faults = HOST_WATCH_FAULTS_LEAST - 1 + (unsigned)more;
        host_watch_mark_faults(two, 2);
        assert_string_equal(two[1].disturbed, more ? "faults 8" : "");
    }
    host_watch_mark_faults(NULL, 0);
}

/* --- the watch, on a fake of a host --- */

static void put_time(const char *root, unsigned busy, unsigned idle, unsigned steal)
{
    char *text = format_string("cpu  %u 0 0 %u 0 0 0 %u 0 0\n", busy, idle, steal);
    roots_put(root, "/proc/stat", text);
    free(text);
}

static void the_watch_marks_what_ended_in_a_stretch(void **state)
{
    (void)state;
    char *root = roots_new();
    struct results results = samples_run(2);
    struct row *row = &results.rows[0];
    roots_put(root, "/sys/devices/system/cpu/online", "0-1\n");
    roots_put(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "800000\n");
    roots_put(root, "/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3000000\n");
    put_time(root, 1000, 1000, 0);
    struct host_watch watch = host_watch_start(root, true);
    host_watch_sample(&watch, row); /* its last sample */
    host_watch_sample(&watch, &results.rows[1]);
    put_time(root, 1000, 1900, 100);
    host_watch_close(&watch);
    assert_string_equal(row->samples[1].disturbed, "steal 100 %");
    assert_string_equal(results.rows[1].samples[1].disturbed, "steal 100 %");
    assert_string_equal(row->samples[0].disturbed, "");

    samples_add(row, 3, 1000000);
    row->samples[2].major_faults = 99;
    host_watch_sample(&watch, row);
    samples_add(row, 4, 1000000);
    host_watch_sample(&watch, row);
    roots_put(root, "/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2000000\n");
    roots_put(root, "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "5\n");
    put_time(root, 1000, 2900, 100);
    host_watch_close(&watch);
    assert_string_equal(row->samples[2].disturbed, "faults 99");
    assert_string_equal(row->samples[3].disturbed, "");
    results.data.bytes = 1000000;
    host_watch_mark_text(&results, 4, 1, 9000);  /* less than 1 % of its time */
    host_watch_mark_text(&results, 4, 2, 30000); /* it was the round's first */
    assert_string_equal(row->samples[3].disturbed, "");
    host_watch_mark_text(&results, 4, 1, 996000);
    host_watch_mark_text(&results, 3, 1, 30000); /* which the faults were of */
    assert_string_equal(row->samples[2].disturbed, "text 3.0 % gone");
    assert_string_equal(row->samples[3].disturbed, "text 100 % gone");

    host_watch_judge(&watch, &results);
    assert_int_equal(results.warning_count, 4);
    assert_has(results.warnings[2].what, "from 2000 to 3000 MHz");
    assert_has(results.warnings[3].what, "heat 5 times");
    results_free(&results);
    roots_drop(root);
}

/* What others did is held against what the stretch would have been without: a sample that they
 * made twice as long does not dilute it. */
static void a_slowed_sample_does_not_escape(void **state)
{
    (void)state;
    for (int slowed = 0; slowed < 2; slowed++) {
        char *root = roots_new();
        struct results results = samples_run(5);
        struct row *row = &results.rows[0];
        for (size_t i = 0; i < 5; i++)
            row->samples[i].wall_ns = 1;
        row->samples[4].wall_ns = slowed ? 3600 * NS_PER_S : 1; /* of all of the stretch */
        put_time(root, 1000, 1000, 0);
        struct host_watch watch = host_watch_start(root, true);
        host_watch_sample(&watch, row);
        put_time(root, 1008, 1092, 0); /* 8 % of a second, under a tenth */
        host_watch_close(&watch);
        assert_int_equal(*row->samples[4].disturbed != 0, slowed);
        free(watch.open);
        results_free(&results);
        roots_drop(root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disturbances),
        cmocka_unit_test(short_times_are_not_judged_by_a_tick),
        cmocka_unit_test(nothing_known_is_nothing_wrong),
        cmocka_unit_test(faults_count_by_what_they_cost),
        cmocka_unit_test(a_slowed_sample_does_not_escape),
        cmocka_unit_test(the_watch_marks_what_ended_in_a_stretch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
