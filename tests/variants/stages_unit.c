/* The stage clock. How long anything takes is up to the machine: these hold whatever it takes. What
 * the clock itself takes is clock_unit's. */
#include "variants/stages.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum {
    THREADS = 4
};

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t spin(uint64_t ns)
{
    const uint64_t start = now_ns();
    uint64_t spent;
    do
        spent = now_ns() - start;
    while (spent < ns);
    return spent;
}

/* A run, with the clock read outside and inside of stages_start() and stages_stop(). */
struct run {
    uint64_t outside_ns, inside_ns;
    struct stage_times times;
};

static struct run start_run(void)
{
    struct run run = {.outside_ns = now_ns()};
    stages_start();
    run.inside_ns = now_ns();
    return run;
}

/* However the time was spent, the stages add up to it. */
static void stop_run(struct run *run)
{
    uint64_t sum;
    run->inside_ns = now_ns() - run->inside_ns;
    const struct stage_run stopped = stages_stop();
    run->outside_ns = now_ns() - run->outside_ns;
    run->times = stages_times(&stopped);
    sum = run->times.clock;
    for (int i = 0; i < STAGE_COUNT; i++)
        sum += run->times.spent[i];
    assert_true(sum >= run->inside_ns && sum <= run->outside_ns);
    assert_true(run->times.spent[STAGE_WAIT] == 0);
}

static void expect_none_but(const uint64_t *spent, unsigned set)
{
    for (int i = 0; i < STAGE_COUNT; i++)
        if (!(set & STAGE_BIT(i)))
            assert_true(spent[i] == 0);
}

/* A hundredth off is let pass: the stage clock and this one need not run at quite the same speed.
 * More than was spent is never wrong, since the machine may do other things in between. */
static void expect_at_least(uint64_t charged, uint64_t spent)
{
    assert_true(charged >= spent - spent / 100);
}

/* First of all tests: later ones switch the clock on for good. */
static void test_off(void **state)
{
    (void)state;
    assert_false(stages_on);
    assert_int_equal(stage_enter(STAGE_READ), STAGE_OTHER);
    assert_int_equal(stage_enter(STAGE_SEARCH), STAGE_OTHER);
    spin(100000);
    stage_leave(STAGE_OTHER);
    assert_false(stages_on);

    stages_enable();
    assert_true(stages_on);
    struct stage_ticks taken = stages_take();
    expect_none_but(taken.spent, 0);
    struct run run = start_run();
    stop_run(&run);
    expect_none_but(run.times.spent, STAGE_BIT(STAGE_OTHER));
}

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i < STAGE_COUNT; i++) {
        assert_non_null(stage_name((enum stage)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(stage_name((enum stage)i), stage_name((enum stage)j));
    }
    assert_string_equal(stage_name(STAGE_OTHER), "other");
    assert_null(stage_name(STAGE_WAIT));
}

/* An inner stage takes its time out of the outer one's, and gives back what was left. */
static void test_nested(void **state)
{
    (void)state;
    struct run run = start_run();
    enum stage other = stage_enter(STAGE_READ);
    assert_int_equal(other, STAGE_OTHER);
    uint64_t read_ns = spin(200000);
    enum stage read = stage_enter(STAGE_SEARCH);
    assert_int_equal(read, STAGE_READ);
    uint64_t search_ns = spin(400000);
    enum stage search = stage_enter(STAGE_COMPILE);
    assert_int_equal(search, STAGE_SEARCH);
    uint64_t compile_ns = spin(300000);
    stage_leave(search);
    search_ns += spin(100000);
    stage_leave(read);
    read_ns += spin(100000);
    stage_leave(other);
    spin(200000);
    stop_run(&run);

    /* None has less than was spent inside it, and the sum is that of stop_run(). */
    expect_none_but(run.times.spent, STAGE_BIT(STAGE_OTHER) | STAGE_BIT(STAGE_READ) |
                                         STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_COMPILE));
    expect_at_least(run.times.spent[STAGE_READ], read_ns);
    expect_at_least(run.times.spent[STAGE_SEARCH], search_ns);
    expect_at_least(run.times.spent[STAGE_COMPILE], compile_ns);
}

static void test_left_open(void **state)
{
    (void)state;
    struct run run = start_run();
    stage_enter(STAGE_LOWER);
    uint64_t spent = spin(100000);
    stop_run(&run);
    expect_at_least(run.times.spent[STAGE_LOWER], spent);

    /* The next run starts in none. */
    run = start_run();
    spin(100000);
    stop_run(&run);
    expect_none_but(run.times.spent, STAGE_BIT(STAGE_OTHER));
}

/* Waiting is charged to what the workers did, in proportion, however much or little that was. */
static void test_waiting_for_workers(void **state)
{
    (void)state;
    struct stage_ticks worker = {{0}, {0}};
    worker.spent[STAGE_SEARCH] = 2000;
    worker.spent[STAGE_LOWER] = 1000;
    worker.spent[STAGE_OTHER] = 123456; /* idle, or handing back: nothing that was waited for */
    worker.spent[STAGE_WAIT] = 123456;

    struct run run = start_run();
    enum stage outer = stage_enter(STAGE_WAIT);
    uint64_t waited = spin(300000);
    stages_add_worker(&worker);
    worker.spent[STAGE_SEARCH] = 1000;
    worker.spent[STAGE_LOWER] = 0;
    stages_add_worker(&worker);
    stage_leave(outer);
    stop_run(&run);

    const uint64_t *spent = run.times.spent;
    expect_none_but(run.times.spent,
                    STAGE_BIT(STAGE_OTHER) | STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_LOWER));
    expect_at_least(spent[STAGE_SEARCH] + spent[STAGE_LOWER] + 2, waited); /* 2: rounded down */
    assert_in_range(spent[STAGE_SEARCH], 3 * spent[STAGE_LOWER], 3 * spent[STAGE_LOWER] + 3);

    /* The next run knows nothing of these workers: what it waits for is nobody's. */
    run = start_run();
    outer = stage_enter(STAGE_WAIT);
    spin(100000);
    stage_leave(outer);
    stop_run(&run);
    expect_none_but(run.times.spent, STAGE_BIT(STAGE_OTHER));
}

static void test_work_and_waiting(void **state)
{
    (void)state;
    struct stage_ticks worker = {{0}, {0}};
    worker.spent[STAGE_SEARCH] = 1;
    struct run run = start_run();
    enum stage outer = stage_enter(STAGE_SEARCH);
    uint64_t spent = spin(200000);
    stage_enter(STAGE_WAIT);
    spent += spin(200000);
    stages_add_worker(&worker);
    stage_leave(outer);
    stop_run(&run);
    expect_at_least(run.times.spent[STAGE_SEARCH], spent);
}

/* What a worker process hands back, it hands back once. */
static void test_take(void **state)
{
    (void)state;
    stages_start();
    enum stage outer = stage_enter(STAGE_READ);
    spin(100000);
    stage_leave(outer);
    struct stage_ticks taken = stages_take();
    assert_true(taken.spent[STAGE_READ] > 0);
    expect_none_but(taken.spent, STAGE_BIT(STAGE_OTHER) | STAGE_BIT(STAGE_READ));
    taken = stages_take();
    expect_none_but(taken.spent, 0);
}

static void *work(void *is_searching)
{
    enum stage outer = stage_enter(*(const bool *)is_searching ? STAGE_SEARCH : STAGE_LOWER);
    spin(200000);
    stage_leave(outer);
    return NULL;
}

/* Threads count after they have ended, in their own run and in no other. */
static void test_threads(void **state)
{
    (void)state;
    static bool is_searching[THREADS] = {true, false, true, true};
    pthread_t threads[THREADS];
    struct run run = start_run();
    enum stage outer = stage_enter(STAGE_WAIT);
    const uint64_t start = now_ns();
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &is_searching[i]), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    const uint64_t waited = now_ns() - start;
    stage_leave(outer);
    stop_run(&run);

    const uint64_t *spent = run.times.spent;
    expect_none_but(run.times.spent,
                    STAGE_BIT(STAGE_OTHER) | STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_LOWER));
    assert_true(spent[STAGE_SEARCH] > 0 && spent[STAGE_LOWER] > 0);
    expect_at_least(spent[STAGE_SEARCH] + spent[STAGE_LOWER] + 2, waited);

    run = start_run();
    stop_run(&run);
    expect_none_but(run.times.spent, STAGE_BIT(STAGE_OTHER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_off),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_left_open),
        cmocka_unit_test(test_waiting_for_workers),
        cmocka_unit_test(test_work_and_waiting),
        cmocka_unit_test(test_take),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
