/* What the stage clock itself takes, and delays, on a simulated clock whose cost is known. */
#include "tests/support/simulated_clock.h"
#include "variants/stages.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define LINES UINT64_C(1000)

enum {
    SWITCH_NS = 10,
    FEW_NS = 4 * SWITCH_NS, /* around a run: the clock is read at its start and its end */
};

/* Lines that are read in 70 ns and searched in 300, by the way compiled for in 5; the rest of the
 * loop takes 20. */
static void search_lines(void)
{
    for (uint64_t i = 0; i < LINES; i++) {
        enum stage outer = stage_enter(STAGE_READ);
        simulated_spend(70);
        stage_leave(outer);
        simulated_spend(20);
        outer = stage_enter(STAGE_SEARCH);
        simulated_spend(200);
        enum stage search = stage_enter(STAGE_COMPILE);
        simulated_spend(5);
        stage_leave(search);
        simulated_spend(100);
        stage_leave(outer);
    }
}
#define SWITCHES (6 * LINES)
#define SEARCH_NS ((70 + 20 + 300 + 5) * LINES)

static struct stage_run run_lines(void)
{
    stages_start();
    search_lines();
    return stages_stop();
}

static void expect_about(uint64_t ns, uint64_t expected)
{
    uint64_t off = FEW_NS + expected / 500;
    assert_in_range(ns, expected - (expected < off ? expected : off), expected + off);
}

static uint64_t sum_of(const struct stage_times *times)
{
    uint64_t sum = times->clock;
    for (int i = 0; i < STAGE_COUNT; i++)
        sum += times->spent[i];
    return sum;
}

static void expect_lines(const struct stage_run *run, uint64_t switch_ns)
{
    struct stage_times times = stages_times(run);
    expect_about(times.spent[STAGE_READ], 70 * LINES);
    expect_about(times.spent[STAGE_SEARCH], 300 * LINES);
    expect_about(times.spent[STAGE_COMPILE], 5 * LINES);
    expect_about(times.spent[STAGE_OTHER], 20 * LINES);
    expect_about(times.clock, switch_ns * SWITCHES);
    assert_int_equal(sum_of(&times), run->ns);
}

static int enable(void **state)
{
    (void)state;
    simulated_reading_takes(SWITCH_NS);
    stages_enable();
    stages_delay(STAGE_OTHER, 0);
    return 0;
}

static void test_its_cost_is_taken_out(void **state)
{
    (void)state;
    struct stage_run run = run_lines();
    expect_lines(&run, SWITCH_NS);
    assert_true(stages_most_clock(&run) > 0.12 && stages_most_clock(&run) < 0.14);
}

/* The machine does other things while the clock's cost is measured. */
static void test_interrupts(void **state)
{
    (void)state;
    simulated_interrupts(10000, 50000);
    stages_enable();
    simulated_interrupts(0, 0);
    struct stage_run run = run_lines();
    expect_lines(&run, SWITCH_NS);
}

/* Among other work a switch takes less than in a loop of its own. */
static void test_a_cost_that_is_hidden(void **state)
{
    (void)state;
    simulated_reading_takes(4);
    struct stage_run run = run_lines();
    struct stage_times times = stages_times(&run);
    assert_int_equal(sum_of(&times), run.ns);
    assert_int_equal(times.spent[STAGE_COMPILE], 0); /* and not below */

    stages_calibrate(&run, SEARCH_NS + 4 * SWITCHES, SEARCH_NS);
    expect_lines(&run, 4);
    stages_calibrate(&run, SEARCH_NS, SEARCH_NS + 100); /* it cannot speed up the search */
    times = stages_times(&run);
    assert_int_equal(times.clock, 0);

    simulated_reading_takes(SWITCH_NS);
    run = run_lines();
    stages_calibrate(&run, 2 * SEARCH_NS, SEARCH_NS); /* nor take longer than it can */
    expect_lines(&run, SWITCH_NS);
}

static void *search_elsewhere(void *unused)
{
    search_lines();
    return unused;
}

static struct stage_run run_threads(int threads)
{
    stages_start();
    enum stage outer = stage_enter(STAGE_WAIT);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, search_elsewhere, NULL), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    stage_leave(outer);
    return stages_stop();
}

/* The time that is waited for others is shared out without the part that their clocks took. */
static void test_threads(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        struct stage_run run = run_threads(threads);
        struct stage_times times = stages_times(&run);
        uint64_t waited = (uint64_t)threads * (SEARCH_NS + SWITCH_NS * SWITCHES);
        uint64_t busy = (70 + 300 + 5) * LINES + SWITCH_NS * SWITCHES;
        expect_about(times.spent[STAGE_READ], waited * 70 * LINES / busy);
        expect_about(times.spent[STAGE_SEARCH], waited * 300 * LINES / busy);
        expect_about(times.spent[STAGE_COMPILE], waited * 5 * LINES / busy);
        expect_about(times.clock, waited * SWITCH_NS * SWITCHES / busy);
        assert_int_equal(sum_of(&times), run.ns);

        stages_calibrate(&run, run.ns, run.ns); /* which says nothing here */
        struct stage_times same = stages_times(&run);
        assert_memory_equal(&same, &times, sizeof same);
    }
}

/* As threads, worker processes, which hand their clocks back. */
static void test_processes(void **state)
{
    (void)state;
    struct stage_run here = run_lines();
    struct stage_ticks ticks = here.own;
    stages_start();
    enum stage outer = stage_enter(STAGE_WAIT);
    simulated_spend(1000000);
    stages_add_worker(&ticks);
    stages_add_worker(&ticks);
    stage_leave(outer);
    struct stage_run run = stages_stop();
    struct stage_times times = stages_times(&run);
    double busy = (70 + 300 + 5) * LINES + SWITCH_NS * SWITCHES;
    expect_about(times.spent[STAGE_SEARCH], (uint64_t)(1e6 * 300 * LINES / busy));
    expect_about(times.clock, (uint64_t)(1e6 * SWITCH_NS * SWITCHES / busy));
    assert_int_equal(sum_of(&times), run.ns);
}

/* --- delays --- */

/* A stage is longer by its part, the others are as long as they were, however short the stays. */
static void test_delays(void **state)
{
    (void)state;
    static const double fractions[] = {0, 0.25, 0.5, 3};
    static const struct {
        enum stage stage;
        uint64_t ns;
    } stages[] = {{STAGE_READ, 70}, {STAGE_SEARCH, 300}, {STAGE_COMPILE, 5}, {STAGE_OTHER, 20}};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            stages_delay(stages[i].stage, fractions[j]);
            struct stage_run run = run_lines();
            struct stage_times times = stages_times(&run);
            for (size_t k = 0; k < 4; k++) {
                double longer = k == i ? 1 + fractions[j] : 1;
                expect_about(times.spent[stages[k].stage],
                             (uint64_t)((double)stages[k].ns * LINES * longer));
            }
            expect_about(times.clock, SWITCH_NS * SWITCHES);
            assert_int_equal(sum_of(&times), run.ns);
        }
}

/* In every thread, but in STAGE_OTHER, where the others have nothing to do. */
static void test_delays_in_threads(void **state)
{
    (void)state;
    struct stage_run run = run_threads(2);
    const uint64_t before_ns = run.ns;
    stages_delay(STAGE_SEARCH, 0.5);
    run = run_threads(2);
    expect_about(run.ns, before_ns + 300 * LINES);
    stages_delay(STAGE_OTHER, 0.5);
    run = run_threads(2);
    expect_about(run.ns, before_ns);
}

/* A device's stages are its own to delay: the thread only gives it work, or waits. */
static void test_delays_of_devices(void **state)
{
    (void)state;
    static const enum stage stages[] = {STAGE_UPLOAD, STAGE_KERNEL, STAGE_DOWNLOAD};
    for (size_t i = 0; i < 3; i++) {
        stages_delay(stages[i], 0.5);
        assert_true(stage_delay(stages[i]) == 0.5);
        assert_true(stage_delay(STAGE_READ) == 0);
        stages_start();
        enum stage outer = stage_enter(stages[i]);
        simulated_spend(1000);
        stage_leave(outer);
        struct stage_run run = stages_stop();
        struct stage_times times = stages_times(&run);
        expect_about(times.spent[stages[i]], 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_its_cost_is_taken_out, enable),
        cmocka_unit_test_setup(test_interrupts, enable),
        cmocka_unit_test_setup(test_a_cost_that_is_hidden, enable),
        cmocka_unit_test_setup(test_threads, enable),
        cmocka_unit_test_setup(test_processes, enable),
        cmocka_unit_test_setup(test_delays, enable),
        cmocka_unit_test_setup(test_delays_in_threads, enable),
        cmocka_unit_test_setup(test_delays_of_devices, enable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
