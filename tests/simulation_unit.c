/* The statistics held against runs whose truth is known: simulated ones, with fixed seeds. Prints
 * the shares that it finds.
 *
 * A simulated run has ENTRIES variants, in the order that rounds_order() draws. A sample takes
 *   true time x (1 + noise x lognormal) x the machine's pace at that moment,
 * and if it is an outlier, once more 1.1 to 2 times as long. A lognormal's median is 1 and it is as
 * skewed as times are; its middle half spans 1.45, so that a noise of 1 % is about that of a normal
 * distribution with a standard deviation of 1 %, with a far longer upper tail. The pace is shared
 * by all variants, as interleaved rounds have it: a linear drift, and a wave whose period is drawn
 * anew for each run: a slow one, of 5 to 20 rounds, as of temperature and neighbours, or a fast
 * one, of a third of a round to 5, which pairs feel as noise. */
#include "ladder.h"
#include "precision.h"
#include "rounds.h"
#include "samples.h"
#include "stats.h"
#include "unpaired.h"
#include "variant.h"

#include <stdlib.h>
#include <string.h>

#ifdef SANITIZED
#define TRIALS 300
#define FAMILIES 60
#define POWER_LEAST 0.7 /* so few trials say no more */
#else
#define TRIALS 2500
#define FAMILIES 1000
#define POWER_LEAST 0.8
#endif

#define ENTRIES 8
#define ROUNDS 20
#define DIFFERENCE 1.05
#define FALSE_MOST 0.05

struct noise {
    const char *name;
    double own, outliers, drift, wave;
    bool fast;   /* the wave */
    bool normal; /* noise, in place of lognormal */
};

static const struct noise noises[] = {
    {"skewed", 0.01, 0, 0, 0, false, false},
    {"outliers", 0.01, 0.05, 0, 0, false, false},
    {"drift", 0.01, 0, 0.2, 0, false, false},
    {"wave", 0.01, 0, 0, 0.04, false, false},
    {"all of it", 0.01, 0.05, 0.2, 0.04, false, false},
};
#define NOISES (sizeof noises / sizeof noises[0])

static uint64_t state;

static double uniform(void)
{
    state += 0x9e3779b97f4a7c15;
    return ((double)(mix64(state) >> 11) + 0.5) * 0x1p-53;
}

static double normal(void)
{
    return sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform());
}

/* Times in seconds of the first and the last of the variants, round by round; they truly take 1 and
 * 1 / `ratio`. */
struct simulated {
    double time[2][ROUNDS];
};

static double own_noise(const struct noise *noise)
{
    double factor = noise->normal ? exp(noise->own * normal()) : 1 + noise->own * exp(normal());
    return uniform() < noise->outliers ? factor * (1.1 + 0.9 * uniform()) : factor;
}

static struct simulated simulate(const struct noise *noise, double ratio, double machine)
{
    struct simulated run = {0};
    uint64_t seed = (uint64_t)(uniform() * 1e15);
    double from = noise->fast ? 1.0 / 3 : 5, to = noise->fast ? 5 : ROUNDS;
    double period = from * pow(to / from, uniform()), phase = uniform();
    size_t order[ENTRIES];
    for (unsigned round = 0; round < ROUNDS; round++) {
        rounds_order(seed, round, ENTRIES, order);
        for (size_t position = 0; position < ENTRIES; position++) {
            size_t entry = order[position] / (ENTRIES - 1);
            if (order[position] % (ENTRIES - 1) != 0)
                continue;
            double at = round + (double)position / ENTRIES;
            double pace = machine * (1 + noise->drift * at / ROUNDS) *
                          (1 + noise->wave * sin(2 * M_PI * (at / period + phase)));
            run.time[entry][round] = pace * own_noise(noise) / (entry == 1 ? ratio : 1);
        }
    }
    return run;
}

/* How often what is to happen did, of `of` times. */
struct share {
    size_t times, of;
};

static void count(struct share *share, bool happened)
{
    share->times += happened;
    share->of++;
}

static double share_of(struct share share)
{
    return (double)share.times / (double)share.of;
}

/* Four standard errors of a share whose true value is p. */
static double slack(double p, size_t of)
{
    return 4 * sqrt(p * (1 - p) / (double)of);
}

static bool differs(enum verdict verdict)
{
    return verdict == VERDICT_FASTER || verdict == VERDICT_SLOWER;
}

static bool covers(const struct interval *interval, double truth)
{
    return interval->low <= truth && truth <= interval->high;
}

/* What a method found in many pairs that are identical, and in as many that differ. */
struct found {
    struct share false_verdicts, power, coverage;
    double stated; /* the sum of what the intervals claim to cover */
};

static void note(struct found *found, const struct interval *interval, enum verdict verdict,
                 double truth)
{
    if (truth > 1)
        count(&found->power, verdict == VERDICT_FASTER);
    else
        count(&found->false_verdicts, differs(verdict));
    count(&found->coverage, covers(interval, truth));
    found->stated += interval->coverage;
}

static double stated(const struct found *found)
{
    return found->stated / (double)found->coverage.of;
}

static void head(const char *title)
{
    printf("\n%s\n%-28s %8s %8s %8s %8s\n", title, "noise", "false %", "found %", "covers %",
           "claims %");
}

static void line(const char *name, const struct found *found)
{
    printf("%-28s %8.2f %8.1f %8.2f %8.2f\n", name, 100 * share_of(found->false_verdicts),
           100 * share_of(found->power), 100 * share_of(found->coverage), 100 * stated(found));
}

/* `lost`: how much less than they claim intervals may cover. Nothing where noise is independent
 * from round to round: then they must not cover more either, within the trials' own error. A wave
 * makes the rounds of a run alike, which costs about a point. */
static void hold(const char *name, const struct found *found, double lost)
{
    double covered = share_of(found->coverage), claim = stated(found);
    if (!(share_of(found->false_verdicts) < FALSE_MOST))
        fail_msg("%s: %.2f %% false verdicts", name, 100 * share_of(found->false_verdicts));
    if (!(share_of(found->power) > POWER_LEAST))
        fail_msg("%s: only %.1f %% found", name, 100 * share_of(found->power));
    if (!(covered > claim - lost - slack(claim, found->coverage.of)))
        fail_msg("%s: intervals claim %.2f %% and cover %.2f %%", name, 100 * claim, 100 * covered);
    if (lost <= 0 && !(covered < claim + slack(claim, found->coverage.of)))
        fail_msg("%s: intervals claim %.2f %% and cover %.2f %%", name, 100 * claim, 100 * covered);
}

/* --- in one run: paired by rounds --- */

static void pair(const struct noise *noise, struct found *found)
{
    for (size_t trial = 0; trial < 2 * (size_t)TRIALS; trial++) {
        double truth = trial % 2 ? DIFFERENCE : 1, ratios[ROUNDS];
        struct simulated run = simulate(noise, truth, 1);
        struct interval interval;
        for (size_t i = 0; i < ROUNDS; i++)
            ratios[i] = run.time[0][i] / run.time[1][i];
        assert_true(stats_interval(ratios, ROUNDS, &interval));
        note(found, &interval, stats_verdict(&interval), truth);
    }
}

static void a_run_keeps_what_it_claims(void **unused)
{
    (void)unused;
    state = 1;
    head("In a run, a variant and its parent, 20 rounds (found: a true difference of 5 %)");
    for (size_t i = 0; i < NOISES; i++) {
        struct found found = {0};
        pair(&noises[i], &found);
        line(noises[i].name, &found);
        hold(noises[i].name, &found, i < 2 ? 0 : 0.01);
    }
    /* A wave whose period is that of the positions in a round meets the same of them again in each
     * Latin square: rounds are then not independent, and a point of what is claimed is lost. */
    struct noise fast = noises[3];
    struct found in_fast = {0};
    fast.fast = true;
    pair(&fast, &in_fast);
    line("fast wave", &in_fast);
    assert_true(share_of(in_fast.false_verdicts) < FALSE_MOST);
    assert_true(share_of(in_fast.coverage) >
                stated(&in_fast) - 0.01 - slack(STATS_CONFIDENCE, in_fast.coverage.of));
    /* However loud, false verdicts stay rare; what is lost is what could have been found. */
    for (size_t i = 0; i < 4; i++) {
        static const double loud[] = {0.02, 0.04, 0.1, 1};
        struct noise noise = noises[NOISES - 1];
        char name[32];
        struct found found = {0};
        noise.own = loud[i];
        snprintf(name, sizeof name, "all of it, noise %.0f %%", 100 * loud[i]);
        pair(&noise, &found);
        line(name, &found);
        if (!(share_of(found.false_verdicts) < FALSE_MOST + slack(FALSE_MOST, TRIALS)))
            fail_msg("%s: %.2f %% false verdicts", name, 100 * share_of(found.false_verdicts));
    }
}

/* --- rounds that end by --precision --- */

static struct sample *sample_room(void)
{
    struct sample *samples = calloc(ROUNDS, sizeof *samples);
    assert_non_null(samples);
    for (unsigned i = 0; i < ROUNDS; i++) {
        samples[i].round = i + 1;
        samples[i].record.searches = 1;
    }
    return samples;
}

/* Rounds as the harness takes them; returns how many. */
static unsigned take_rounds(struct results *results, const struct simulated *run)
{
    unsigned round = 0, narrow = 0;
    while (round < ROUNDS && !precision_reached(results, round, &narrow)) {
        for (size_t i = 0; i < 2; i++) {
            struct row *row = &results->rows[i];
            row->samples[round].record.search_ns[0] = (uint64_t)(run->time[i][round] * 1e9);
            row->sample_count = round + 1;
        }
        round++;
    }
    return round;
}

static void stopping_early_keeps_it_too(void **unused)
{
    static const double quiet[] = {0.002, 0.004, 0.006, 0.008, 0.01};
    (void)unused;
    state = 2;
    struct results results = samples_results();
    samples_row(&results, "slow", NULL);
    samples_row(&results, "fast", "slow");
    results.precision = 0.02;
    for (size_t i = 0; i < 2; i++) {
        results.rows[i].samples = sample_room();
        results.rows[i].rounds = ROUNDS;
    }
    head("Rounds ended by --precision 2%, a single comparison (the worst case)");
    for (size_t i = 0; i < sizeof quiet / sizeof quiet[0]; i++) {
        for (int normal = 0; normal < 2; normal++) {
            struct noise noise = {.own = quiet[i], .normal = normal};
            struct found found = {0};
            size_t rounds = 0;
            char name[64];
            for (size_t trial = 0; trial < 2 * (size_t)TRIALS; trial++) {
                double truth = trial % 2 ? DIFFERENCE : 1;
                struct simulated run = simulate(&noise, truth, 1);
                rounds += take_rounds(&results, &run);
                struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
                assert_true(speedup.has_interval);
                note(&found, &speedup.interval, stats_verdict(&speedup.interval), truth);
            }
            snprintf(name, sizeof name, "%.1f %%%s, %.1f rounds", 100 * quiet[i],
                     normal ? ", normal" : "", (double)rounds / (double)found.coverage.of);
            line(name, &found);
            /* Of what is claimed half a point may be lost to stopping; of 95 % nothing is. */
            hold(name, &found, 0.005);
            assert_true(share_of(found.coverage) >
                        STATS_CONFIDENCE - slack(STATS_CONFIDENCE, found.coverage.of));
        }
    }
    results_free(&results);
}

/* --- two runs --- */

static void hold_runs(const struct noise *noise, bool ratios, double spread, struct found *found)
{
    for (size_t trial = 0; trial < 2 * (size_t)TRIALS; trial++) {
        double truth = trial % 2 ? DIFFERENCE : 1, values[2][ROUNDS];
        for (size_t i = 0; i < 2; i++) {
            /* The variant looked at is 1; 0 is the baseline. Each run has a machine of its own. */
            double machine = 1 + spread * (2 * uniform() - 1);
            struct noise own = *noise;
            own.drift *= uniform();
            struct simulated run = simulate(&own, i == 1 ? truth : 1, machine);
            for (size_t j = 0; j < ROUNDS; j++)
                values[i][j] = ratios ? run.time[1][j] / run.time[0][j] : run.time[1][j];
        }
        struct unpaired change = unpaired_compare(values[0], ROUNDS, values[1], ROUNDS);
        assert_true(change.has_interval);
        enum verdict verdict = stats_verdict(&change.interval);
        note(found, &change.interval,
             differs(verdict) && change.p > 1 - STATS_CONFIDENCE ? VERDICT_UNCLEAR : verdict,
             truth);
    }
}

static void two_runs_keep_what_they_claim(void **unused)
{
    (void)unused;
    state = 3;
    head("Two runs of 20 rounds, by times, on a machine that is the same in both");
    for (size_t i = 0; i < 2; i++) {
        struct found found = {0};
        hold_runs(&noises[i], false, 0, &found);
        line(noises[i].name, &found);
        hold(noises[i].name, &found, 0);
    }
    head("By ratios to the baseline, on one that is up to 10 % faster or slower in each");
    for (size_t i = 0; i < NOISES; i++) {
        struct found found = {0};
        hold_runs(&noises[i], true, 0.1, &found);
        line(noises[i].name, &found);
        hold(noises[i].name, &found, i < 2 ? 0 : 0.01);
    }
    /* What times cannot know, whatever the method: this is why there are ratios, and --across. */
    struct found found = {0};
    hold_runs(&noises[0], false, 0.1, &found);
    head("By times, on such a machine: what nothing but ratios can tell apart");
    line(noises[0].name, &found);
    assert_true(share_of(found.false_verdicts) > 0.5);
}

/* --- many rows --- */

static void families_are_wrong_as_rarely_as_holm_says(void **unused)
{
    enum {
        ROWS = 16
    };
    static const struct {
        size_t rounds;
        double noise;
    } cases[] = {{6, 0.01}, {6, 0.1}, {20, 0.01}, {20, 0.1}};
    (void)unused;
    state = 4;
    printf("\nComparisons of 16 identical variants each: those with a false finding\n"
           "%-28s %8s %8s %8s\n",
           "noise", "p %", "Holm %", "verdict %");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct noise noise = noises[1];
        struct share any_p = {0}, any_holm = {0}, any_verdict = {0};
        size_t rounds = cases[i].rounds;
        noise.own = cases[i].noise;
        for (size_t family = 0; family < FAMILIES; family++) {
            double p[ROWS], holm[ROWS], values[2][ROUNDS];
            struct interval intervals[ROWS];
            bool by_p = false, by_holm = false, by_verdict = false;
            for (size_t row = 0; row < ROWS; row++) {
                for (size_t j = 0; j < 2 * rounds; j++)
                    values[j % 2][j / 2] = own_noise(&noise);
                struct unpaired change = unpaired_compare(values[0], rounds, values[1], rounds);
                p[row] = change.p;
                intervals[row] = change.interval;
            }
            unpaired_holm(p, ROWS, holm);
            for (size_t row = 0; row < ROWS; row++) {
                by_p |= p[row] <= 1 - STATS_CONFIDENCE;
                by_holm |= holm[row] <= 1 - STATS_CONFIDENCE;
                by_verdict |=
                    holm[row] <= 1 - STATS_CONFIDENCE && differs(stats_verdict(&intervals[row]));
            }
            count(&any_p, by_p);
            count(&any_holm, by_holm);
            count(&any_verdict, by_verdict);
        }
        printf("%4.0f %%, outliers, %2zu rounds   %8.1f %8.2f %8.2f\n", 100 * noise.own, rounds,
               100 * share_of(any_p), 100 * share_of(any_holm), 100 * share_of(any_verdict));
        assert_true(share_of(any_holm) < 0.05 + slack(0.05, FAMILIES));
        assert_true(share_of(any_verdict) <= share_of(any_holm));
        assert_true(share_of(any_p) > 0.3); /* what a correction is for */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_keeps_what_it_claims),
        cmocka_unit_test(stopping_early_keeps_it_too),
        cmocka_unit_test(two_runs_keep_what_they_claim),
        cmocka_unit_test(families_are_wrong_as_rarely_as_holm_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
