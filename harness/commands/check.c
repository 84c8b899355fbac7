/* ./harness check: runs every program of a case once, and checks its count. */
#include "base/command_line.h"
#include "commands/case_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/units.h"
#include "measure/data.h"
#include "measure/first_difference.h"
#include "measure/lineup.h"
#include "measure/measure.h"
#include "measure/own_programs.h"
#include "show/terminal.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

struct values {
    const char *path;
    struct run_options run;
    struct pattern_values patterns; /* of the case file */
};

enum {
    TIMEOUT = ARGUMENT_OTHER
};

static const struct argp_option options[] = {
    {"ladder", ARGUMENT_TEXT(struct values, run.ladder), "FILE", 0,
     "Use this list of variants instead of this build's own", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Stop what takes longer than this (default: 2m)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case TIMEOUT:
        values->run.timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case ARGP_KEY_ARG:
        if (values->path)
            argp_error(state, "check takes one case file");
        values->path = text;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the case file; %s init CASE.yaml writes one", machine_self());
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "CASE.yaml",
    .doc = "Run every program of a case once on the whole text, and check its count.\vThe exit "
           "code is 1 if a program failed or miscounted."};

/* Runs it once on the whole text. */
static void try_row(struct bench *bench, struct row *row)
{
    const struct facts *data = &bench->results.data;
    const struct prefix whole = {.matches = data->matches, .digest = data->digest};
    struct sample sample;
    if (row->status != STATUS_OK)
        return;
    if (sample_take(row, &bench->sampling, &(struct request){.prefix = &whole}, &sample))
        row_add_sample(row, &sample);
    bench->changed = data_change(bench->data, &bench->text);
    if (bench->changed)
        row_fail(row, STATUS_FAILED, "the text %s while it ran: the others are not checked",
                 bench->changed);
}

static void show_row(struct table *table, const struct row *row)
{
    char count[UNITS_SIZE], time[UNITS_SIZE];
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", row->is.name);
    table_cell(table, TABLE_PLAIN, "%s", row->is.after ? row->is.after : "");
    if (row->status != STATUS_OK) {
        table_rest(table, row->status == STATUS_SKIPPED ? TABLE_DIM : TABLE_BAD, "%s: %s",
                   status_name(row->status), row->reason);
        return;
    }
    table_cell(table, TABLE_PLAIN, "%s",
               units_significant(time, (double)row->samples[0].wall_ns / 1e9, 3));
    table_cell(table, TABLE_GOOD, "%s ✓", units_grouped(count, row->matches));
}

/* Prints a table. Returns whether all counts are right. */
static bool check_all(struct bench *bench)
{
    char count[UNITS_SIZE];
    struct results *results = &bench->results;
    bool good = true;
    struct table *table = table_new();
    table_column(table, "program", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "after", TABLE_LEFT, 10);
    table_column(table, "time s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "matches", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++)
        try_row(bench, &results->rows[i]);
    first_difference_tell(bench);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        good &= row->status == STATUS_OK || row->status == STATUS_SKIPPED;
        if (row->status != STATUS_OK || row->sample_count > 0)
            show_row(table, row);
    }
    struct terminal terminal = terminal_of(stdout);
    printf("%s %s in %s\n", units_grouped(count, results->data.matches),
           units_plural(results->data.matches, "match", "matches"), results->data.path);
    table_print(table, terminal.to, terminal.width, terminal.colour);
    table_free(table);
    return good;
}

int check_command(int argc, char **argv)
{
    char why[4400];
    struct rungs rungs;
    struct values values = {.run = {.threads = machine_cores(),
                                    .gpus = 1,
                                    .timeout_ns = 120 * NS_PER_S,
                                    .ladder = rungs_default_list()}};
    arguments_parse(&argp, argc, argv, &values);
    struct run_options *run = &values.run;
    case_file_read(values.path, run, &values.patterns);
    struct bench bench = {.options = run,
                          .results.patterns = pattern_values_read(&values.patterns)};
    struct results *results = &bench.results;
    bench.reference = pattern_values_reference(&results->patterns);
    if (!rungs_load(run->ladder, run->threads, run->gpus, &results->patterns, &rungs, why,
                    sizeof why))
        errx(1, "%s", why);
    own_programs_add(&rungs, run, &results->patterns);
    lineup_select(results, run->variants, &rungs);
    rungs_free(&rungs);
    bench.data = run->data ? command_line_path(run->data) : data_default(false);
    if (stat(bench.data, &bench.text) < 0)
        err(1, "%s", bench.data);
    if (!data_know(bench.data, bench.data, bench.reference, &results->data, &bench.counts, why,
                   sizeof why))
        errx(1, "%s", why);
    case_file_expect(run, &results->data);
    lineup_skip_combined(results, bench.reference, &bench.counts);
    bench.sampling = (struct sampling){.path = bench.data,
                                       .data = &results->data,
                                       .patterns = &results->patterns,
                                       .threads = run->threads,
                                       .gpus = run->gpus,
                                       .timeout_ns = run->timeout_ns};
    run_catch_interrupts();
    bool good = check_all(&bench);
    free(bench.data);
    reference_free(bench.reference);
    results_free(results);
    return run_interrupted ? 128 + run_interrupted : good ? 0 : 1;
}
