#include "base/command_line.h"
#include "base/strings.h"
#include "commands/commands.h"
#include "commands/pattern_values.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "measure/data.h"
#include "measure/lineup.h"
#include "measure/rungs.h"
#include "profile/model/profile_file.h"
#include "profile/model/profile_focus.h"
#include "profile/model/profile_words.h"
#include "profile/profile_kept.h"
#include "profile/show/profile_folder.h"
#include "profile/show/profile_views.h"
#include "show/run_header.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SKIPPED 77
#define FREQUENCY_MOST 20000

/* --- the command line --- */

struct options {
    struct pattern_values patterns;
    struct profiling how; /* except the text and the command */
    char *variants;       /* "all" or names with commas between */
    char **operands;
    size_t operand_count;
    bool diff;
    const char *output; /* the folder of profiles; NULL: profile_folder_default() */
    enum profile_sort by;
    const char *focus; /* a function, or NULL */
    const char *data;  /* NULL: the project's own text */
    bool quick;
    const char *ladder;
};

enum {
    VARIANT = ARGUMENT_OTHER,
    ENGINE,
    LINES,
    FREQUENCY,
    SORT,
    TIMEOUT
};

static const struct argp_option known[] = {
    {"variant", VARIANT, "NAME[,NAME...]", 0, "Another way to name variants; all means all of them",
     0},
    {"engine", ENGINE, "NAME", 0,
     "Use auto (default: the best that works here), perf (samples times, stacks and threads), "
     "callgrind (counts instructions and calls) or cupti (records what a GPU did)",
     0},
    {"lines", LINES, "N", 0,
     "Search only the first N lines (default: all; 5000 for callgrind, which is slow)", 0},
    {"frequency", FREQUENCY, "HZ", 0,
     "Take this many samples per second of CPU time (default: enough for 5,000 to 20,000 samples)",
     0},
    {"sort", SORT, "KEY", 0, "Sort functions by self (default), total, calls or name", 0},
    {"focus", ARGUMENT_TEXT(struct options, focus), "FUNCTION", 0,
     "Show only this function and what it calls, as shares of it", 0},
    {"diff", ARGUMENT_FLAG(struct options, diff), NULL, 0,
     "Show what changed between two profiles: of two variants (made if missing), or two "
     "profile.json files",
     0},
    {"output", ARGUMENT_TEXT(struct options, output), "DIR", 0,
     "Write profiles to this folder (default: beside the results)", 0},
    {"data", ARGUMENT_TEXT(struct options, data), "FILE", 0,
     "Search this text (default: this project's own, made if missing)", 0},
    {"quick", ARGUMENT_FLAG(struct options, quick), NULL, 0, "Search a tenth of the default text",
     0},
    {"threads", ARGUMENT_THREADS(struct options, how.threads), "N", 0,
     "Give variants this many threads (default: one per core)", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up on one run after this time (default: 10m)", 0},
    {"ladder", ARGUMENT_TEXT(struct options, ladder), "FILE", 0,
     "Use this list of variants instead of this build's own", 0},
    {0},
};

/* The index of a value among names that end with NULL. */
static size_t choice(const char *option, const char *text, const char *const *names,
                     const char *told)
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    errx(EXIT_USAGE, "--%s takes %s, not '%s'", option, told, text);
}

/* --variant and the operands name them alike. */
static void add_names(struct options *options, const char *names)
{
    char *list =
        options->variants ? format_string("%s,%s", options->variants, names) : copy_string(names);
    free(options->variants);
    options->variants = list;
}

static void check(struct options *options)
{
    arguments_quick_or_data(options->quick, options->data);
    if (options->diff) {
        if (options->operand_count != 2 || options->variants)
            errx(EXIT_USAGE, "--diff takes two variants, or two profile.json");
        if (options->focus)
            errx(EXIT_USAGE, "--focus goes with one profile, not with --diff");
        return;
    }
    for (size_t i = 0; i < options->operand_count; i++)
        add_names(options, options->operands[i]);
    if (!options->variants || !*options->variants)
        errx(EXIT_USAGE, "which variant? Name one, or all; %s list shows them", machine_self());
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    static const char *const engines[] = {"auto", "perf", "callgrind", "cupti", NULL},
                             *const sorts[] = {"self", "total", "calls", "name", NULL};
    struct options *options = state->input;
    switch (key) {
    case VARIANT:
        add_names(options, text);
        break;
    case ENGINE:
        choice("engine", text, engines, "auto, perf, callgrind or cupti");
        options->how.engine = text;
        break;
    case LINES:
        options->how.lines = argument_number("lines", text, 1, INT64_MAX);
        break;
    case FREQUENCY:
        options->how.frequency = (unsigned)argument_number("frequency", text, 1, FREQUENCY_MOST);
        break;
    case SORT:
        options->by = (enum profile_sort)choice("sort", text, sorts, "self, total, calls or name");
        break;
    case TIMEOUT:
        options->how.timeout_ns = argument_duration_ns("timeout", text);
        break;
    case ARGP_KEY_ARGS:
        options->operands = state->argv + state->next;
        options->operand_count = (size_t)(state->argc - state->next);
        break;
    case ARGP_KEY_END:
        check(options);
        break;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->patterns;
        break;
    case ARGP_KEY_ARG:
        return ARGP_ERR_UNKNOWN; /* request all at once */
    default:
        return argument_parse(key, text, state);
    }
    return 0;
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .children = (const struct argp_child[]){{&pattern_argp, 0, "What to count:", 1}, {0}},
    .args_doc = "VARIANT...\n--diff A B",
    .doc = "Say where a variant's time goes, function by function and thread by thread, and what "
           "fixing the worst function could gain.\v"
           "It also writes a folder VARIANT, with the results or in --output: profile.json, folded "
           "stacks for flame "
           "graphs, a call graph, a trace for Perfetto. A profile is a run of its own and changes "
           "no figure of a benchmark. The exit code is 1 if a profile could not be made, and 77 if "
           "the variants are not supported here.",
};

/* --- profiles that are made --- */

static const char *parent_of(const struct options *options)
{
    return options->output ? options->output : profile_folder_default();
}

static void show(const struct profile *profile, const void *with)
{
    const struct options *options = with;
    struct terminal terminal = terminal_of(stdout);
    char why[400];
    size_t focus = PROFILE_NONE;
    if (options->diff) /* which follows, and is all that was requested */
        return;
    if (options->focus) {
        focus = profile_focus_find(profile, options->focus, why, sizeof why);
        if (focus == PROFILE_NONE)
            warnx("%s: --focus: %s", profile->variant, why);
    }
    profile_views(&terminal, profile, options->by, focus);
    standard_output_flush();
}

/* Ends the program if the folder of a profile can't be made. */
static void check_folders(const struct options *options, const struct results *results)
{
    char why[4400];
    for (size_t i = 0; i < results->row_count; i++)
        if (results->rows[i].status == STATUS_OK &&
            !profile_folder_can(parent_of(options), results->rows[i].is.name, why, sizeof why))
            errx(EXIT_FAILED, "%s", why);
}

/* Profiles all that were named. Counts those that were made and those that were skipped. */
static void profile_all(const struct options *options, const struct profiling *how,
                        struct results *results, size_t *made, size_t *skipped)
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
        if (profile_kept(how, row, parent_of(options), show, options, why, sizeof why))
            ++*made;
        else if (!run_interrupted)
            warnx("no profile of %s: %s", row->is.name, why);
    }
}

/* Ends the program if the text can't be read. */
static char *know_text(const struct options *options, const struct profiling *how,
                       struct results *results)
{
    char why[4400];
    char *path = options->data ? command_line_path(options->data) : data_default(options->quick);
    char *shown = machine_short_path(path);
    struct reference_counts counts;
    struct facts *facts = &results->data;
    if (!data_know(path, shown, how->reference, facts, &counts, why, sizeof why) ||
        !data_warm(path, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    lineup_skip_combined(results, how->reference, &counts);
    free(shown);
    return path;
}

static int profile_variants(const struct options *options)
{
    struct results results = {0};
    struct rungs rungs;
    size_t made = 0, skipped = 0;
    char why[4400];
    struct profiling how = options->how;
    results.patterns = pattern_values_read(&options->patterns);
    how.patterns = &results.patterns;
    how.reference = pattern_values_reference(how.patterns);
    if (!rungs_load(options->ladder, how.threads, 1, how.patterns, &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    lineup_select(&results, options->variants, &rungs);
    rungs_free(&rungs);
    check_folders(options, &results);
    char *path = know_text(options, &how, &results);
    run_catch_interrupts();
    how.path = path;
    how.data = &results.data;
    profile_all(options, &how, &results, &made, &skipped);
    size_t wanted = results.row_count;
    reference_free(how.reference);
    results_free(&results);
    free(path);
    if (run_interrupted)
        return 128 + run_interrupted;
    if (skipped == wanted)
        return EXIT_SKIPPED;
    return made + skipped == wanted ? 0 : EXIT_FAILED;
}

/* --- two profiles --- */

/* The path of a variant's profile; NULL if the name is a file's. */
static char *profile_of(const struct options *options, const char *name)
{
    bool file = strchr(name, '/') || access(name, F_OK) == 0;
    return file ? NULL : format_string("%s/%s/profile.json", parent_of(options), name);
}

/* Makes the missing ones of the two, if they are variants'. Returns the exit code. */
static int make_missing(struct options *options)
{
    for (size_t i = 0; i < 2; i++) {
        char *path = profile_of(options, options->operands[i]);
        if (path && access(path, F_OK) < 0)
            add_names(options, options->operands[i]);
        free(path);
    }
    return options->variants ? profile_variants(options) : 0;
}

/* NULL with a message on failure. */
static struct profile *open_profile(const struct options *options, const char *name)
{
    char why[4600], *path = profile_of(options, name);
    struct profile *profile = profile_read(path ? path : name, why, sizeof why);
    if (!profile)
        warnx("%s", why);
    free(path);
    return profile;
}

static bool same_patterns(const struct profile *before, const struct profile *after)
{
    const char *one = before->patterns, *other = after->patterns;
    return !one || !other || strcmp(one, other) == 0; /* older ones do not say */
}

static int show_difference(struct options *options)
{
    int code = make_missing(options);
    if (code)
        return code;
    struct profile *before = open_profile(options, options->operands[0]);
    struct profile *after = open_profile(options, options->operands[1]);
    code = EXIT_FAILED;
    if (before && after && before->unit != after->unit)
        warnx("%s has %s, %s has %s: take the same --engine for both", options->operands[0],
              profile_unit_name(before->unit), options->operands[1],
              profile_unit_name(after->unit));
    else if (before && after && !same_patterns(before, after))
        warnx("%s and %s were made with other patterns: make one of them again",
              options->operands[0], options->operands[1]);
    else if (before && after) {
        struct terminal terminal = terminal_of(stdout);
        profile_diff_views(&terminal, before, after);
        code = 0;
    }
    profile_free(before);
    profile_free(after);
    return code;
}

int profile_command(int argc, char **argv)
{
    struct options options = {
        .how = {.engine = "auto", .threads = machine_cores(), .timeout_ns = 600 * NS_PER_S},
        .ladder = rungs_default_list()};
    arguments_parse(&argp, argc, argv, &options);
    options.how.command = machine_command();
    char *output = options.output ? command_line_path(options.output) : NULL;
    options.output = output;
    int code = options.diff ? show_difference(&options) : profile_variants(&options);
    if (!standard_output_flush())
        code = code ? code : EXIT_FAILED;
    json_decref(options.how.command);
    free(options.variants);
    free(output);
    return code;
}
