/* The queue that stands in for a GPU's: its order, its waits, and the sums that come out of it; and
 * which activity records are whose. Run under the thread sanitizer, too. */
#include "cuda/records.h"
#include "cuda/worker.h"

#include <math.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALLS 1000
#define SIZE 64

/* Plain memory, on purpose: it is the queue that must order what is done to it. */
static size_t numbers[CALLS], made[CALLS], made_count;

static void note(void *number)
{
    made[made_count++] = *(const size_t *)number;
}

static void call_to_note(struct worker *worker, size_t number)
{
    numbers[number] = number;
    worker_call(worker, note, &numbers[number]);
}

static void pass(void *gate)
{
    sem_wait(gate);
}

static void calls_are_made_in_order(void **state)
{
    (void)state;
    struct worker *worker = worker_start();
    made_count = 0;
    for (size_t i = 0; i < CALLS; i++) {
        call_to_note(worker, i);
        if (i % 100 == 99) {
            worker_wait(worker);
            assert_int_equal(made_count, i + 1);
        }
    }
    worker_wait(worker);
    worker_wait(worker); /* for nothing */
    for (size_t i = 0; i < CALLS; i++)
        assert_int_equal(made[i], i);
    worker_stop(worker);
}

static void a_call_returns_before_it_is_made(void **state)
{
    (void)state;
    sem_t gate;
    sem_init(&gate, 0, 0);
    struct worker *worker = worker_start();
    made_count = 0;
    worker_call(worker, pass, &gate); /* stays there until the gate opens, and all behind it */
    for (size_t i = 0; i < CALLS; i++)
        call_to_note(worker, i);
    assert_int_equal(made_count, 0);
    sem_post(&gate);
    worker_stop(worker); /* waits, too */
    assert_int_equal(made_count, CALLS);
    sem_destroy(&gate);
}

static void values_are_uniform_and_known(void **state)
{
    (void)state;
    /* SplitMix64's first output for the seed 0 is e220a8397b1dcdaf. */
    assert_true(matrix_value(0) == (double)(0xe220a8397b1dcdaf >> 11) / 9007199254740992.0);
    double least = 1, most = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        least = fmin(least, matrix_value(i));
        most = fmax(most, matrix_value(i));
    }
    assert_true(least >= 0 && least < 1e-3 && most < 1 && most > 1 - 1e-3);
}

static void expected_sums_are_exact_enough(void **state)
{
    (void)state;
    const uint64_t counts[] = {1, 2, 7, 4096, 100003};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        long double sum = 0, squares = 0, roots = 0;
        for (uint64_t i = 0; i < counts[c]; i++) {
            long double value = matrix_value(i);
            sum += value;
            squares += value * value;
            roots += sqrtl(value);
        }
        struct sums right = {(double)sum, (double)squares, (double)roots,
                             (double)(sum + squares + roots)};
        for (unsigned threads = 1; threads <= 5; threads++) {
            struct sums sums = matrix_sums(counts[c], threads);
            assert_true(sums_error(&sums, &right) < 1e-14);
        }
    }
}

static void errors_of_sums(void **state)
{
    (void)state;
    const struct sums right = {1, 2, 4, 7};
    struct sums sums = right;
    assert_true(sums_error(&sums, &right) == 0);
    sums.squares = 2.5;
    assert_true(sums_error(&sums, &right) == 0.25);
    sums.roots = NAN;
    assert_true(isinf(sums_error(&sums, &right)));
}

static void the_copy_waits_and_the_sums_are_right(void **state)
{
    (void)state;
    struct queue *queue = queue_open(SIZE);
    struct sums right = matrix_sums((uint64_t)SIZE * SIZE, 1);
    assert_string_equal(queue_backend, "simulated");
    assert_true(*queue_device(queue));
    for (int round = 0; round < 3; round++) {
        queue_forget_sums(queue);
        for (enum step step = STEP_SUM; step <= STEP_TOTAL; step++)
            queue_step(queue, step);
        struct sums sums = {.total = queue_copy(queue)}; /* and nothing else has waited */
        assert_true(fabs(sums.total - right.total) <= SUMS_TOLERANCE * right.total);
        queue_synchronize(queue);
        sums = queue_sums(queue);
        assert_true(sums_error(&sums, &right) <= SUMS_TOLERANCE);
    }
    queue_forget_sums(queue);
    assert_true(isnan(queue_copy(queue)));
    queue_close(queue);
}

static void marks_never_go_back(void **state)
{
    (void)state;
    struct queue *queue = queue_open(SIZE);
    for (int round = 0; round < 3; round++) {
        for (unsigned mark = 0; mark < QUEUE_MARKS; mark++) {
            queue_mark(queue, mark);
            queue_step(queue, (enum step)(mark % STEP_COPY));
        }
        queue_synchronize(queue);
        assert_int_equal(queue_mark_ns(queue, 0), 0);
        for (unsigned mark = 1; mark < QUEUE_MARKS; mark++)
            assert_true(queue_mark_ns(queue, mark) >= queue_mark_ns(queue, mark - 1));
    }
    queue_close(queue);
}

static void a_simulated_device_keeps_no_records(void **state)
{
    (void)state;
    struct records records = {.all = NULL};
    char why[200] = "";
    assert_false(records_start(why, sizeof why));
    assert_true(*why);
    assert_false(records_stop(&records, why, sizeof why));
}

/* So many repeats, each reduction of so many kernels: a kernel starts every 10 ns, takes 7. */
static struct records recorded(size_t repeats, size_t kernels)
{
    size_t each = 3 * kernels + 2;
    struct records records = {.all = calloc(repeats * each, sizeof(struct activity))};
    assert_non_null(records.all);
    for (; records.count < repeats * each; records.count++) {
        uint64_t start_ns = 1000 + 10 * records.count;
        bool copy = records.count % each == each - 1;
        records.all[records.count] = (struct activity){start_ns, start_ns + 7, copy};
    }
    return records;
}

static void records_find_their_steps(void **state)
{
    (void)state;
    char why[200];
    for (size_t kernels = 1; kernels <= 3; kernels++) {
        struct periods periods[2];
        struct records records = recorded(2, kernels);
        struct activity first = records.all[0]; /* they may come in any order */
        records.all[0] = records.all[records.count - 1];
        records.all[records.count - 1] = first;
        assert_true(records_by_step(&records, 2, periods, why, sizeof why));
        for (size_t r = 0; r < 2; r++)
            for (enum step step = 0; step < STEP_COUNT; step++) {
                size_t before = step <= STEP_TOTAL ? step * kernels : 3 * kernels + 1;
                assert_int_equal(periods[r].start_ns[step], 10 * before);
                assert_int_equal(periods[r].ns[step],
                                 step < STEP_TOTAL ? 10 * (kernels - 1) + 7 : 7);
            }
        free(records.all);
    }
}

static void records_of_something_else(void **state)
{
    (void)state;
    struct periods periods[4];
    char why[200];
    for (int wrong = 0; wrong < 6; wrong++) {
        struct records records = recorded(2, 2);
        size_t repeats = 2;
        if (wrong == 0)
            records.count--; /* one was lost */
        if (wrong == 1)
            records.count = 0;
        if (wrong == 2)
            repeats = 4; /* 4 each is none of 5, 8, 11 */
        if (wrong == 3)
            records.all[3].copy = true;
        if (wrong == 4)
            records.all[7].copy = false;
        if (wrong == 5)
            records.all[5].end_ns = 1;
        strcpy(why, "");
        assert_false(records_by_step(&records, repeats, periods, why, sizeof why));
        assert_non_null(strstr(why, "activity records"));
        free(records.all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_are_made_in_order),
        cmocka_unit_test(a_call_returns_before_it_is_made),
        cmocka_unit_test(values_are_uniform_and_known),
        cmocka_unit_test(expected_sums_are_exact_enough),
        cmocka_unit_test(errors_of_sums),
        cmocka_unit_test(the_copy_waits_and_the_sums_are_right),
        cmocka_unit_test(marks_never_go_back),
        cmocka_unit_test(a_simulated_device_keeps_no_records),
        cmocka_unit_test(records_find_their_steps),
        cmocka_unit_test(records_of_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
