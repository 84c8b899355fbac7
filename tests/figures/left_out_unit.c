/* What leaving disturbed samples out does to verdicts, by simulation. Prints how often they are
 * right. */
#include "figures/ladder.h"
#include "tests/support/figured.h"
#include "tests/support/simulated.h"

/* A run of two that are the same but for a factor, with 1 % of noise; what disturbs them finds one
 * twice as often as the other, and makes a sample up to twice as long. */
static struct results run_of(double factor)
{
    struct results results = samples_results();
    for (size_t i = 0; i < 2; i++) {
        struct row *row = samples_row(&results, i ? "rung" : "parent", i ? "parent" : NULL);
        for (unsigned round = 1; round <= SIMULATED_ROUNDS; round++) {
            bool disturbed = simulated_uniform() < (i ? 0.3 : 0.15);
            double ns = 1e9 * (i ? factor : 1) * (1 + 0.02 * simulated_uniform());
            samples_add(row, round,
                        (uint64_t)(disturbed ? ns * (1.2 + 0.8 * simulated_uniform()) : ns));
            if (disturbed)
                snprintf(row->samples[round - 1].disturbed, DISTURBED_SIZE, "steal 12 %%");
        }
    }
    return results;
}

static void leaving_out_favours_nobody(void **state)
{
    (void)state;
    enum {
        TRIALS = 500
    };
    static const struct {
        double factor;
        enum verdict right;
    } truths[] = {{1, VERDICT_SAME}, {1 / 1.05, VERDICT_FASTER}};
    simulated_seed(1);
    print_message("twenty rounds, of which 15 %% and 30 %% are disturbed  left out  kept\n");
    for (size_t i = 0; i < 2; i++) {
        unsigned right[2] = {0}, wrong[2] = {0};
        for (unsigned trial = 0; trial < TRIALS; trial++) {
            struct results results = run_of(truths[i].factor);
            for (size_t kept = 0; kept < 2; kept++) {
                enum verdict verdict = figured_verdict(&results, &results.rows[1]);
                right[kept] += verdict == truths[i].right;
                wrong[kept] += verdict != truths[i].right && verdict != VERDICT_UNCLEAR &&
                               verdict != VERDICT_TOO_FEW;
                for (size_t j = 0; j < (size_t)2 * SIMULATED_ROUNDS; j++)
                    results.rows[j / SIMULATED_ROUNDS].samples[j % SIMULATED_ROUNDS].disturbed[0] =
                        '\0';
            }
            results_free(&results);
        }
        print_message("%-28s right verdicts         %5.1f %%  %5.1f %%\n",
                      i ? "5 % faster" : "the same", 100.0 * right[0] / TRIALS,
                      100.0 * right[1] / TRIALS);
        print_message("%-28s false verdicts         %5.1f %%  %5.1f %%\n", "",
                      100.0 * wrong[0] / TRIALS, 100.0 * wrong[1] / TRIALS);
        assert_true(wrong[0] * 20 < TRIALS);
        assert_true(right[0] * 5 > TRIALS * 4);
        assert_true(right[0] > right[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaving_out_favours_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
