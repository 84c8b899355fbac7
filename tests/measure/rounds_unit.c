/* The order of the rounds. */
#include "measure/rounds.h"
#include "tests/support/samples.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_stands_once_at_every_position),
        cmocka_unit_test(seeds_make_the_order),
        cmocka_unit_test(nobody_always_follows_the_same_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
