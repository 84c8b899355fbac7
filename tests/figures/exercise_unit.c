/* An exercise's judgment, from times whose outcome is known. */
#include "figures/exercise.h"
#include "tests/support/samples.h"

#define ROUNDS 12

struct trio {
    struct results run;
    struct row *start, *mine, *reference;
};

/* Each as long in every round, in microseconds. */
static struct trio trio_of(uint64_t start_us, uint64_t mine_us, uint64_t reference_us)
{
    struct trio trio = {.run = samples_results()};
    trio.start = samples_row(&trio.run, "start.c", NULL);
    trio.mine = samples_row(&trio.run, "your program", NULL);
    trio.reference = samples_row(&trio.run, "the reference", NULL);
    samples_rounds(trio.start, ROUNDS, start_us * 1000);
    samples_rounds(trio.mine, ROUNDS, mine_us * 1000);
    samples_rounds(trio.reference, ROUNDS, reference_us * 1000);
    return trio;
}

static struct exercise_figures judged(enum exercise_judged by, struct trio *trio)
{
    struct exercise_figures figures =
        exercise_figures_of(by, trio->start, trio->mine, trio->reference);
    results_free(&trio->run);
    return figures;
}

static struct exercise_figures gain(uint64_t start_us, uint64_t mine_us, uint64_t reference_us)
{
    struct trio trio = trio_of(start_us, mine_us, reference_us);
    return judged(EXERCISE_GAIN, &trio);
}

static void test_share_of_the_gain(void **state)
{
    (void)state;
    struct exercise_figures figures = gain(1600, 400, 100);
    assert_near(figures.mine.ratio, 4);
    assert_near(figures.reference.ratio, 16);
    assert_near(figures.share, 0.5); /* two doublings of four */
    assert_near(figures.shares.low, 0.5);
    assert_near(figures.shares.high, 0.5);
    assert_near(figures.outcome, 4);
    assert_true(figures.shows);
    assert_false(figures.reached || figures.beats);

    figures = gain(1600, 150, 100);
    assert_near(figures.share, log(1600.0 / 150) / log(16));
    assert_true(figures.reached && figures.share < 1);
    assert_false(figures.beats);
}

/* The plausible fixes of tests/exercises/wrong: as fast as start.c, slower, or a small gain. */
static void test_small_gains(void **state)
{
    (void)state;
    struct exercise_figures figures = gain(500, 500, 100);
    assert_near(figures.share, 0);
    assert_false(figures.reached);
    figures = gain(500, 1000, 100);
    assert_true(figures.share < 0);
    assert_false(figures.reached);
    figures = gain(500, 400, 100);
    assert_false(figures.reached || figures.beats);
}

/* The interval of the share is that of mine beside the reference, round by round. */
static void test_how_sure_the_share_is(void **state)
{
    (void)state;
    struct trio trio = trio_of(1600, 400, 100);
    for (unsigned round = 0; round < ROUNDS; round++)
        trio.mine->samples[round].record.search_ns = round % 2 ? 200000 : 800000;
    struct exercise_figures figures = judged(EXERCISE_GAIN, &trio);
    assert_near(figures.shares.low, 0.25);
    assert_near(figures.shares.high, 0.75);
}

/* An interval from far below 80 % to far above it: by chance it is on either side. */
static void test_noise_settles_nothing(void **state)
{
    (void)state;
    struct trio trio = trio_of(1600, 110, 100), slow = trio_of(100, 100, 100);
    for (unsigned round = 0; round < ROUNDS; round++) {
        trio.mine->samples[round].record.search_ns = round % 2 ? 50000 : 250000;
        slow.mine->samples[round].record.search_ns = round % 2 ? 50000 : 150000;
    }
    struct exercise_figures figures = judged(EXERCISE_GAIN, &trio);
    assert_true(figures.share > EXERCISE_SHARE);
    assert_true(figures.disturbed && !figures.shows && !figures.reached);
    figures = judged(EXERCISE_SPEED, &slow);
    assert_true(figures.disturbed && !figures.shows && !figures.reached);
}

static void test_faster_than_the_reference(void **state)
{
    (void)state;
    struct exercise_figures figures = gain(900, 100, 300);
    assert_near(figures.share, 2);
    assert_near(figures.over_reference.ratio, 3);
    assert_true(figures.beats && figures.reached);
    assert_false(gain(900, 297, 300).beats); /* by a per cent */
}

/* Where the reference gains next to nothing, or unsteadily, nobody is judged. */
static void test_an_effect_that_does_not_show(void **state)
{
    (void)state;
    struct exercise_figures figures = gain(105, 50, 100);
    assert_false(figures.shows || figures.reached);
    assert_true(isnan(figures.share));

    struct trio trio = trio_of(300, 100, 100);
    for (unsigned round = 0; round < ROUNDS; round += 2)
        trio.reference->samples[round].record.search_ns = 400000;
    figures = judged(EXERCISE_GAIN, &trio);
    assert_false(figures.shows || figures.reached);
}

static void test_speed_is_kept(void **state)
{
    (void)state;
    struct trio kept = trio_of(100, 110, 105), lost = trio_of(100, 200, 105),
                noisy = trio_of(100, 200, 190);
    struct exercise_figures figures = judged(EXERCISE_SPEED, &kept);
    assert_true(figures.shows && figures.reached);
    assert_true(isnan(figures.share));
    figures = judged(EXERCISE_SPEED, &lost);
    assert_true(figures.shows && !figures.reached && !figures.disturbed);
    figures = judged(EXERCISE_SPEED, &noisy); /* nor does the reference keep it */
    assert_true(figures.disturbed && !figures.shows && !figures.reached);
}

/* The kernel takes `device_us` of 1000, and the stage clock says `clock_us`. */
static void set_clocks(struct row *row, uint64_t clock_us, uint64_t device_us)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct record *record = &row->samples[i].record;
        record->stages.spent[STAGE_KERNEL] = clock_us * 1000;
        record->device.ns[STAGE_KERNEL] = device_us * 1000;
    }
}

static struct exercise_figures clocks(uint64_t clock_us, uint64_t device_us)
{
    struct trio trio = trio_of(1000, 1000, 1000);
    set_clocks(trio.mine, clock_us, device_us);
    set_clocks(trio.reference, 860, 850);
    return judged(EXERCISE_CLOCK, &trio);
}

static void test_clocks_that_agree(void **state)
{
    (void)state;
    struct exercise_figures figures = clocks(870, 850);
    assert_near(figures.clock, 0.87);
    assert_near(figures.device, 0.85);
    assert_near(figures.outcome, 0.85);
    assert_true(figures.reached);
    assert_false(clocks(10, 850).reached);                        /* charged to the download */
    assert_false(clocks(1000, 850).reached);                      /* with the download in it */
    assert_true(clocks(0, 0).shows && !clocks(0, 0).reached);     /* no word from the device */
    assert_false(clocks(10, 20).shows || clocks(10, 20).reached); /* a text of a few bytes */
}

/* A busy machine: the device's thread waits for a core, and the reference's clock counts that. */
static void test_clocks_on_a_busy_machine(void **state)
{
    (void)state;
    struct trio right = trio_of(1000, 1000, 1000);
    set_clocks(right.mine, 950, 440);
    set_clocks(right.reference, 940, 450);
    struct exercise_figures figures = judged(EXERCISE_CLOCK, &right);
    assert_true(figures.disturbed && !figures.shows && !figures.reached);

    struct trio lucky = trio_of(1000, 1000, 1000);
    set_clocks(lucky.mine, 900, 850);
    set_clocks(lucky.reference, 940, 450);
    figures = judged(EXERCISE_CLOCK, &lucky);
    assert_true(figures.shows && figures.reached && !figures.disturbed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share_of_the_gain),
        cmocka_unit_test(test_small_gains),
        cmocka_unit_test(test_how_sure_the_share_is),
        cmocka_unit_test(test_noise_settles_nothing),
        cmocka_unit_test(test_faster_than_the_reference),
        cmocka_unit_test(test_an_effect_that_does_not_show),
        cmocka_unit_test(test_speed_is_kept),
        cmocka_unit_test(test_clocks_that_agree),
        cmocka_unit_test(test_clocks_on_a_busy_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
