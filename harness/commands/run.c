#include "system/run.h"
#include "commands/commands.h"
#include "commands/run_bench.h"
#include "commands/run_profiles.h"
#include "commands/run_shares.h"
#include "commands/run_values.h"
#include "common/manifest.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/measure.h"
#include "measure/own_programs.h"
#include "measure/rungs.h"
#include "profile/show/profile_page.h"
#include "record/results.h"
#include "show/exports.h"
#include "show/page.h"
#include "show/run_view.h"
#include "variants/clock.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77

static int exit_code(const struct results *results)
{
    size_t skipped = 0;
    for (size_t i = 0; i < results_entry_count(results); i++) {
        enum status status = results_entry(results, i)->status;
        if (status == STATUS_SKIPPED)
            skipped += i < results->row_count;
        else if (status != STATUS_OK)
            return EXIT_FAILED;
    }
    return skipped == results->row_count ? EXIT_SKIPPED : 0;
}

/* No export may overwrite what the run reads. */
static void spare_inputs(const struct bench *bench, const struct exports *exports)
{
    char *manifest = manifest_path(bench->data);
    exports_spare(exports, bench->options->output, bench->data, "the text or its manifest");
    exports_spare(exports, bench->options->output, bench->options->ladder, "the list of variants");
    exports_spare(exports, bench->options->output, manifest, "the text or its manifest");
    free(manifest);
}

/* Makes a page beside the results, unless the user named a file: then that is the only one. */
static void make_page(const struct bench *bench)
{
    char why[4400];
    if (bench->options->output || !page_can())
        return;
    char *page = page_path(bench->output);
    json_t *profiles = profile_page_of(bench->options->profiles);
    if (page_write(bench->output, profiles, page, why, sizeof why))
        fprintf(stderr, "Report: %s\n", page);
    else
        warnx("no report: %s", why);
    json_decref(profiles);
    free(page);
}

/* The tables and the exports. */
static bool tell(const struct bench *bench, const struct exports *exports,
                 const struct terminal *terminal)
{
    const struct results *results = &bench->results;
    run_view_warnings(terminal, results);
    struct figures figures = figures_of(results);
    run_view_after(terminal, &figures);
    bool told = exports_write(exports, &figures);
    figures_free(&figures);
    told &= standard_output_flush();
    if (bench->kept_samples) {
        fprintf(stderr, "Results: %s\n", bench->output);
        make_page(bench);
    }
    return told;
}

/* If a run exceeded its budget, says where the time went: some work must be done once, however
 * small the budget. */
static void tell_budget(const struct bench *bench, uint64_t counted_ns, uint64_t tried_ns)
{
    const struct schedule *schedule = &bench->schedule;
    uint64_t start_ns = schedule->start_ns, end_ns = clock_ns();
    uint64_t most_ns = bench->options->budget_ns; /* what was asked for: the schedule's may be less,
                                                     or stretched */
    if (schedule->budget_ns > most_ns)
        most_ns = schedule->budget_ns;
    if (measure_stops(bench) || end_ns - start_ns < most_ns + most_ns / 10)
        return;
    warnx("this took %.3g s, more than --budget %.3gs: to read and count the text %.3g s, to try "
          "everything once %.3g s, for the fewest rounds that there can be %.3g s",
          (double)(end_ns - start_ns) / 1e9, (double)most_ns / 1e9,
          (double)(counted_ns - start_ns) / 1e9, (double)(tried_ns - counted_ns) / 1e9,
          (double)(end_ns - tried_ns) / 1e9);
}

int run_command(int argc, char **argv)
{
    struct run_values values = run_values_of(argc, argv);
    const struct run_options *run = &values.run;
    const struct exports *exports = &values.exports;
    struct bench bench;
    run_bench_init(&bench, &values);
    struct rungs rungs;
    char why[4400];
    run_catch_interrupts();
    exports_check("--output", run->output);
    exports_check_all(exports);
    exports_spare(exports, NULL, run->output, "the results file");
    if (!rungs_load(run->ladder, run->threads, run->gpus, &bench.results.patterns, &rungs, why,
                    sizeof why))
        errx(EXIT_FAILED, "%s", why);
    own_programs_add(&rungs, run, &bench.results.patterns);
    if (run_interrupted) {
        rungs_free(&rungs);
        run_bench_close(&bench);
        return 128 + run_interrupted;
    }
    run_bench_open(&bench, &rungs);
    spare_inputs(&bench, exports);
    rungs_free(&rungs);

    struct terminal terminal = terminal_of(exports_to_standard_output(exports) ? stderr : stdout);
    run_view_head(&terminal, &bench.results);
    standard_output_flush();
    bool kept = measure_keep(&bench); /* finds out now, not after the run, whether it can write */
    if (kept) {
        char budget[UNITS_SIZE];
        uint64_t counted_ns = clock_ns();
        fprintf(stderr, "measuring for up to %s (--budget), stop with Ctrl-C\n",
                units_duration(budget, run->budget_ns));
        run_bench_look(&bench, &terminal);
        uint64_t tried_ns = clock_ns();
        kept = run_bench_measure(&bench);
        tell_budget(&bench, counted_ns, tried_ns);
        if (run->profiles && !measure_stops(&bench))
            run_profiles(&bench, &terminal);
        kept = tell(&bench, exports, &terminal) && kept;
        if (bench.changed)
            warnx("%s %s during the run: what was measured before is kept; run it again",
                  bench.data, bench.changed);
    }
    int code = run_interrupted          ? 128 + run_interrupted
               : kept && !bench.changed ? exit_code(&bench.results)
                                        : EXIT_FAILED;
    run_bench_close(&bench);
    return code;
}
