/* The order of the rounds, and how many each variant gets. */
#include "base/stats.h"
#include "measure/rounds.h"
#include "tests/support/samples.h"

#include <string.h>

#define MOST_VARIANTS 12

/* The rounds from `first` on, a row each; every row holds 0 .. count-1 in some order. */
static void take_square(uint64_t seed, unsigned first, size_t count, size_t *square)
{
    for (unsigned round = 0; round < count; round++)
        rounds_order(seed, first + round, count, square + round * count);
}

static void every_variant_stands_once_at_every_position(void **state)
{
    (void)state;
    size_t square[MOST_VARIANTS * MOST_VARIANTS];
    const uint64_t seeds[] = {0, 1, 2, 42, 999999, INT64_MAX, UINT64_MAX};
    for (size_t s = 0; s < sizeof seeds / sizeof seeds[0]; s++)
        for (size_t count = 1; count <= MOST_VARIANTS; count++)
            for (unsigned first = 0; first < 3 * count; first += (unsigned)count) {
                unsigned in_round[MOST_VARIANTS] = {0}, at_position[MOST_VARIANTS] = {0};
                take_square(seeds[s], first, count, square);
                for (size_t i = 0; i < count * count; i++) {
                    assert_true(square[i] < count);
                    in_round[i / count] |= 1U << square[i];
                    at_position[i % count] |= 1U << square[i];
                }
                for (size_t i = 0; i < count; i++) {
                    assert_int_equal(in_round[i], (1U << count) - 1);
                    assert_int_equal(at_position[i], (1U << count) - 1);
                }
            }
    rounds_order(1, 0, 0, NULL); /* none at all */
}

static void seeds_make_the_order(void **state)
{
    (void)state;
    size_t one[64], same[64], other[64], next[64];
    take_square(3, 0, 8, one);
    take_square(3, 0, 8, same);
    take_square(4, 0, 8, other);
    take_square(3, 8, 8, next);
    assert_memory_equal(one, same, sizeof one);
    assert_memory_not_equal(one, other, sizeof one);
    assert_memory_not_equal(one, next, sizeof one);
}

/* Whoever always ran behind the same other would be measured in its wake. */
static void nobody_always_follows_the_same_other(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++)
        for (size_t count = 3; count <= MOST_VARIANTS; count++) {
            unsigned behind[MOST_VARIANTS] = {0};
            size_t order[MOST_VARIANTS];
            /* A small square may have to do so, but the next one differs. */
            for (unsigned round = 0; round < (count < 8 ? 10 : 1) * count; round++) {
                rounds_order(seed, round, count, order);
                for (size_t i = 1; i < count; i++)
                    behind[order[i]] |= 1U << order[i - 1];
            }
            for (size_t i = 0; i < count; i++)
                assert_true((behind[i] & (behind[i] - 1)) != 0);
        }
}

static void some_go_last_in_the_order_they_had(void **state)
{
    (void)state;
    const bool last[] = {true, false, true, false, false}, none[5] = {false},
               all[] = {true, true, true, true, true};
    const size_t drawn[] = {2, 4, 0, 3, 1}, wanted[] = {4, 3, 1, 2, 0};
    size_t order[5];
    memcpy(order, drawn, sizeof order);
    rounds_put_last(last, 5, order);
    assert_memory_equal(order, wanted, sizeof order);
    rounds_put_last(none, 5, order);
    rounds_put_last(all, 5, order);
    assert_memory_equal(order, wanted, sizeof order);
}

static uint64_t spent(const uint64_t *cost_ns, const unsigned *rounds, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += rounds[i] * cost_ns[i];
    return sum;
}

static void plans_worked_out_by_hand(void **state)
{
    (void)state;
    const struct {
        uint64_t cost[3], budget;
        unsigned most, rounds[3];
    } cases[] = {
        {{100, 100, 100}, 6000, 20, {20, 20, 20}}, /* enough for all of it */
        {{100, 100, 100}, 3000, 20, {10, 10, 10}},
        {{100, 100, 100}, 2999, 20, {9, 9, 9}},
        {{1000, 100, 100}, 7200, 50, {6, 6, 6}},    /* just enough for six of each */
        {{400, 200, 100}, 9600, 50, {8, 16, 32}},   /* 3200 each */
        {{400, 200, 100}, 10000, 20, {10, 20, 20}}, /* what one leaves is for the others */
        {{1000, 100, 100}, 9000, 50, {6, 15, 15}},  /* six, though they cost more than a third */
        {{1000, 100, 100}, 5999, 50, {4, 9, 9}},    /* too little for six: as many for each */
        {{1000, 100, 100}, 100, 50, {1, 1, 1}},     /* never none */
        {{1000, 100, 100}, 0, 50, {1, 1, 1}},
        {{100, 0, 100}, 2000, 20, {10, 0, 10}}, /* one takes no part */
        {{0, 0, 0}, 1000, 20, {0, 0, 0}},
        {{100, 100, 100}, 100000, 4, {4, 4, 4}}, /* fewer than six asked for */
        {{100, 100, 100}, 0, 1, {1, 1, 1}},
        {{1, 1, 1}, UINT64_MAX, 1000, {1000, 1000, 1000}},
        {{1, 1, 1}, UINT64_MAX - 1, 1000, {1000, 1000, 1000}},
        {{UINT64_MAX / 4, UINT64_MAX / 4, 1}, 1000, 20, {1, 1, 1}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX}, UINT64_MAX, 20, {1, 1, 1}},
        {{UINT64_MAX / 40, 1, 1}, UINT64_MAX, 20, {20, 20, 20}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned rounds[3] = {77, 77, 77};
        rounds_plan(cases[i].cost, 3, cases[i].most, 0, cases[i].budget, rounds);
        if (memcmp(rounds, cases[i].rounds, sizeof rounds) != 0)
            fail_msg("plan %zu: %u, %u, %u rounds, not %u, %u, %u", i, rounds[0], rounds[1],
                     rounds[2], cases[i].rounds[0], cases[i].rounds[1], cases[i].rounds[2]);
    }
    rounds_plan(NULL, 0, 20, 0, 1000, NULL);
}

/* The rest of a plan: so many rounds less, and none at all where none fits. */
static void plans_for_the_rest(void **state)
{
    (void)state;
    const struct {
        uint64_t cost[3], budget;
        unsigned most, taken, rounds[3];
    } cases[] = {
        {{100, 100, 100}, 3000, 20, 4, {14, 14, 14}},
        {{1000, 100, 100}, 4800, 50, 2, {6, 6, 6}}, /* just enough for four more of each */
        {{1000, 100, 100}, 4799, 50, 2, {5, 10, 10}},
        {{1000, 100, 100}, 1199, 50, 5, {5, 10, 10}},
        {{1000, 100, 100}, 99, 50, 5, {5, 5, 5}},
        {{1000, 0, 100}, 0, 50, 5, {5, 0, 5}},
        {{100, 100, 100}, 1000, 5, 5, {5, 5, 5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned rounds[3] = {77, 77, 77};
        rounds_plan(cases[i].cost, 3, cases[i].most, cases[i].taken, cases[i].budget, rounds);
        if (memcmp(rounds, cases[i].rounds, sizeof rounds) != 0)
            fail_msg("plan %zu: %u, %u, %u rounds, not %u, %u, %u", i, rounds[0], rounds[1],
                     rounds[2], cases[i].rounds[0], cases[i].rounds[1], cases[i].rounds[2]);
    }
}

/* One allotment explains everybody's rounds, and the next larger one would break the budget. */
static void plans_are_fair_and_use_the_budget(void **state)
{
    (void)state;
    const uint64_t cost[] = {1050, 990, 980, 600, 340, 0, 7, 2500};
    enum {
        COUNT = sizeof cost / sizeof cost[0],
        MOST = 40
    };
    for (uint64_t budget = 0; budget < 200000; budget += 997) {
        unsigned rounds[COUNT];
        rounds_plan(cost, COUNT, MOST, 0, budget, rounds);
        unsigned least = MOST;
        for (size_t i = 0; i < COUNT; i++)
            if (cost[i] && rounds[i] < least)
                least = rounds[i];
        assert_true(least >= 1);
        assert_int_equal(rounds[5], 0);
        if (least > 1)
            assert_true(spent(cost, rounds, COUNT) <= budget);

        unsigned floor = least < STATS_INTERVAL_LEAST ? least : STATS_INTERVAL_LEAST;
        uint64_t enough = 0, too_much = UINT64_MAX;
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(rounds[i] <= MOST);
            if (rounds[i] > floor && rounds[i] * cost[i] > enough)
                enough = rounds[i] * cost[i];
            if (cost[i] && rounds[i] < MOST && (rounds[i] + 1) * cost[i] < too_much)
                too_much = (rounds[i] + 1) * cost[i];
        }
        assert_true(enough < too_much);
        for (size_t i = 0; i < COUNT && too_much < UINT64_MAX; i++)
            if (rounds[i] < MOST && (rounds[i] + 1) * cost[i] == too_much)
                rounds[i]++;
        assert_true(too_much == UINT64_MAX || spent(cost, rounds, COUNT) > budget);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_stands_once_at_every_position),
        cmocka_unit_test(seeds_make_the_order),
        cmocka_unit_test(nobody_always_follows_the_same_other),
        cmocka_unit_test(some_go_last_in_the_order_they_had),
        cmocka_unit_test(plans_worked_out_by_hand),
        cmocka_unit_test(plans_for_the_rest),
        cmocka_unit_test(plans_are_fair_and_use_the_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
