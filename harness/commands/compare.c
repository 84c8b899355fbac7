#include "base/printable.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "show/compare_views.h"
#include "show/exports.h"

#include <argp.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SLOWER 3
#define SLOWER_MOST 1000 /* per cent */

struct values {
    bool across;
    double slower; /* a share; NAN: not requested */
    struct exports exports;
    char **paths; /* the first is the earlier run */
    size_t path_count;
};

enum {
    SLOWER = ARGUMENT_OTHER
};

static const struct argp_option options[] = {
    {"across", ARGUMENT_FLAG(struct values, across), NULL, 0,
     "Compare such runs anyway, but only by their ratios", 0},
    {"fail-on-slower", SLOWER, "PERCENT", 0,
     "Exit with 3 if a variant is slower by more than this, by its time or, with --across, "
     "by its ratio",
     0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case SLOWER:
        if (!units_parse_percent(text, SLOWER_MOST, &values->slower))
            errx(EXIT_USAGE, "--fail-on-slower takes a percentage such as 5%%, not '%s'", text);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &values->exports;
        return 0;
    case ARGP_KEY_ARG:
        return ARGP_ERR_UNKNOWN; /* request all at once */
    case ARGP_KEY_ARGS:
        values->paths = state->argv + state->next;
        values->path_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_END:
        if (values->path_count < 2)
            argp_error(state, "give two results files or more");
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = (const struct argp_child[]){{.argp = &exports_argp}, {0}},
    .args_doc = "BEFORE.json AFTER.json...",
    .doc = "Show how each variant changed between the run BEFORE and each run AFTER, by its time "
           "and by its ratio to the baseline of the same run. The ratios do not change when the "
           "whole run is slower. Runs are refused if their text, patterns, machine or build differ "
           "in a way that matters."
           "\vThe exit code is 1 if a variant that was ok now fails or miscounts, and, with "
           "--fail-on-slower, if the runs can't tell."};

static void read_run(const char *path, struct results *results)
{
    char why[4400];
    if (!results_read(path, results, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    for (size_t i = 0; i < results->row_count; i++)
        if (results->rows[i].sample_count > UNPAIRED_MOST)
            errx(EXIT_FAILED, "%s: over %d samples of a variant are too many to compare", path,
                 UNPAIRED_MOST);
}

/* Ends the program if the two runs can't be compared. */
static void hold_against(const struct compare_report *report, struct compared *other)
{
    other->difference_count =
        compare_differences(&report->first, &other->results, &other->differences);
    if (other->difference_count > 0 && !report->across) {
        warnx("don't compare %s and %s by their times:", report->path, other->path);
        for (size_t i = 0; i < other->difference_count; i++)
            fprintf(stderr, "  %s\n", other->differences[i]);
        fprintf(stderr,
                "--across compares the ratios to each run's own baseline, and nothing else\n");
        exit(EXIT_FAILED);
    }
    if (!report->across)
        other->times = compare_results(&report->first, &other->results, COMPARE_TIMES);
    other->ratios = compare_results(&report->first, &other->results, COMPARE_RATIOS);
    if (report->across && !other->ratios.changes)
        errx(EXIT_FAILED, "%s and %s have no variant in common that both measured", report->path,
             other->path);
}

/* The exit code for one run, with a message on standard error. */
static int verdict_on(const struct compared *other, const struct comparison *comparison,
                      double slower)
{
    int code = 0;
    size_t told = 0;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        if (change->broken) {
            warnx("%s: %s was well before, and is now: %s", other->path, change->name,
                  status_name(change->after->status));
            code = EXIT_FAILED;
        }
        told += change->found.has_interval && !change->disturbed;
    }
    if (isnan(slower) || code)
        return code;
    if (comparison->unsound) {
        warnx("no telling about %s: %s: run again", other->path, comparison->unsound);
        return EXIT_FAILED;
    }
    if (comparison->machine_verdict == VERDICT_SLOWER) {
        warnx("%s: the machine itself was slower: run again, or compare ratios (--across)",
              other->path);
        return EXIT_FAILED;
    }
    if (told == 0) {
        warnx("%s: no variant has enough undisturbed rounds in both runs for an interval",
              other->path);
        return EXIT_FAILED;
    }
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        if (!compare_is_slower(comparison, change, slower))
            continue;
        char *name = printable(copy_string(change->name), ' ');
        warnx("%s: %s is slower by %.1f %% (%.1f to %.1f %%)", other->path, name,
              100 * compare_slower_by(change->found.ratio),
              100 * compare_slower_by(change->found.interval.high),
              100 * compare_slower_by(change->found.interval.low));
        free(name);
        code = EXIT_SLOWER;
    }
    return code;
}

static bool tell(const struct exports *exports, const struct compare_report *report)
{
    struct terminal terminal = terminal_of(exports_to_standard_output(exports) ? stderr : stdout);
    compare_views(&terminal, report);
    bool told = standard_output_flush();
    told &= exports_put(exports->csv, compare_csv, report);
    told &= exports_put(exports->markdown, compare_markdown, report);
    return exports_put(exports->json, compare_json, report) && told;
}

static void drop(struct compare_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct compared *other = &report->others[i];
        for (size_t j = 0; j < other->difference_count; j++)
            free(other->differences[j]);
        free(other->differences);
        compare_free(&other->times);
        compare_free(&other->ratios);
        results_free(&other->results);
    }
    free(report->others);
    results_free(&report->first);
}

int compare_command(int argc, char **argv)
{
    struct values values = {.slower = NAN};
    arguments_parse(&argp, argc, argv, &values);
    exports_check_all(&values.exports);
    for (size_t i = 0; i < values.path_count; i++)
        exports_spare(&values.exports, NULL, values.paths[i], values.paths[i]);
    struct compare_report report = {
        .path = values.paths[0], .across = values.across, .count = values.path_count - 1};
    report.others = calloc(values.path_count > 1 ? report.count : 1, sizeof report.others[0]);
    if (!report.others)
        err(EXIT_FAILED, "comparison");
    read_run(report.path, &report.first);
    for (size_t i = 0; i < report.count; i++) {
        report.others[i].path = values.paths[i + 1];
        read_run(report.others[i].path, &report.others[i].results);
        hold_against(&report, &report.others[i]);
    }
    bool told = tell(&values.exports, &report);
    int code = 0;
    for (size_t i = 0; i < report.count; i++) {
        const struct compared *other = &report.others[i];
        int one = verdict_on(other, values.across ? &other->ratios : &other->times, values.slower);
        code = one == EXIT_FAILED || code == EXIT_FAILED ? EXIT_FAILED : one ? one : code;
    }
    drop(&report);
    return told ? code : EXIT_FAILED;
}
