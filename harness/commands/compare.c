#include "commands/compare.h"
#include "base/arguments.h"
#include "base/printable.h"
#include "base/standard_output.h"
#include "base/strings.h"
#include "base/units.h"
#include "base/whole_file.h"
#include "show/compare_views.h"
#include "show/exports.h"

#include <err.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SLOWER 3
#define SLOWER_MOST 1000 /* per cent */

static const char help[] =
    "usage: ./harness compare [options] BEFORE.json AFTER.json [AFTER.json..]\n"
    "Says what became of each variant between the run BEFORE and each run AFTER, by\n"
    "its times and by its ratios to the baseline of the same run, which what slows a\n"
    "whole run leaves as they are. Runs whose text, patterns, machine or build differ\n"
    "in what matters are refused.\n"
    "\n"
    "  --across                  compare such runs all the same, by the ratios only\n"
    "  --fail-on-slower PERCENT  end with 3 where a variant is surely slower by more\n"
    "                            than this, by its time or, --across, by its ratio\n"
    "  --export-csv FILE         also as CSV, one line a variant and table; - is\n"
    "                            standard output, and the tables then go to standard\n"
    "                            error\n"
    "  --export-markdown FILE    also as Markdown\n"
    "  --export-json FILE        also as JSON\n"
    "  --help                    this text\n"
    "\n"
    "Ends with 1 where a variant that was well now fails or miscounts and, asked\n"
    "whether any is slower, where the runs do not tell.\n";

struct options {
    bool across;
    double slower; /* a share; NAN: never mind */
    const char *csv, *markdown, *json;
};

static struct options read_options(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"across", no_argument, NULL, 'a'},
        {"fail-on-slower", required_argument, NULL, 's'},
        {"export-csv", required_argument, NULL, 'c'},
        {"export-markdown", required_argument, NULL, 'm'},
        {"export-json", required_argument, NULL, 'j'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    struct options options = {.slower = NAN};
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case 'a':
            options.across = true;
            break;
        case 's':
            if (!units_parse_percent(optarg, SLOWER_MOST, &options.slower))
                errx(EXIT_USAGE, "--fail-on-slower takes a percentage such as 5%%, not '%s'",
                     optarg);
            break;
        case 'c':
            options.csv = optarg;
            break;
        case 'm':
            options.markdown = optarg;
            break;
        case 'j':
            options.json = optarg;
            break;
        case 'h':
            fputs(help, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    if (argc - optind < 2)
        errx(EXIT_USAGE, "give two results files or more; see ./harness compare --help");
    arguments_one_dash(options.csv, options.markdown, options.json);
    exports_check("--export-csv", options.csv);
    exports_check("--export-markdown", options.markdown);
    exports_check("--export-json", options.json);
    const char *const exports[] = {options.csv, options.markdown, options.json};
    for (int i = optind; i < argc; i++)
        for (size_t j = 0; j < sizeof exports / sizeof exports[0]; j++)
            if (whole_file_is(exports[j], argv[i]))
                errx(EXIT_USAGE, "an export would overwrite the run %s", argv[i]);
    return options;
}

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

/* Ends the program where the two runs are not to be compared. */
static void hold_against(const struct compare_report *report, struct compared *other)
{
    other->difference_count =
        compare_differences(&report->first, &other->results, &other->differences);
    if (other->difference_count > 0 && !report->across) {
        warnx("%s and %s are not to be compared by their times:", report->path, other->path);
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

/* What the exit code is to say of one run, each with a line on standard error. */
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
        warnx("%s: the machine itself was slower: run again, or take the ratios (--across)",
              other->path);
        return EXIT_FAILED;
    }
    if (told == 0) {
        warnx("%s: no variant has the undisturbed rounds in both runs that an interval takes",
              other->path);
        return EXIT_FAILED;
    }
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        if (!compare_is_slower(comparison, change, slower))
            continue;
        char *name = printable(copy_string(change->name), ' ');
        warnx("%s: %s is slower by %.1f %% (%.1f to %.1f %%)", other->path, name,
              100 * (1 / change->found.ratio - 1), 100 * (1 / change->found.interval.high - 1),
              100 * (1 / change->found.interval.low - 1));
        free(name);
        code = EXIT_SLOWER;
    }
    return code;
}

static bool tell(const struct options *options, const struct compare_report *report)
{
    bool elsewhere = argument_is_dash(options->csv) || argument_is_dash(options->markdown) ||
                     argument_is_dash(options->json);
    struct terminal terminal = terminal_of(elsewhere ? stderr : stdout);
    compare_views(&terminal, report);
    bool told = standard_output_flush();
    told &= exports_put(options->csv, compare_csv, report);
    told &= exports_put(options->markdown, compare_markdown, report);
    return exports_put(options->json, compare_json, report) && told;
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
    struct options options = read_options(argc, argv);
    struct compare_report report = {
        .path = argv[optind], .across = options.across, .count = (size_t)(argc - optind - 1)};
    report.others = calloc(report.count, sizeof report.others[0]);
    if (!report.others)
        err(EXIT_FAILED, "comparison");
    read_run(report.path, &report.first);
    for (size_t i = 0; i < report.count; i++) {
        report.others[i].path = argv[optind + 1 + (int)i];
        read_run(report.others[i].path, &report.others[i].results);
        hold_against(&report, &report.others[i]);
    }
    bool told = tell(&options, &report);
    int code = 0;
    for (size_t i = 0; i < report.count; i++) {
        const struct compared *other = &report.others[i];
        int one =
            verdict_on(other, options.across ? &other->ratios : &other->times, options.slower);
        code = one == EXIT_FAILED || code == EXIT_FAILED ? EXIT_FAILED : one ? one : code;
    }
    drop(&report);
    return told ? code : EXIT_FAILED;
}
