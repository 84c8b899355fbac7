/* How many rounds fit a budget with all that each of them takes; and when they have said enough. */
#include "base/strings.h"
#include "common/units.h"
#include "measure/schedule.h"
#include "tests/support/samples.h"
#include "variants/clock.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A run that has just begun: two slow rows, and two fast ones. A round takes 1 + 0.4 + 1 + 0.4 +
 * 0.1
 * + 0.1 = 3 s, and runs on all of the text take 15 s beside the rounds. Three rungs are compared
 * with the first row, for which an interval takes seven rounds. */
static struct schedule begun(struct results *results, uint64_t budget_ns)
{
    static const char *const names[] = {"slow", "slower", "fast", "faster"};
    struct schedule schedule = {.most_rounds = 20, .start_ns = clock_ns(), .budget_ns = budget_ns};
    *results = samples_results();
    for (size_t i = 0; i < 4; i++)
        samples_row(results, names[i], i ? "slow" : NULL);
    schedule_open(&schedule, results);
    for (size_t i = 0; i < 2; i++)
        schedule.jobs[i] = (struct job){.cost_ns = NS_PER_S,
                                        .probes_ns = NS_PER_S / 10 * 4,
                                        .whole_ns = (i ? 5 : 10) * NS_PER_S};
    for (size_t i = 2; i < 4; i++)
        schedule.jobs[i].cost_ns = NS_PER_S / 10;
    return schedule;
}

static void ended(struct schedule *schedule, struct results *results)
{
    schedule_free(schedule);
    results_free(results);
}

/* Plans, and returns what it says on standard error; free() it. */
static char *said_by_plan(struct schedule *schedule)
{
    FILE *said = tmpfile();
    int standard_error = dup(STDERR_FILENO);
    assert_true(said && standard_error >= 0);
    assert_true(dup2(fileno(said), STDERR_FILENO) >= 0);
    schedule_plan(schedule);
    assert_true(dup2(standard_error, STDERR_FILENO) >= 0);
    close(standard_error);
    rewind(said);
    char *line = NULL;
    size_t size = 0;
    if (getdelim(&line, &size, '\0', said) < 0) {
        free(line);
        line = copy_string("");
    }
    fclose(said);
    return line;
}

static void plans(uint64_t budget_ns, uint64_t stretch_ns, unsigned most, unsigned rounds,
                  const char *warning)
{
    struct results results;
    struct schedule schedule = begun(&results, budget_ns);
    schedule.stretch_ns = stretch_ns;
    schedule.most_rounds = most;
    char *said = said_by_plan(&schedule);
    if (schedule.rounds != rounds)
        fail_msg("%u rounds, not %u", schedule.rounds, rounds);
    assert_int_equal(schedule.least_rounds, 7);
    if (warning)
        assert_has(said, warning);
    else
        assert_string_equal(said, "");
    free(said);
    ended(&schedule, &results);
}

/* Budgets have half a second to spare, which planning does not take. */
#define S(seconds) ((seconds)*NS_PER_S + NS_PER_S / 2)

static void rounds_fit_the_budget(void **state)
{
    (void)state;
    plans(S(15 + 60), 0, 100, 20, NULL);
    plans(S(15 + 59), 0, 100, 19, NULL);
    plans(S(1000), 0, 20, 20, NULL); /* no more than were asked for */
    plans(S(15 + 21), 0, 20, 7, NULL);
}

static void too_few_rounds_are_warned_of(void **state)
{
    (void)state;
    /* 15 s, and eight rounds, one to spare, of 3 s. */
    plans(S(15 + 20), 0, 20, 6,
          "only 6 rounds fit the --budget: no verdicts, which need 7; try --budget 40s\n");
    plans(S(15 + 3), 0, 20, 1, "only 1 round fits the --budget: no verdicts, which need 7; ");
    plans(S(15), 0, 20, 1, "only 1 round fits"); /* never none */
    plans(S(3), 0, 20, 1, "only 1 round fits");
    plans(1, 0, 20, 1, "only 1 round fits");
    plans(S(1000), 0, 6, 6, "only 6 rounds: no verdicts, which need 7\n"); /* asked for so few */
    plans(S(1000), 0, 1, 1, "only 1 round: no verdicts, which need 7\n");
    plans(S(15 + 9), 0, 6, 3, "only 3 rounds fit the --budget");
}

/* As a lesson's, which has no --budget. */
static void a_fixed_budget_is_not_advised(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, S(15 + 3));
    schedule.most_rounds = 20;
    schedule.fixed = true;
    char *said = said_by_plan(&schedule);
    assert_has(said, "there is time for only 1 round: no verdicts, which need 7\n");
    assert_lacks(said, "--budget");
    free(said);
    ended(&schedule, &results);
}

/* A budget that nobody asked for grows where that gives verdicts, or all rounds. */
static void a_budget_stretches_for_verdicts(void **state)
{
    (void)state;
    plans(S(15 + 20), S(1), 20, 7, NULL);
    plans(S(15 + 6), S(30), 20, 12, NULL);
    plans(S(15 + 6), S(6), 20, 2, "only 2 rounds fit");
    plans(S(15 + 24), S(30), 20, 8, NULL);                      /* enough as it is, and no more */
    plans(S(15 + 24), S(36), 20, 20, NULL);                     /* all of them */
    plans(S(15 + 6), S(6), 4, 4, "only 4 rounds: no verdicts"); /* as many as were asked for */
}

static void what_failed_takes_no_time(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, S(10 + 16));
    row_fail(&results.rows[1], STATUS_FAILED, "it broke");
    assert_true(schedule_round_ns(&schedule) == NS_PER_S / 10 * 16);
    schedule_plan(&schedule);
    assert_int_equal(schedule.rounds, 10);
    assert_int_equal(schedule.least_rounds, 7); /* two comparisons are left */
    assert_true(schedule_time_left(&schedule, 4) == 6 * schedule_round_ns(&schedule));
    assert_true(schedule_time_left(&schedule, 10) == 0);
    assert_true(schedule_time_left(&schedule, 11) == 0);
    row_fail(&results.rows[2], STATUS_SKIPPED, "it is not here");
    schedule_plan(&schedule);
    assert_int_equal(schedule.least_rounds, 6); /* one */
    for (size_t i = 0; i < 4; i++)
        row_fail(&results.rows[i], STATUS_FAILED, "it broke");
    schedule_plan(&schedule); /* nothing costs anything */
    assert_int_equal(schedule.rounds, 20);
    ended(&schedule, &results);
}

/* More comparisons take more rounds. A peer is compared with two variants at most. */
static void verdicts_take_rounds(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, S(1000));
    for (size_t i = 0; i < 2; i++)
        samples_row(&results, "rung", "slow");
    samples_row(&results, "alone", "not_in_this_run");
    samples_row(&results, "A/A", NULL)->is.copy_of = copy_string("slow");
    for (size_t i = 4; i < results.row_count; i++)
        schedule_insert(&schedule, i, (struct job){0});
    schedule_plan(&schedule);
    assert_int_equal(schedule.least_rounds, 9); /* of six: eight, and of the control */
    row_fail(&results.rows[results.row_count - 1], STATUS_FAILED, "it broke");
    schedule_plan(&schedule);
    assert_int_equal(schedule.least_rounds, 8); /* of five */
    results.rows[results.row_count - 1].status = STATUS_OK;
    results.peers = calloc(6, sizeof results.peers[0]);
    assert_non_null(results.peers);
    for (; results.peer_count < 6; results.peer_count++) {
        results.peers[results.peer_count].row.is.name = copy_string("grep");
        schedule_insert(&schedule, results.row_count + results.peer_count, (struct job){0});
    }
    schedule_plan(&schedule);
    assert_int_equal(schedule.least_rounds, 10); /* of eighteen */
    ended(&schedule, &results);
}

/* As many rounds as verdicts take, and then as long as the budget goes. */
static void rounds_go_on(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, S(15 + 60));
    schedule_plan(&schedule);
    assert_true(schedule_goes_on(&schedule, 7));
    schedule.start_ns -= S(70); /* 5 s are left, and then 2 */
    assert_true(schedule_goes_on(&schedule, 7));
    assert_true(schedule_goes_on(&schedule, 19));
    schedule.start_ns -= 3 * NS_PER_S;
    assert_false(schedule_goes_on(&schedule, 19));
    assert_false(schedule_goes_on(&schedule, 7));
    assert_true(schedule_goes_on(&schedule, 6));
    schedule.start_ns -= S(1000);
    assert_true(schedule_budget_left(&schedule) == 0);
    assert_false(schedule_goes_on(&schedule, 7));
    assert_true(schedule_goes_on(&schedule, 0));
    ended(&schedule, &results);
}

/* What joins the run later takes its place among the others. */
static void entries_join(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, S(300));
    samples_row(&results, "A/A", NULL);
    schedule_insert(&schedule, 1, (struct job){.cost_ns = 7});
    assert_int_equal(schedule.count, 5);
    static const uint64_t costs_ns[] = {NS_PER_S, 7, NS_PER_S, NS_PER_S / 10, NS_PER_S / 10};
    for (size_t i = 0; i < 5; i++)
        assert_true(schedule.jobs[i].cost_ns == costs_ns[i]);
    ended(&schedule, &results);
}

/* --- when rounds have said enough --- */

static bool is_precise(const struct results *results, unsigned round, unsigned *narrow)
{
    struct schedule schedule = {0};
    schedule_open(&schedule, results);
    bool precise = schedule_is_precise(&schedule, round, narrow);
    schedule_free(&schedule);
    return precise;
}

static void narrow_in_a_row(void **state)
{
    (void)state;
    struct results results = samples_spread(SCHEDULE_FIRST_LOOK, 0.001);
    unsigned narrow = 0;
    for (unsigned round = 0; round < SCHEDULE_FIRST_LOOK; round++)
        assert_false(is_precise(&results, round, &narrow)); /* not looked at so early */
    assert_int_equal(narrow, 0);
    assert_false(is_precise(&results, SCHEDULE_FIRST_LOOK, &narrow));
    assert_true(is_precise(&results, SCHEDULE_FIRST_LOOK + 1, &narrow));

    /* A wide one in between starts it anew. */
    narrow = 1;
    struct results wide = samples_spread(SCHEDULE_FIRST_LOOK, 0.2);
    assert_false(is_precise(&wide, SCHEDULE_FIRST_LOOK, &narrow));
    assert_int_equal(narrow, 0);
    results_free(&wide);

    results.precision = 0; /* never */
    for (unsigned round = 0; round < 20; round++)
        assert_false(is_precise(&results, round, &narrow));
    results_free(&results);
}

static bool reached(const struct results *results)
{
    unsigned narrow = SCHEDULE_IN_A_ROW - 1;
    return is_precise(results, SCHEDULE_FIRST_LOOK, &narrow);
}

static void who_holds_it_up(void **state)
{
    (void)state;
    struct results results = samples_spread(SCHEDULE_FIRST_LOOK, 0.2);
    struct row *slow = &results.rows[0], *fast = &results.rows[1], *control = &results.rows[2];
    assert_false(reached(&results));
    fast->status = STATUS_FAILED; /* waiting for what failed is no use, */
    assert_true(reached(&results));
    fast->status = STATUS_OK;
    fast->is.apart = true; /* nor for what is compared with nothing */
    assert_true(reached(&results));
    control->status = STATUS_TIMEOUT; /* but nothing known is not enough */
    assert_false(reached(&results));
    control->status = STATUS_OK;
    slow->status = STATUS_MISMATCH;
    assert_false(reached(&results));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_fit_the_budget),
        cmocka_unit_test(too_few_rounds_are_warned_of),
        cmocka_unit_test(a_fixed_budget_is_not_advised),
        cmocka_unit_test(a_budget_stretches_for_verdicts),
        cmocka_unit_test(what_failed_takes_no_time),
        cmocka_unit_test(verdicts_take_rounds),
        cmocka_unit_test(rounds_go_on),
        cmocka_unit_test(entries_join),
        cmocka_unit_test(narrow_in_a_row),
        cmocka_unit_test(who_holds_it_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
