/* ./harness: finds the command and hands over to it. */
#include "commands/commands.h"
#include "common/nearest.h"
#include "common/standard_output.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#define EXIT_USAGE 2

static int help_command(int argc, char **argv);

static const struct command {
    const char *name, *operands, *about;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"run", "", "measure variants side by side (the default)", run_command},
    {"init", " CASE.yaml", "write a case file: your text and your programs", init_command},
    {"check", " CASE.yaml", "run a case's programs once, and check their counts", check_command},
    {"list", "", "list the variants of this build", list_command},
    {"limits", "", "measure how fast this machine can read the text", limits_command},
    {"profile", " VARIANT", "show where a variant's time goes, by function", profile_command},
    {"try", "", "compare two versions of any program", try_command},
    {"trap", " TRAP", "show how a measurement deceives: gpu, layout", trap_command},
    {"exercise", " NAME", "check your solution of an exercise, or list them", exercise_command},
    {"report", "", "turn a run into one HTML page", report_command},
    {"compare", " A B", "show how the variants changed between two runs", compare_command},
    {"doctor", "", "say what works here, and whether to trust a run", doctor_command},
    {"lesson", "", "take a lesson: predict, measure, look again", lesson_command},
    {"publish", " FILE.md", "put a run's tables into a Markdown file", publish_command},
    {"help", " COMMAND", "show a command's options, like COMMAND --help", help_command},
};
static const size_t command_count = sizeof commands / sizeof commands[0];

/* In usage and errors, as argp and err.h have it. */
static const char *called(void)
{
    return machine_is_installed() ? machine_self() : "harness";
}

static int help(void)
{
    printf("Usage: %s [COMMAND] [OPTION...]\n\n", called());
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        printf("  %s%-*s  %s\n", command->name, (int)(17 - strlen(command->name)),
               command->operands, command->about);
    }
    puts("  --version          print the version of this build");
    return 0;
}

_Noreturn static void refuse(const char *word)
{
    struct nearest nearest = {.word = word};
    for (size_t i = 0; i < command_count; i++)
        nearest_try(&nearest, commands[i].name);
    errx(EXIT_USAGE, "there is no command '%s'; %ssee %s --help", word, nearest_hint(&nearest),
         machine_self());
}

/* argv[0] is replaced by the name that the command's messages and its help begin with. */
static int start(const char *name, int argc, char **argv)
{
    static char title[32];
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(name, commands[i].name) != 0)
            continue;
        snprintf(title, sizeof title, "%s %s", called(), name);
        argv[0] = title;
        return commands[i].run(argc, argv);
    }
    refuse(name);
}

static int help_command(int argc, char **argv)
{
    if (argc == 1 || strcmp(argv[1], "--help") == 0)
        return help();
    if (argc > 2 || argv[1][0] == '-')
        errx(EXIT_USAGE, "help takes the name of one command; see %s --help", machine_self());
    return start(argv[1], 2, (char *[]){NULL, "--help", NULL});
}

int main(int argc, char **argv)
{
    static char version[96];
    int named = argc > 1 && argv[1][0] != '-';
    standard_output_watch();
    machine_keep_command(argc, argv);
    snprintf(version, sizeof version, "bottleneck-first %s", machine_version());
    argp_program_version = version;
    argp_err_exit_status = EXIT_USAGE;
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return help();
    return start(named ? argv[1] : "run", argc - named, argv + named);
}
