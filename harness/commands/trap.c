#include "commands/trap.h"
#include "commands/commands.h"
#include "common/arguments.h"

#include <argp.h>
#include <stdio.h>
#include <string.h>

#define LIST                                                                                       \
    "  gpu     time that is charged to the wrong step, on a GPU\n"                                 \
    "  layout  time that depends on where the linker put the code\n"

static const struct trap_case {
    const char *name;
    int (*run)(int argc, char **argv);
} traps[] = {{"gpu", trap_gpu_command}, {"layout", trap_layout_command}};

/* Parses a command line that doesn't start with a trap. */
static error_t parse(int key, char *text, struct argp_state *state)
{
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    argp_error(state, "there is no trap '%s'; there are gpu and layout", text);
    return 0;
}

static const struct argp argp = {.parser = parse,
                                 .args_doc = "TRAP",
                                 .doc =
                                     "Show how a measurement can mislead. The traps are:\n\n" LIST
                                     "\n`trap TRAP --help` shows a trap's options."};

int trap_command(int argc, char **argv)
{
    static char title[32];
    for (size_t i = 0; argc > 1 && i < sizeof traps / sizeof traps[0]; i++)
        if (strcmp(argv[1], traps[i].name) == 0) {
            snprintf(title, sizeof title, "%s %s", argv[0], traps[i].name);
            argv[1] = title;
            return traps[i].run(argc - 1, argv + 1);
        }
    arguments_parse(&argp, argc, argv, NULL);
    fputs(LIST, stdout);
    return 0;
}
