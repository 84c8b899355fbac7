/* What is said of a try at an exercise. */
#include "show/exercise_views.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static struct exercise exercise_of(enum exercise_judged judged, bool diagnosed)
{
    return (struct exercise){.name = "9-a-test",
                             .title = "a test",
                             .judged = judged,
                             .number = 9,
                             .cores = 2,
                             .reason = "It waits",
                             .last = {.tries = 1,
                                      .diagnosed = diagnosed,
                                      .counts = true,
                                      .predicted = 2,
                                      .outcome = 4,
                                      .share = 0.5}};
}

static struct speedup speedup_of(double ratio)
{
    return (struct speedup){20, ratio, true, {.low = 0.95 * ratio, .high = 1.05 * ratio}};
}

static struct exercise_figures figures_of(double mine, double reference, double share)
{
    return (struct exercise_figures){.mine = speedup_of(mine),
                                     .reference = speedup_of(reference),
                                     .over_reference = speedup_of(mine / reference),
                                     .shows = true,
                                     .share = share,
                                     .shares = {.low = share - 0.1, .high = share + 0.1},
                                     .clock = 0.02,
                                     .device = 0.9,
                                     .outcome = mine};
}

static char *told(const struct exercise *exercise, const struct exercise_figures *figures)
{
    char *text;
    FILE *to = samples_memory(&text);
    exercise_try_view(&(struct terminal){to, 80, false}, exercise, figures);
    fclose(to);
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        assert_true(strcspn(line, "\n") <= 84); /* bytes: × is two */
    return text;
}

static void test_half_of_the_gain(void **state)
{
    (void)state;
    struct exercise exercise = exercise_of(EXERCISE_GAIN, true);
    struct exercise_figures figures = figures_of(4, 16, 0.5);
    char *text = told(&exercise, &figures);
    assert_has(text, "Count: right");
    assert_has(text, "Diagnosis: right\nIt waits.");
    assert_has(text, "Gain: 50 % of what is possible [40 %, 60 %]");
    assert_has(text, "over 20 rounds: your program is 4.00× as fast [3.80, 4.20]");
    assert_has(text, "It takes 80 % for the exercise to be done.");
    assert_has(text, "You said 2×; it is 4×. You were off by a factor of 2.");
    assert_has(text, "Exercise 9 is not done yet.");
    assert_lacks(text, "Faster than the reference");
    free(text);
    exercise.last.done = true;
    text = told(&exercise, &figures);
    assert_has(text, "Exercise 9 is done, by an earlier try.");
    free(text);
}

static void test_joy(void **state)
{
    (void)state;
    struct exercise exercise = exercise_of(EXERCISE_GAIN, true);
    struct exercise_figures figures = figures_of(32, 16, 1.25);
    figures.reached = figures.beats = exercise.last.done = true;
    char *text = told(&exercise, &figures);
    assert_has(text, "Gain: 125 % of what is possible");
    assert_has(text, "Faster than the reference, by 2.00×! Well done");
    assert_has(text, "Exercise 9 is done.");
    assert_lacks(text, "It takes 80 %");
    free(text);
}

static void test_what_cannot_be_judged(void **state)
{
    (void)state;
    struct exercise exercise = exercise_of(EXERCISE_GAIN, false);
    struct exercise_figures figures = figures_of(1, 1.01, NAN);
    figures.shows = false;
    char *text = told(&exercise, &figures);
    assert_has(text, "Diagnosis: not right");
    assert_lacks(text, "It waits");
    assert_has(text, "Gain: this machine does not show it");
    assert_has(text, "The reference itself gains too little here");
    assert_lacks(text, "nan");
    free(text);

    figures = figures_of(14, 16, 0.95);
    figures.shows = false;
    figures.disturbed = true;
    text = told(&exercise, &figures);
    assert_has(text, "Gain: 95 % of what is possible [85 %, 105 %]");
    assert_has(text, "Other programs disturbed the measurement");
    assert_has(text, "is not done yet");
    free(text);

    text = told(&exercise, NULL);
    assert_has(text, "and the exercise takes 2. Nothing was");
    assert_lacks(text, "Beside start.c");
    free(text);
}

static void test_clocks(void **state)
{
    (void)state;
    struct exercise exercise = exercise_of(EXERCISE_CLOCK, true);
    struct exercise_figures figures = figures_of(1, 1, NAN);
    exercise.last.predicted = 0.5;
    exercise.last.outcome = 0.9;
    char *text = told(&exercise, &figures);
    assert_has(text, "Clock: wrong");
    assert_has(text, "By your stage clock the kernel takes 2 % of the time; by the device's own");
    assert_has(text, "it takes 90 %.");
    assert_has(text, "You said 50 %; it is 90 %.");
    free(text);
    figures.reached = true;
    text = told(&exercise, &figures);
    assert_has(text, "Clock: right");
    free(text);
    figures.reached = figures.shows = false;
    text = told(&exercise, &figures);
    assert_has(text, "Clock: no judgment");
    assert_has(text, "take a larger text");
    free(text);
    figures.disturbed = true;
    text = told(&exercise, &figures);
    assert_has(text, "Clock: no judgment");
    assert_has(text, "Other programs disturbed the measurement");
    assert_lacks(text, "take a larger text");
    free(text);
    figures.disturbed = false;
    figures.device = 0;
    figures.shows = true;
    text = told(&exercise, &figures);
    assert_has(text, "keep .report = device_report");
    free(text);
}

static void test_speed(void **state)
{
    (void)state;
    struct exercise exercise = exercise_of(EXERCISE_SPEED, true);
    struct exercise_figures figures = figures_of(0.5, 1, NAN);
    char *text = told(&exercise, &figures);
    assert_has(text, "Speed: too slow");
    assert_has(text, "It must keep 80 % of start.c's speed.");
    free(text);
    figures.reached = true;
    text = told(&exercise, &figures);
    assert_has(text, "Speed: still fast");
    free(text);
}

static void test_wrong_counts(void **state)
{
    (void)state;
    char *text;
    FILE *to = samples_memory(&text);
    const struct terminal terminal = {to, 80, false};
    exercise_wrong_view(&terminal, "empty lines", true, "counted 3 matches of 4, -1");
    exercise_wrong_view(&terminal, "empty lines", false, "exit code 5");
    fclose(to);
    assert_has(text, "Count: wrong\nOn empty lines: counted 3 matches of 4, -1. A wrong count has");
    assert_has(text, "Count: none\nOn empty lines: exit code 5. Nothing is measured.");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_half_of_the_gain),
        cmocka_unit_test(test_joy),
        cmocka_unit_test(test_what_cannot_be_judged),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_speed),
        cmocka_unit_test(test_wrong_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
