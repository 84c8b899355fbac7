/* The story, on results made by hand. */
#include "base/strings.h"
#include "figures/ladder.h"
#include "figures/story.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

/* What must hold of any story. free() it. */
static char *tell(const struct results *results)
{
    char *story = figured_text(story_tell, results);
    assert_non_null(story);
    assert_lacks(story, "nan");
    assert_lacks(story, "inf");
    assert_lacks(story, "(null)");
    assert_lacks(story, "e+");
    assert_lacks(story, "  ");
    assert_lacks(story, "\n");
    assert_lacks(story, "..");
    assert_true(strlen(story) > 1 && story[0] != ' ' && story[strlen(story) - 1] == '.');
    struct figures figures = figures_of(results);
    json_t *sentences = story_sentences(&figures);
    assert_true(json_array_size(sentences) <= 4);
    json_decref(sentences);
    figures_free(&figures);
    return story;
}

static void told(const struct results *results, const char *expected)
{
    char *story = tell(results);
    assert_string_equal(story, expected);
    free(story);
}

static enum outcome outcome(const struct results *results, size_t row)
{
    struct figures figures = figures_of(results);
    enum outcome outcome = figures.rows[row].outcome;
    figures_free(&figures);
    return outcome;
}

static void add_rung(struct results *results, const char *name, enum stage attacks,
                     const char *effect, uint64_t search_ns)
{
    struct row *row = samples_row(results, name, "baseline");
    row->is.attacks = STAGE_BIT(attacks);
    samples_effect(row, attacks, effect);
    samples_rounds(row, 9, search_ns);
}

static struct row *add_baseline(struct results *results)
{
    struct row *baseline = samples_row(results, "baseline", NULL);
    samples_stage(baseline, STAGE_READ, 50);
    samples_stage(baseline, STAGE_LOWER, 350);
    samples_stage(baseline, STAGE_SEARCH, 600);
    samples_rounds(baseline, 9, 1000);
    return baseline;
}

static void ideas_are_told_apart(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "cached", STAGE_READ, EFFECT_GONE, 980);
    add_rung(&results, "caseless", STAGE_LOWER, EFFECT_GONE, 1000);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 625);
    struct row *blind = samples_row(&results, "blind", "baseline"); /* attacks nothing */
    samples_rounds(blind, 9, 2000);
    struct row *best = &results.rows[3];
    samples_stage(best, STAGE_LOWER, 200);
    samples_stage(best, STAGE_READ, 50);
    told(&results,
         "baseline spends 60 % of its time on search; this share falls to 0 % in combined. "
         "cached cannot pay (at most 1.05×); caseless and blind were wasted. "
         "combined paid most: 1.60× as fast as baseline (at most 2.50×). "
         "combined is the fastest, 1.60× baseline; its bottleneck is lower, 80 % of its "
         "time, which no rung of this run attacks.");
    free(blind->is.after);
    blind->is.after = copy_string("combined");
    blind->is.attacks = STAGE_BIT(STAGE_LOWER);
    char *story = tell(&results);
    assert_has(story, "lower, 80 % of its time, which blind attacks.");
    free(story);
    row_fail(blind, STATUS_SKIPPED, "no GPU");
    story = tell(&results);
    assert_has(story, "lower, 80 % of its time, which no rung of this run attacks.");
    free(story);
    row_clear(blind);

    assert_int_equal(outcome(&results, 0), OUTCOME_NONE); /* it follows nothing */
    assert_int_equal(outcome(&results, 1), OUTCOME_CANNOT_PAY);
    assert_int_equal(outcome(&results, 2), OUTCOME_WASTED);
    assert_int_equal(outcome(&results, 3), OUTCOME_PAID);
    for (size_t i = 1; i <= 3; i++) {
        struct row *row = &results.rows[i];
        for (size_t j = 0; j < row->sample_count; j++)
            snprintf(row->samples[j].disturbed, DISTURBED_SIZE, "steal 50 %%");
        assert_int_equal(outcome(&results, i), /* no noise makes that undecided */
                         i == 1 ? OUTCOME_CANNOT_PAY : OUTCOME_UNDECIDED);
        assert_int_equal(figured_verdict(&results, row), VERDICT_UNCLEAR);
        for (size_t j = 0; j < row->sample_count; j++)
            *row->samples[j].disturbed = '\0';
    }
    best->sample_count = 3; /* too few */
    assert_int_equal(outcome(&results, 3), OUTCOME_UNDECIDED);
    results.rows[1].sample_count = 3;
    assert_int_equal(outcome(&results, 1), OUTCOME_CANNOT_PAY);
    results_free(&results);
}

/* A run whose limit of the disk lets a text be read in 1000 ns. */
static void what_the_disk_gives_is_told(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct limit *disk = &results.limits[results.limit_count++];
    *disk = (struct limit){.gb_per_s = (double)results.data.bytes / 1000};
    snprintf(disk->name, sizeof disk->name, LIMIT_DISK);
    add_baseline(&results);
    add_rung(&results, "cold", STAGE_READ, LIMIT_DISK, 1030);
    struct row *cold = &results.rows[1];
    cold->is.cold = true;
    free(cold->is.limit);
    cold->is.limit = copy_string(LIMIT_DISK);
    char *story = tell(&results);
    assert_has(story,
               "cold reads from the disk at 97 % of disk_read, since the kernel reads ahead: "
               "asking for blocks earlier gains little.");
    free(story);
    disk->gb_per_s /= 2;
    story = tell(&results);
    assert_has(story, "cold cannot pay (at most 0.50×)."); /* not 1.00×: at best it loses */
    free(story);
    disk->gb_per_s *= 2;
    cold->sample_count = 0;
    samples_rounds(cold, 9, 2000);
    add_rung(&results, "overlapped", STAGE_READ, LIMIT_DISK, 1010);
    struct row *overlapped = &results.rows[2];
    overlapped->is.cold = true;
    free(overlapped->is.limit);
    overlapped->is.limit = copy_string(LIMIT_DISK);
    story = tell(&results);
    assert_has(story,
               "cold reads from the disk at 50 % of disk_read: the disk waits for the program; "
               "from there overlapped is the fastest, at 99 % of disk_read.");
    free(story);
    results_free(&results);
}

/* By the whole interval of the gain, never by its middle. */
static void outcomes_at_their_bounds(void **state)
{
    (void)state;
    const struct {
        uint64_t slowest, typical, fastest;
        uint64_t lower; /* of the parent's 1000 ns */
        enum outcome outcome;
    } cases[] = {
        {909, 500, 400, 350, OUTCOME_PAID},      {910, 500, 400, 350, OUTCOME_UNDECIDED},
        {990, 950, 910, 350, OUTCOME_WASTED},    {990, 950, 909, 350, OUTCOME_UNDECIDED},
        {3000, 2000, 1500, 350, OUTCOME_WASTED}, {600, 500, 400, 90, OUTCOME_CANNOT_PAY},
        {600, 500, 400, 91, OUTCOME_PAID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct results results = samples_results();
        struct row *baseline = samples_row(&results, "baseline", NULL);
        samples_stage(baseline, STAGE_LOWER, cases[i].lower);
        samples_stage(baseline, STAGE_SEARCH, 1000 - cases[i].lower);
        samples_rounds(baseline, 8, 1000);
        add_rung(&results, "caseless", STAGE_LOWER, EFFECT_GONE, cases[i].typical);
        results.rows[1].samples[2].record.search_ns = cases[i].slowest;
        results.rows[1].samples[5].record.search_ns = cases[i].fastest;
        results.rows[1].sample_count = 8;
        assert_int_equal(outcome(&results, 1), cases[i].outcome);
        if (cases[i].outcome == OUTCOME_CANNOT_PAY) /* that is about the ceiling */
            assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
        results_free(&results);
    }
}

static void many_ideas_in_vain(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    for (int i = 0; i < 5; i++) {
        char name[] = "read_a";
        name[5] = (char)('a' + i);
        add_rung(&results, name, STAGE_READ, EFFECT_GONE, 1000);
        char *story = tell(&results);
        static const char *const names[] = {
            "read_a", "read_a and read_b", "read_a, read_b and read_c",
            "read_a, read_b, read_c and read_d", "read_a, read_b, read_c and 2 others"};
        char *says = format_string(". %s cannot pay (at most 1.05×).", names[i]);
        assert_has(story, says);
        free(says);
        free(story);
    }
    results_free(&results);
}

/* The largest falls of the stage that took most, on the way to the fastest, in ladder order. */
static void how_the_time_fell(void **state)
{
    (void)state;
    static const struct {
        const char *name, *after;
        uint64_t search; /* of 1000 */
    } rungs[] = {{"one", "baseline", 590}, {"two", "one", 500},    {"aside", "one", 1},
                 {"three", "two", 700},    {"four", "three", 200}, {"five", "four", 150},
                 {"six", "five", 50}};
    struct results results = samples_results();
    add_baseline(&results);
    for (size_t i = 0; i < sizeof rungs / sizeof rungs[0]; i++) {
        struct row *row = samples_row(&results, rungs[i].name, rungs[i].after);
        samples_rounds(row, 9, i == 2 ? 5000 : 900 - 100 * i);
        samples_stage(row, STAGE_SEARCH, rungs[i].search);
        samples_stage(row, STAGE_OTHER, 1000 - rungs[i].search);
    }
    char *story = tell(&results);
    assert_has(
        story,
        "baseline spends 60 % of its time on search; this share falls to 50 % in two, 20 % in "
        "four and 5 % in six. ");
    free(story);
    for (size_t i = 1; i < results.row_count; i++) /* a file may say so */
        if (strcmp(results.rows[i].is.name, "one") == 0) {
            free(results.rows[i].is.after);
            results.rows[i].is.after = copy_string("six");
        }
    free(tell(&results));
    results_free(&results);
}

static void a_run_may_not_be_trusted(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    struct row *control = samples_row(&results, "baseline_again", NULL);
    control->is.copy_of = strdup("baseline");
    assert_non_null(control->is.copy_of);
    samples_rounds(control, 9, 800);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    add_rung(&results, "cached", STAGE_READ, EFFECT_GONE, 980);
    assert_int_equal(outcome(&results, 2), OUTCOME_UNDECIDED);
    told(&results,
         "Don't trust this run: baseline, run twice under two names, differs from itself. "
         "baseline spends 60 % of its time on search. cached cannot pay (at most 1.05×). "
         "combined is the fastest, 2.00× baseline.");
    for (size_t i = 0; i < control->sample_count; i++)
        control->samples[i].record.search_ns = 1000;
    assert_int_equal(outcome(&results, 2), OUTCOME_PAID);
    char *story = tell(&results);
    assert_lacks(story, "trust");
    free(story);
    results_warn(&results, true, copy_string("others used the cores"), "stop them");
    story = tell(&results);
    assert_has(story, "Don't trust this run: others used the cores. baseline spends");
    free(story);
    results_free(&results);
}

/* What is fast at finding nothing is no story. */
static void nothing_found(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    results.data.matches = 0;
    results.data.lines = 1000000;
    told(&results, "Nothing was found: no match of [0-9]{1}bob, [0-9]{1}rob in 1,000,000 lines; "
                   "are these your patterns? baseline spends 60 % of its time on search.");
    results.data.utf_16 = true;
    told(&results, "Nothing was found: the text is UTF-16, where each letter takes two bytes. "
                   "baseline spends 60 % of its time on search.");
    results.data.bytes = 0;
    char *story = tell(&results);
    assert_has(story, "Nothing was found: the text is empty. baseline ");
    assert_lacks(story, "paid");
    free(story);
    results_free(&results);
}

/* The machine's limit is the bottleneck once it is reached. */
static void the_machine_is_the_bottleneck(void **state)
{
    (void)state;
    struct results results = samples_results(); /* of 1000 bytes */
    add_baseline(&results);
    add_rung(&results, "mapped", STAGE_READ, EFFECT_GONE, 100);
    results.rows[1].is.limit = copy_string(LIMIT_READ);
    samples_stage(&results.rows[1], STAGE_READ, 100);
    results.limits[0] = (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = 10.5};
    results.limit_count = 1;
    char *story = tell(&results);
    assert_has(story,
               "mapped is the fastest, 10.0× baseline; it reaches 95 % of page_cache_read, so "
               "the machine is its bottleneck.");
    assert_has(story, "mapped gained 10.00× although the ledger allows at most 1.05×: its ceiling "
                      "does not hold. mapped is");
    assert_lacks(story, "cannot pay");
    free(story);
    results.limits[0].gb_per_s = 20;
    story = tell(&results);
    assert_has(story,
               "its bottleneck is read, 100 % of its time, which no rung of this run attacks.");
    free(story);
    results_free(&results);
}

/* Where too few rounds leave a gain open that its ceiling rules out. */
static void a_gain_beyond_its_ceiling(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "cached", STAGE_READ, EFFECT_GONE, 980);
    add_rung(&results, "mapped", STAGE_READ, EFFECT_GONE, 355);
    results.rows[2].sample_count = 2;
    told(&results,
         "baseline spends 60 % of its time on search. cached cannot pay (at most 1.05×); mapped "
         "gained 2.82× although the ledger allows at most 1.05×: one of the two is wrong, and this "
         "run can't tell which. mapped is the fastest, 2.82× baseline.");
    results.rows[2].samples[0].record.search_ns = results.rows[2].samples[1].record.search_ns = 950;
    told(&results, "baseline spends 60 % of its time on search. cached and mapped cannot pay (at "
                   "most 1.05×). mapped is the fastest, 1.05× baseline.");
    results_free(&results);
}

/* The median of three times, and of their ratios, need not agree. */
static void the_rounds_contradict_the_medians(void **state)
{
    (void)state;
    static const uint64_t first_ns[] = {100, 500, 900}, other_ns[] = {200, 1000, 400};
    struct results results = samples_results();
    struct row *first = samples_row(&results, "simd", NULL),
               *other = samples_row(&results, "cold", NULL);
    for (unsigned i = 0; i < 3; i++) {
        samples_add(first, i + 1, first_ns[i]);
        samples_add(other, i + 1, other_ns[i]);
    }
    told(&results, "simd has no stage run: where its time goes is unknown. cold has the shortest "
                   "median time, but round by round it is only 0.500× simd: this run can't tell "
                   "which is faster.");
    results_free(&results);
}

static void without_measurements(void **state)
{
    (void)state;
    struct results results = samples_results();
    char *story = tell(&results);
    assert_string_equal(story, "Nothing was measured.");
    free(story);

    struct row *row = samples_row(&results, "baseline", NULL);
    story = tell(&results);
    assert_string_equal(story, "Nothing was measured.");
    free(story);
    for (enum status status = STATUS_OK + 1; status < STATUS_COUNT; status++) {
        samples_rounds(row, 6, 1000); /* what it counted wrongly does not count */
        row_fail(row, status, "failed");
        story = tell(&results);
        assert_string_equal(story, "Nothing was measured.");
        free(story);
    }
    results_free(&results);
}

static void without_stage_runs(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "baseline", NULL), 9, 1000);
    told(&results, "baseline has no stage run: where its time goes is unknown.");
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    told(&results, "baseline has no stage run: where its time goes is unknown. combined paid "
                   "most: 2.00× as fast as baseline. combined is the fastest, 2.00× baseline.");
    results_free(&results);
}

static void without_a_baseline(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    samples_stage(&results.rows[0], STAGE_SEARCH, 400);
    samples_stage(&results.rows[0], STAGE_READ, 100);
    told(&results, "combined spends 80 % of its time on search.");

    /* A baseline that failed is none. */
    row_fail(add_baseline(&results), STATUS_FAILED, "failed");
    told(&results, "combined spends 80 % of its time on search.");
    results_free(&results);
}

/* The fastest is a rung, by its search time, as every other figure of the ladder is: not the
 * control, nor what is not end to end, nor whose process ends first. */
static void who_is_the_fastest(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "starts_fast", STAGE_SEARCH, EFFECT_ANEW, 500);
    add_rung(&results, "searches_fast", STAGE_SEARCH, EFFECT_ANEW, 400);
    add_rung(&results, "in_place", STAGE_SEARCH, EFFECT_ANEW, 100);
    results.rows[3].is.apart = true;
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = copy_string("searches_fast");
    samples_rounds(control, 9, 399);
    for (size_t i = 0; i < 6; i++)
        results.rows[2].samples[i].wall_ns = 900;
    struct figures figures = figures_of(&results);
    assert_ptr_equal(figures.fastest, &figures.rows[2]);
    assert_ptr_equal(ladder_fastest_process(&results, false), &results.rows[1]); /* for peers */
    figures_free(&figures);
    char *story = tell(&results);
    assert_has(story, "searches_fast is the fastest, 2.50× baseline.");
    free(story);
    results_free(&results);
}

static void add_after(struct results *results, const char *name, const char *after, uint64_t ns)
{
    add_rung(results, name, STAGE_LOWER, EFFECT_GONE, ns);
    struct row *row = &results->rows[results->row_count - 1];
    free(row->is.after);
    row->is.after = copy_string(after);
}

/* Where the idea was in vain at first, paid in the end, and is the same. */
static void an_idea_that_comes_again(void **state)
{
    (void)state;
    for (int change = 0; change < 5; change++) {
        struct results results = samples_results();
        add_baseline(&results);
        add_after(&results, "caseless", "baseline", change == 1 ? 500 : 1000);
        add_rung(&results, "jit", STAGE_SEARCH, EFFECT_GONE, 400);
        samples_stage(&results.rows[2], STAGE_LOWER, 350);
        add_after(&results, change == 3 ? "jitcaseless" : "jit_caseless", "jit",
                  change == 4 ? 400 : 50);
        if (change == 2)
            results.rows[3].is.attacks = STAGE_BIT(STAGE_SEARCH);
        struct figures figures = figures_of(&results);
        assert_ptr_equal(story_again(&figures, &figures.rows[1]),
                         change == 0 ? &figures.rows[3] : NULL);
        assert_null(story_again(&figures, &figures.rows[0]));
        assert_null(story_again(&figures, &figures.rows[3]));
        figures_free(&figures);
        results_free(&results);
    }
}

/* With a library in which jit_caseless is slower, it is another rung at which the idea pays. */
static void the_pair_that_a_run_shows(void **state)
{
    (void)state;
    for (int slower = 0; slower < 2; slower++) {
        struct results results = samples_results();
        add_baseline(&results);
        add_after(&results, "caseless", "baseline", 990);
        add_rung(&results, "jit", STAGE_SEARCH, EFFECT_GONE, 400);
        add_after(&results, "jit_caseless", "jit", slower ? 410 : 190);
        add_rung(&results, "hyperscan_lines", STAGE_SEARCH, EFFECT_GONE, 200);
        add_after(&results, "hyperscan_caseless", "hyperscan_lines", 100);
        struct figures figures = figures_of(&results);
        assert_ptr_equal(story_again(&figures, &figures.rows[1]), &figures.rows[slower ? 5 : 3]);
        assert_ptr_equal(story_again(&figures, &figures.rows[3]), NULL);
        figures_free(&figures);
        char *story = tell(&results), *walk = figured_text(story_walk, &results);
        assert_int_equal(strstr(story, "caseless and jit_caseless were wasted") != NULL, slower);
        assert_has(walk, "- **caseless**: no word of its idea. It attacks 35 % of the time of "
                         "baseline: at most 1.54×, predicted 1.54×. It gained 1.01×: wasted.\n");
        free(story);
        free(walk);
        samples_effect(&results.rows[1], STAGE_SEARCH, EFFECT_ANEW); /* at a rate nobody knows */
        walk = figured_text(story_walk, &results);
        assert_has(walk, " baseline: at most 1.54×. It gained 1.01×: wasted.\n");
        free(walk);
        results_free(&results);
    }
}

/* Only one stage, no time in any, rounds that do not meet: 1 / 0 and 0 / 0 lie near. */
static void odd_shares(void **state)
{
    (void)state;
    const uint64_t searches[][2] = {{0, 0},       {0, 500},       {500, 0},
                                    {1, 1000000}, {1000000, 1},   {1, 120},
                                    {5, 1000},    {INT64_MAX, 1}, {INT64_MAX, INT64_MAX}};
    const char *const effects[] = {EFFECT_GONE, EFFECT_SHARED, EFFECT_ANEW, LIMIT_PIPE, NULL};
    for (size_t s = 0; s < sizeof searches / sizeof searches[0]; s++)
        for (size_t f = 0; f < sizeof effects / sizeof effects[0]; f++)
            for (uint64_t time = 100; time <= 10000; time *= 10) {
                struct results results = samples_results();
                struct row *baseline = samples_row(&results, "baseline", NULL);
                samples_stage(baseline, STAGE_READ, searches[s][0]);
                samples_stage(baseline, STAGE_SEARCH, searches[s][1]);
                samples_rounds(baseline, 9, 1000);
                add_rung(&results, "next", STAGE_SEARCH, effects[f], time);
                samples_stage(&results.rows[1], STAGE_SEARCH, searches[s][0]);
                samples_stage(&results.rows[1], STAGE_READ, searches[s][1]);
                free(tell(&results));
                results_free(&results);
            }
}

static void rounds_that_do_not_meet(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    struct row *late = samples_row(&results, "late", "baseline");
    samples_add(late, 50, 10);
    samples_stage(late, STAGE_READ, 10);
    char *story = tell(&results);
    assert_has(story, "late is the fastest; its bottleneck is read");
    assert_lacks(story, "paid");
    free(story);
    results_free(&results);
}

static void long_names_are_kept_whole(void **state)
{
    (void)state;
    char name[400];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct results results = samples_results();
    struct row *row = samples_row(&results, name, NULL);
    samples_rounds(row, 6, 1000);
    samples_stage(row, STAGE_READ, 1);
    char *story = tell(&results);
    assert_has(story, name);
    assert_has(story, "n spends 100 % of its time on read.");
    free(story);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ideas_are_told_apart),
        cmocka_unit_test(what_the_disk_gives_is_told),
        cmocka_unit_test(outcomes_at_their_bounds),
        cmocka_unit_test(many_ideas_in_vain),
        cmocka_unit_test(how_the_time_fell),
        cmocka_unit_test(a_run_may_not_be_trusted),
        cmocka_unit_test(nothing_found),
        cmocka_unit_test(the_machine_is_the_bottleneck),
        cmocka_unit_test(a_gain_beyond_its_ceiling),
        cmocka_unit_test(the_rounds_contradict_the_medians),
        cmocka_unit_test(without_measurements),
        cmocka_unit_test(without_stage_runs),
        cmocka_unit_test(without_a_baseline),
        cmocka_unit_test(odd_shares),
        cmocka_unit_test(rounds_that_do_not_meet),
        cmocka_unit_test(long_names_are_kept_whole),
        cmocka_unit_test(who_is_the_fastest),
        cmocka_unit_test(an_idea_that_comes_again),
        cmocka_unit_test(the_pair_that_a_run_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
