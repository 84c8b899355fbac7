/* What is said under a run's tables. */
#include "base/strings.h"
#include "show/captions.h"
#include "show/markdown.h"
#include "show/run_header.h"
#include "show/run_view.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

/* What is said of a column goes with it; a paragraph's further lines begin at the margin. */
static void captions_follow_their_tables(void **state)
{
    (void)state;
    struct results results = samples_results();
    results.limits[0] = (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = 20};
    results.limit_count = 1;
    limits_keep_round(&results.limits[0], 0, 20);
    for (int i = 0; i < 5; i++) {
        struct row *row = samples_row(&results, "a_rung_with_quite_a_long_name", NULL);
        row->is.limit = strdup(LIMIT_READ);
        for (unsigned round = 1; round < 14; round++)
            samples_add(row, round, 500 + round);
        samples_add(row, 14, 9000);
    }
    for (int wide = 0; wide < 2; wide++) {
        char *text;
        struct terminal terminal = {samples_memory(&text), wide ? 140 : 60, false};
        struct figures figures = figures_of(&results);
        run_view_part(&terminal, &figures, "times");
        fclose(terminal.to);
        figures_free(&figures);
        assert_int_equal(strstr(text, " 10 % ") != NULL, wide);
        assert_int_equal(strstr(text, "Of limit: ") != NULL, wide);
        assert_int_equal(strstr(text, "(left out: ") != NULL, !wide);
        assert_has(text, "Outliers, which stay in every figure:");
        assert_lacks(text, "\n  ");
        free(text);
    }
    results_free(&results);
}

/* Only where there are intervals does the title speak of them. */
static void the_title_of_the_times(void **state)
{
    (void)state;
    for (unsigned rounds = 5; rounds <= 6; rounds++)
        for (int cold = 0; cold < 2; cold++) {
            struct results results = samples_results();
            results.cold = cold;
            samples_rounds(samples_row(&results, "one", NULL), rounds, 1000);
            samples_rounds(samples_row(&results, "two", NULL), 1, 1000);
            struct figures figures = figures_of(&results);
            char *text, *title = format_string("**The times%s (median of fresh processes%s)**\n",
                                               cold ? ", cold" : "",
                                               rounds == 6 ? ", with its 95 % interval" : "");
            FILE *to = samples_memory(&text);
            assert_true(markdown_part(to, &figures, "times"));
            fclose(to);
            assert_has(text, title);
            free(title);
            free(text);
            figures_free(&figures);
            results_free(&results);
        }
}

static void ranks_and_where_their_times_are_from(void **state)
{
    (void)state;
    static const struct {
        int bytes;
        const char *cell;
    } shares[] = {{1, "1 B"}, {999, "999 B"}, {1000, "1.000 kB"}, {1234567, "1.235 MB"}};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        struct results results = samples_results();
        struct row *row = samples_row(&results, "mpi", NULL);
        samples_add(row, 1, 1000000);
        row->samples[0].wall_ns = 3000000;
        row->samples[0].record.ranks =
            json_pack("[{s:s, s:i, s:i, s:i}]", "host", "one", "bytes", shares[i].bytes,
                      "prepare_ns", 70, "search_ns", 1000000);
        struct figures figures = figures_of(&results);
        char *text, *cell = format_string("| one | %s |", shares[i].cell);
        FILE *to = samples_memory(&text);
        assert_true(markdown_part(to, &figures, "ranks"));
        fclose(to);
        assert_has(text, "**The ranks, each by its own clock (medians; the stages are those of "
                         "separate runs)**");
        assert_has(text, cell);
        assert_has(text, "Starting and ending the 1 rank of mpi takes 0.00200 s, 2.0 times as long "
                         "as the search, whose time is that of the slowest rank.\n");
        free(cell);
        free(text);
        figures_free(&figures);
        results_free(&results);
    }
}

static void one_is_no_plural(void **state)
{
    (void)state;
    struct results results = samples_results();
    results.data.bytes = results.data.lines = results.data.matches = 1;
    char *text = run_header_text(&results);
    assert_has(text, ": 1 byte in 1 line (");
    assert_has(text, "), 1 match; ");
    free(text);
    results.patterns.lines = true;
    text = run_header_text(&results);
    assert_has(text, "), 1 matching line; ");
    free(text);
    results.data.bytes = 2000;
    results.data.lines = 2;
    results.data.matches = 0;
    text = run_header_text(&results);
    assert_has(text, ": 2,000 bytes in 2 lines (");
    assert_has(text, "), 0 matching lines, those of each pattern added; ");
    free(text);
    for (int cores = 1; cores <= 2; cores++) {
        json_t *machine = json_pack("{s:s, s:i}", "cpu", "A", "cores", cores);
        text = run_header_machine(machine);
        assert_has(text, cores == 1 ? "A, 1 core, " : "A, 2 cores, ");
        free(text);
        json_decref(machine);
    }
    results_free(&results);
}

/* A parent that spends `lower` of its 1000 ns on lower-casing, as its stage run of `stages` ns
 * says, and a rung that does without, in 500 ns; both against a limit of so many GB/s. */
static struct results attacked(uint64_t lower, uint64_t stages, double limit_gb_per_s)
{
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL);
    samples_rounds(parent, 7, 1000);
    samples_stage(parent, STAGE_LOWER, lower);
    samples_stage(parent, STAGE_SEARCH, stages - lower);
    struct row *rung = samples_row(&results, "rung", "parent");
    rung->is.attacks = STAGE_BIT(STAGE_LOWER);
    samples_effect(rung, STAGE_LOWER, EFFECT_GONE);
    rung->is.limit = strdup(LIMIT_READ);
    samples_rounds(rung, 7, 500);
    results.limits[0] =
        (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = limit_gb_per_s};
    results.limit_count = 1;
    return results;
}

static void says(const struct results *results, bool does, const char *sentence)
{
    char *printed, *markdown = figured_written(markdown_all, results);
    struct figures figures = figures_of(results);
    struct terminal terminal = {samples_memory(&printed), 200, false};
    run_view_part(&terminal, &figures, "times");
    run_view_part(&terminal, &figures, "ledger");
    fclose(terminal.to);
    figures_free(&figures);
    for (char *end = printed; (end = strchr(end, '\n'));)
        *end = ' '; /* a sentence may take several lines */
    assert_int_equal(strstr(markdown, sentence) != NULL, does);
    assert_int_equal(strstr(printed, sentence) != NULL, does);
    free(markdown);
    free(printed);
}

static void who_gains_more_than_it_could(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct results results = attacked(more ? 300 : 600, 1000, 100);
        says(&results, more, "Gained more than the ceiling allows: rung.");
        results_free(&results);
    }
    struct results results = attacked(300, 1000, 100);
    samples_stage(&results.rows[1], STAGE_SEARCH, 500);
    says(&results, true,
         "Gained more than the ceiling allows: rung (search, which it does not attack, took "
         "0.000200 ms "
         "less).");
    results_free(&results);
}

/* A row that searches the first quarter of a text of 1000 bytes in 250 ns, without a start, and
 * runs on all of it that take longer by so many ns than four times that. */
static struct results on_the_first_bytes(int more_ns)
{
    struct results results = samples_results();
    struct row *row = samples_row(&results, "slow", NULL);
    for (unsigned round = 1; round <= 7; round++) {
        samples_add(row, round, 250);
        row->samples[round - 1].bytes = 250;
    }
    for (unsigned round = 1; round <= 2; round++)
        row_add_probe(row,
                      &(struct probe){.kind = PROBE_WHOLE,
                                      .sample = {.round = round,
                                                 .record.search_ns = (uint64_t)(1000 + more_ns)}});
    return results;
}

static void whose_times_are_of_all_the_text(void **state)
{
    (void)state;
    static const struct {
        int more_ns;
        const char *says;
    } cases[] = {{0, NULL},
                 {29, NULL},
                 {-29, NULL},
                 {31, "so the table shows the times of whole runs: slow +3 %."},
                 {-200, "so the table shows the times of whole runs: slow -20 %."}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct results results = on_the_first_bytes(cases[i].more_ns);
        char *line = figured_text(captions_fits, &results);
        assert_int_equal(line != NULL, cases[i].says != NULL);
        if (line && cases[i].says) {
            assert_has(line, cases[i].says);
            says(&results, true, "slow ");
        }
        free(line);
        results_free(&results);
    }
}

static void whose_stages_do_not_add_up(void **state)
{
    (void)state;
    for (int much = 0; much < 2; much++) {
        struct results results = attacked(500, much ? 1250 : 1050, 100);
        says(&results, much, "rough: parent -20 %.");
        results_free(&results);
    }
}

static void who_is_faster_than_the_limit(void **state)
{
    (void)state;
    for (int faster = 0; faster < 2; faster++) {
        struct results results = attacked(600, 1000, faster ? 1.6 : 2);
        says(&results, faster, "measured too low: rung at 125 % of page_cache_read.");
        results_free(&results);
    }
}

static void what_ended_the_rounds(void **state)
{
    (void)state;
    struct results results = samples_spread(12, 0.2);
    assert_null(figured_text(captions_rounds, &results));
    results.rounds_end = ROUNDS_END_BUDGET;
    char *line = figured_text(captions_rounds, &results);
    assert_has(line, "Stopped after 12 rounds (--budget); intervals");
    assert_has(line, "wider than 2.0 %: fast ");
    assert_lacks(line, "A/A");
    free(line);
    results_free(&results);

    results = samples_spread(11, 0.001);
    results.rounds_end = ROUNDS_END_PRECISION;
    line = figured_text(captions_rounds, &results);
    assert_string_equal(line, "Stopped after 11 rounds (--precision 2.0%); every interval "
                              "is narrower than 2.0 %.");
    free(line);
    results.precision = 0;
    results.rounds_end = ROUNDS_END_ROUNDS;
    line = figured_text(captions_rounds, &results);
    assert_string_equal(line, "Stopped after 11 rounds (--rounds).");
    free(line);
    results.rows[0].sample_count = 6; /* one that takes long */
    line = figured_text(captions_rounds, &results);
    assert_string_equal(
        line,
        "Stopped after 11 rounds (--rounds); slow variants got only 6 because --budget ran out.");
    free(line);
    results_free(&results);

    results = samples_spread(12, 0.001);
    results.rounds_end = ROUNDS_END_ROUNDS;
    results.rounds_again = 2;
    line = figured_text(captions_rounds, &results);
    assert_has(line, "Stopped after 10 rounds (--rounds); 2 rounds were run again; every interval");
    free(line);
    results_free(&results);

    results = samples_spread(3, 0); /* no intervals */
    results.rounds_end = ROUNDS_END_STOPPED;
    line = figured_text(captions_rounds, &results);
    assert_has(line, "2 with too few rounds");
    free(line);

    results.rows[0].status = results.rows[1].status = STATUS_FAILED; /* nothing to compare */
    line = figured_text(captions_rounds, &results);
    assert_string_equal(line, "Stopped after 3 rounds (interrupted).");
    free(line);
    results_free(&results);
}

/* A control's interval holds with more than a comparison alone would need. */
static void what_the_intervals_are_worth(void **state)
{
    (void)state;
    struct results results = samples_run(9);
    char *line = figured_text(captions_family, &results);
    assert_has(line, "for all 2 comparisons of this run together, with 95 %");
    free(line);
    results.rows[0].status = STATUS_FAILED; /* leaves the control, of the other */
    line = figured_text(captions_family, &results);
    assert_string_equal(line, "The interval holds with 99.5 % confidence.");
    free(line);
    results.rows[0].status = STATUS_OK;
    results.rows[2].status = STATUS_FAILED;
    line = figured_text(captions_family, &results);
    assert_string_equal(line, "The interval holds with 95 % confidence.");
    free(line);
    results_free(&results);
}

/* The baseline's, or that of the variant in the middle. */
static void what_layout_makes_of_the_variance(void **state)
{
    (void)state;
    struct results results = samples_run(8);
    struct row *const rows[] = {&results.rows[0], &results.rows[1]};
    assert_null(figured_text(captions_layout, &results)); /* one layout for all */
    results_add_layout(&results, (struct layout){0, 0, 0});
    for (unsigned round = 1; round <= 8; round++)
        for (size_t i = 0; i < 2; i++) {
            uint64_t ns = round % 2 ? 1000000 : 1090000;
            rows[i]->samples[round - 1].record.search_ns = ns;
            samples_probe(rows[i], PROBE_STAGES, 0, round, ns);
        }
    char *line = figured_text(captions_layout, &results);
    assert_string_equal(line, "Code layout and whatever else changes between rounds cause 100 % "
                              "of the variance of parent's times, which range over 9.0 %.");
    free(line);
    rows[0]->probe_count = 0;
    line = figured_text(captions_layout, &results);
    assert_has(line, "of rung's times");
    free(line);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captions_follow_their_tables),
        cmocka_unit_test(the_title_of_the_times),
        cmocka_unit_test(ranks_and_where_their_times_are_from),
        cmocka_unit_test(one_is_no_plural),
        cmocka_unit_test(what_ended_the_rounds),
        cmocka_unit_test(who_gains_more_than_it_could),
        cmocka_unit_test(whose_times_are_of_all_the_text),
        cmocka_unit_test(whose_stages_do_not_add_up),
        cmocka_unit_test(who_is_faster_than_the_limit),
        cmocka_unit_test(what_the_intervals_are_worth),
        cmocka_unit_test(what_layout_makes_of_the_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
