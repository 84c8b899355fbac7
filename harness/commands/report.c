#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/units.h"
#include "profile/show/profile_page.h"
#include "show/exports.h"
#include "show/page.h"
#include "system/machine.h"

#include <argp.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

struct values {
    const char *profiles, *output, *charts, *results; /* or NULL */
};

static const struct argp_option options[] = {
    {"profiles", ARGUMENT_TEXT(struct values, profiles), "DIR", 0,
     "Show the profiles DIR/*/profile.json (default: beside the results)", 0},
    {"output", ARGUMENT_TEXT(struct values, output), "FILE", 0,
     "Write the page to this file (default: beside the results file, .html for .json)", 0},
    {"charts", ARGUMENT_TEXT(struct values, charts), "DIR", 0,
     "Make no page, but draw its first chart for a README with Node.js: DIR/ladder-light.svg and "
     "DIR/ladder-dark.svg",
     0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        values->results = text;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num > 1)
            argp_error(state, "give one results file");
        if (values->charts && (values->profiles || values->output))
            argp_error(state, "--charts makes no page: leave out --output and --profiles");
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[RESULTS.json]",
    .doc = "Turn a run into one HTML page: its story as charts, every sample, every table, and the "
           "profiles. The page needs no network and no other file. By default it shows the newest "
           "run."};

static int is_json(const struct dirent *entry)
{
    return fnmatch("*.json", entry->d_name, FNM_PERIOD) == 0;
}

/* The newest results file in results/local/; free() it. */
static char *newest(void)
{
    char *folder = machine_own_results_dir(), *found = NULL;
    int64_t found_ns = INT64_MIN;
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_json, alphasort);
    for (int i = 0; i < count; i++) {
        struct stat at;
        char *path = format_string("%s/%s", folder, entries[i]->d_name);
        bool is_file = stat(path, &at) == 0 && S_ISREG(at.st_mode);
        int64_t ns = is_file ? at.st_mtim.tv_sec * (int64_t)NS_PER_S + at.st_mtim.tv_nsec : 0;
        free(entries[i]);
        if (is_file && ns >= found_ns) {
            free(found);
            found = path;
            found_ns = ns;
        } else {
            free(path);
        }
    }
    free(entries);
    if (!found)
        errx(EXIT_FAILED, "%s/ is empty: run %s, or name a results file",
             machine_is_installed() ? folder : "results/local",
             machine_is_installed() ? machine_self() : "make bench");
    free(folder);
    return found;
}

int report_command(int argc, char **argv)
{
    struct values values = {0};
    struct stat folder;
    char why[4400];
    arguments_parse(&argp, argc, argv, &values);
    exports_check("--output", values.output);
    if (values.charts && !*values.charts)
        errx(EXIT_USAGE, "--charts takes a folder, not ''");
    if (values.profiles && (stat(values.profiles, &folder) < 0 || !S_ISDIR(folder.st_mode)))
        errx(EXIT_FAILED, "--profiles: there is no folder %s", values.profiles);

    char *results = values.results ? copy_string(values.results) : newest();
    if (values.charts) {
        int code = page_draw_charts(results, values.charts);
        free(results);
        return code;
    }
    char *page = values.output ? copy_string(values.output) : page_path(results);
    if (whole_file_is(page, results))
        errx(EXIT_USAGE, "--output would overwrite the results file");
    if (!values.output && !whole_file_can(page))
        errx(EXIT_FAILED, "cannot write %s: %s: name a file with --output", page, strerror(errno));
    json_t *profiles = profile_page_of(values.profiles);
    if (!page_write(results, profiles, page, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    json_decref(profiles);
    printf("%s\n", page);
    free(page);
    free(results);
    return 0;
}
