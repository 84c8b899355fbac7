/* ./harness: its commands. */
#include "base/standard_output.h"
#include "base/strings.h"
#include "base/table.h"
#include "commands/compare.h"
#include "commands/doctor.h"
#include "commands/profile.h"
#include "commands/publish.h"
#include "commands/report.h"
#include "commands/run.h"
#include "commands/trap.h"
#include "measure/data.h"
#include "measure/options.h"
#include "measure/rungs.h"
#include "show/terminal.h"
#include "system/gpu_limits.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int max(int a, int b)
{
    return a > b ? a : b;
}

/* Each variant, the one it follows, and its idea. */
static int list(int argc, char **argv)
{
    struct rungs rungs;
    char why[4400];
    if (!rungs_load(options_of_list(argc, argv), machine_cores(), 1, &rungs, why, sizeof why))
        errx(1, "%s", why);
    int name_width = (int)strlen("variant"), after_width = (int)strlen("after");
    for (size_t i = 0; i < rungs.count; i++) {
        const struct rung *rung = &rungs.all[i];
        name_width = max(name_width, (int)strlen(rung->name));
        after_width = max(after_width, rung->is.after ? (int)strlen(rung->is.after) : 0);
    }
    printf("%-*s  %-*s  idea\n", name_width, "variant", after_width, "after");
    for (size_t i = 0; i < rungs.count; i++) {
        const struct rung *rung = &rungs.all[i];
        char *label = format_string("%-*s  %-*s  ", name_width, rung->name, after_width,
                                    rung->is.after ? rung->is.after : "");
        char *text = rung->skipped   ? format_string("skipped: %s", rung->skipped)
                     : rung->failure ? format_string("failed: %s", rung->failure)
                                     : copy_string(rung->is.idea);
        table_print_wrapped(stdout, table_width_of(stdout), label, text);
        free(label);
        free(text);
    }
    rungs_free(&rungs);
    return 0;
}

static int limits(int argc, char **argv)
{
    struct run_options options = options_of_limits(argc, argv);
    struct results run = {0};
    double resident;
    char why[4400];
    char *path = options.data ? copy_string(options.data) : data_default(options.quick);
    if (!data_warm(path, &resident, why, sizeof why))
        errx(1, "%s", why);
    run.limit_count = limits_measure(path, options.threads, run.limits);
    if (run.limit_count == 0)
        errx(1, "%s: nothing to measure with, it is empty", path);
    json_t *gpu = gpu_limits_measure(run.limits, &run.limit_count, why, sizeof why);
    struct terminal terminal = terminal_of(stdout);
    struct figures figures = figures_of(&run);
    terminal_part(&terminal, &figures, "limits");
    figures_free(&figures);
    if (!gpu)
        fprintf(terminal.to, "GPU: skipped: %s\n", why);
    json_decref(gpu);
    free(path);
    return 0;
}

static int run(int argc, char **argv, int whole_argc, char **whole_argv)
{
    struct run_options options = options_of_run(argc, argv);
    run_catch_interrupts();
    return run_bench(&options, whole_argc, whole_argv);
}

static const struct command {
    char name[16];
    const char *operands, *about;
    int (*run)(int argc, char **argv); /* NULL: dispatch() knows it */
} commands[] = {
    {"run", "", "measure variants side by side (the default)", NULL},
    {"list", "", "the variants of this build", list},
    {"limits", "", "how fast this machine can read the text at best", limits},
    {"profile", " VARIANT", "where its time goes, function by function", NULL},
    {"trap", "", "the time that is charged to the wrong step, on a GPU", trap_command},
    {"report", "", "a run as one HTML page", report_command},
    {"compare", " A B", "what became of the variants between two runs", compare_command},
    {"doctor", "", "what works here, and whether a run can be trusted", doctor_command},
    {"publish", " FILE.md", "put a results file's tables into a Markdown file", publish_command},
    {"help", " COMMAND", "its options, as COMMAND --help", NULL},
};
static const size_t command_count = sizeof commands / sizeof commands[0];

static int help(void)
{
    puts("usage: ./harness [COMMAND] [options]\n");
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        printf("  %s%-*s  %s\n", command->name, (int)(16 - strlen(command->name)),
               command->operands, command->about);
    }
    puts("  --version         which build this is");
    return 0;
}

/* How many letters must be put in, taken out or changed to turn one word into the other
 * (Levenshtein). */
static size_t distance(const char *from, const char *to)
{
    size_t length = strlen(to), row[sizeof commands[0].name];
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; from[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t changed = diagonal + (from[i] != to[j]);
            diagonal = row[j + 1];
            row[j + 1] = min(changed, min(row[j], row[j + 1]) + 1);
        }
    }
    return row[length];
}

_Noreturn static void refuse(const char *word)
{
    const struct command *nearest = &commands[0];
    for (size_t i = 1; i < command_count; i++)
        if (distance(word, commands[i].name) < distance(word, nearest->name))
            nearest = &commands[i];
    if (distance(word, nearest->name) >= strlen(nearest->name)) /* nothing in common */
        errx(EXIT_USAGE, "there is no command '%s'; see ./harness --help", word);
    errx(EXIT_USAGE, "there is no command '%s'; the nearest is '%s', see ./harness --help", word,
         nearest->name);
}

/* argv without the command; and the whole command line. */
static int dispatch(const char *name, int argc, char **argv, int whole_argc, char **whole_argv)
{
    if (strcmp(name, "run") == 0)
        return run(argc, argv, whole_argc, whole_argv);
    if (strcmp(name, "profile") == 0)
        return profile_command(argc, argv, whole_argc, whole_argv);
    if (strcmp(name, "help") == 0 && (argc == 1 || strcmp(argv[1], "--help") == 0))
        return help();
    if (strcmp(name, "help") == 0)
        errx(EXIT_USAGE, "help takes the name of one command; see ./harness --help");
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc, argv);
    refuse(name);
}

int main(int argc, char **argv)
{
    const char *command = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    standard_output_watch();
    argp_err_exit_status = EXIT_USAGE;
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return help();
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("bottleneck-first %s\n", machine_version());
        return 0;
    }
    if (command && argc == 3 && strcmp(command, "help") == 0 && argv[2][0] != '-')
        return dispatch(argv[2], 2, (char *[]){argv[0], "--help", NULL}, argc, argv);
    if (!command)
        return run(argc, argv, argc, argv);
    /* Without the command, but with the program's name, which getopt's messages begin with. argv
     * stays as it was typed: results and profiles keep it. */
    char **rest = calloc((size_t)argc, sizeof *rest);
    if (!rest)
        err(1, "%s", command);
    rest[0] = argv[0];
    memcpy(rest + 1, argv + 2, (size_t)(argc - 2) * sizeof *rest);
    int code = dispatch(command, argc - 1, rest, argc, argv);
    free(rest);
    return code;
}
