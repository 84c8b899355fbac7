#include "base/standard_output.h"
#include "base/strings.h"
#include "commands/commands.h"
#include "measure/data.h"
#include "measure/lineup.h"
#include "measure/rungs.h"
#include "profile/model/profile_focus.h"
#include "profile/profile_make.h"
#include "profile/show/profile_diff.h"
#include "profile/show/profile_folder.h"
#include "profile/show/profile_views.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77

static void show(const struct profile_options *options, const struct profile *profile)
{
    struct terminal terminal = terminal_of(stdout);
    char why[400];
    size_t focus = PROFILE_NONE;
    if (options->focus) {
        focus = profile_focus_find(profile, options->focus, why, sizeof why);
        if (focus == PROFILE_NONE)
            warnx("%s: --focus: %s", profile->variant, why);
    }
    profile_views(&terminal, profile, options->by, focus);
    standard_output_flush();
}

static char *parent_of(const struct profile_options *options)
{
    return options->output ? copy_string(options->output) : profile_folder_default();
}

/* Ends the program where a profile that is to be made has no place. */
static void check_folders(const struct profile_options *options, const struct results *results)
{
    char why[4400];
    char *parent = parent_of(options);
    for (size_t i = 0; i < results->row_count; i++)
        if (results->rows[i].status == STATUS_OK &&
            !profile_folder_can(parent, results->rows[i].is.name, why, sizeof why))
            errx(EXIT_FAILED, "%s", why);
    free(parent);
}

/* Makes one, shows it and keeps it. False with why. */
static bool profile_one(const struct profiling *how, struct row *row, char *why, size_t why_size)
{
    struct profile_folder folder;
    char *parent = parent_of(how->options);
    struct profile *profile = NULL;
    bool good = profile_folder_begin(&folder, parent, row->is.name, why, why_size);
    if (good) {
        profile = profile_make(how, row, folder.raw, why, why_size);
        good = profile && profile_folder_keep(&folder, profile, why, why_size);
    }
    if (profile)
        show(how->options, profile);
    if (good) {
        char *shown = machine_short_path(folder.path);
        fprintf(stderr, "Profile: %s/\n", shown);
        free(shown);
    }
    if (folder.path)
        profile_folder_end(&folder);
    profile_free(profile);
    free(parent);
    return good;
}

/* All that were named. Counts those that were made and those that were skipped. */
static void profile_all(const struct profiling *how, struct results *results, size_t *made,
                        size_t *skipped)
{
    char why[4400];
    for (size_t i = 0; i < results->row_count && !run_interrupted; i++) {
        struct row *row = &results->rows[i];
        if (row->status != STATUS_OK) {
            warnx("no profile of %s: %s: %s", row->is.name, status_name(row->status), row->reason);
            *skipped += row->status == STATUS_SKIPPED;
            continue;
        }
        fprintf(stderr, "profiling %s, %zu of %zu, stop with Ctrl-C\n", row->is.name, i + 1,
                results->row_count);
        if (profile_one(how, row, why, sizeof why))
            ++*made;
        else if (!run_interrupted)
            warnx("no profile of %s: %s", row->is.name, why);
    }
}

/* Ends the program where the text cannot be read. */
static char *know_text(const struct profile_options *options, struct facts *facts)
{
    char why[4400];
    char *path = options->data ? copy_string(options->data) : data_default(options->quick);
    char *shown = machine_short_path(path);
    if (!data_know(path, shown, facts, why, sizeof why) ||
        !data_warm(path, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    free(shown);
    return path;
}

static int profile_variants(const struct profile_options *options, json_t *command)
{
    struct results results = {0};
    struct rungs rungs;
    size_t made = 0, skipped = 0;
    char why[4400];
    if (!rungs_load(options->ladder, options->threads, 1, &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    lineup_select(&results, options->variants, &rungs);
    rungs_free(&rungs);
    check_folders(options, &results);
    char *path = know_text(options, &results.data);
    run_catch_interrupts();
    struct profiling how = {options, path, &results.data, command};
    profile_all(&how, &results, &made, &skipped);
    size_t wanted = results.row_count;
    results_free(&results);
    free(path);
    if (run_interrupted)
        return 128 + run_interrupted;
    if (skipped == wanted)
        return EXIT_SKIPPED;
    return made + skipped == wanted ? 0 : EXIT_FAILED;
}

int profile_command(int argc, char **argv)
{
    struct profile_options options = profile_options_of(argc, argv);
    json_t *command = machine_command();
    int code =
        options.diff[0] ? profile_diff_command(&options) : profile_variants(&options, command);
    if (!standard_output_flush())
        code = code ? code : EXIT_FAILED;
    json_decref(command);
    free(options.variants);
    return code;
}
