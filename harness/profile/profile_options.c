#include "profile/profile_options.h"
#include "base/arguments.h"
#include "base/strings.h"
#include "measure/rungs.h"
#include "profile/engines/engines.h"
#include "system/machine.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2
#define FREQUENCY_MOST 20000

static const char help[] =
    "usage: ./harness profile VARIANT.. [options]\n"
    "       ./harness profile --diff A B\n"
    "Says where a variant's time goes, function by function and thread by thread, and\n"
    "what fixing the worst could gain. Writes it to results/profiles/VARIANT/, too:\n"
    "profile.json, stacks for flame graphs and speedscope, CSV, a call graph, a trace\n"
    "for Perfetto. It is a run of its own and changes no figure of a benchmark. Ends\n"
    "with 1 where no profile could be made, 77 where the variants are not supported\n"
    "here.\n"
    "\n"
    "  --variant NAME[,NAME..]  another way to name variants; all is every one\n"
    "  --engine NAME            auto (default: the best that works here), or one of\n"
    "                             perf       times, stacks and threads, by sampling\n"
    "                             trace      calls, counted exactly (uftrace)\n"
    "                             callgrind  instructions and calls, counted exactly\n"
    "                             cupti      what a GPU did\n"
    "  --lines N                only the text's first N lines (default: all; 5000 for\n"
    "                           callgrind and trace, which are slow)\n"
    "  --frequency HZ           samples per second of CPU time (default: such that\n"
    "                           there are 5,000 to 20,000)\n"
    "  --sort KEY               functions by self (default), total, calls or name\n"
    "  --focus FUNCTION         only what lies under this one, in shares of it\n"
    "  --diff                   what moved between two profiles: variants that have\n"
    "                           one, or two profile.json\n"
    "  --output DIR             the folder of profiles (default: results/profiles)\n"
    "  --data FILE              this text (default: data/random.txt, made where\n"
    "                           missing)\n"
    "  --quick                  a tenth of the default text\n"
    "  --threads N              for variants that use them (default: the cores there\n"
    "                           are)\n"
    "  --timeout TIME           for one run (default: 10m)\n"
    "  --ladder FILE            another list of variants than this build's own\n"
    "  --help                   this text\n";

static enum profile_sort sort_of(const char *text)
{
    static const char *const names[] = {"self", "total", "calls", "name"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], text) == 0)
            return (enum profile_sort)i;
    errx(EXIT_USAGE, "--sort takes self, total, calls or name, not '%s'", text);
}

static const char *engine_of(const char *text)
{
    static const char *const names[] = {"auto", "perf", "trace", "callgrind", "cupti"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], text) == 0)
            return text;
    errx(EXIT_USAGE, "--engine takes auto, perf, trace, callgrind or cupti, not '%s'", text);
}

/* Names behind the options and those of --variant, as one list. */
static void add_names(struct profile_options *options, const char *names)
{
    char *list =
        options->variants ? format_string("%s,%s", options->variants, names) : copy_string(names);
    free(options->variants);
    options->variants = list;
}

static void check(struct profile_options *options, bool diff, int argc, char **argv)
{
    arguments_quick_or_data(options->quick, options->data);
    if (!diff) {
        for (int i = optind; i < argc; i++)
            add_names(options, argv[i]);
        if (!options->variants || !*options->variants)
            errx(EXIT_USAGE, "which variant? Name one, or all; ./harness list shows them");
        return;
    }
    if (argc - optind != 2 || options->variants)
        errx(EXIT_USAGE, "--diff takes two variants that have a profile, or two profile.json");
    options->diff[0] = argv[optind];
    options->diff[1] = argv[optind + 1];
}

struct profile_options profile_options_of(int argc, char **argv)
{
    enum {
        VARIANT,
        ENGINE,
        LINES,
        FREQUENCY,
        SORT,
        FOCUS,
        DIFF,
        OUTPUT,
        DATA,
        QUICK,
        THREADS,
        TIMEOUT,
        LADDER,
        HELP
    };
    static const struct option long_options[] = {
        {"variant", required_argument, NULL, VARIANT},
        {"engine", required_argument, NULL, ENGINE},
        {"lines", required_argument, NULL, LINES},
        {"frequency", required_argument, NULL, FREQUENCY},
        {"sort", required_argument, NULL, SORT},
        {"focus", required_argument, NULL, FOCUS},
        {"diff", no_argument, NULL, DIFF},
        {"output", required_argument, NULL, OUTPUT},
        {"data", required_argument, NULL, DATA},
        {"quick", no_argument, NULL, QUICK},
        {"threads", required_argument, NULL, THREADS},
        {"timeout", required_argument, NULL, TIMEOUT},
        {"ladder", required_argument, NULL, LADDER},
        {"help", no_argument, NULL, HELP},
        {0},
    };
    struct profile_options options = {.engine = "auto",
                                      .threads = machine_cores(),
                                      .timeout_ns = 600 * NS_PER_S,
                                      .ladder = rungs_default_list()};
    bool diff = false;
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case VARIANT:
            add_names(&options, optarg);
            break;
        case ENGINE:
            options.engine = engine_of(optarg);
            break;
        case LINES:
            options.lines = argument_number("lines", optarg, 1, INT64_MAX);
            break;
        case FREQUENCY:
            options.frequency = (unsigned)argument_number("frequency", optarg, 1, FREQUENCY_MOST);
            break;
        case SORT:
            options.by = sort_of(optarg);
            break;
        case FOCUS:
            options.focus = optarg;
            break;
        case DIFF:
            diff = true;
            break;
        case OUTPUT:
            options.output = optarg;
            break;
        case DATA:
            options.data = optarg;
            break;
        case QUICK:
            options.quick = true;
            break;
        case THREADS:
            options.threads = argument_threads(optarg);
            break;
        case TIMEOUT:
            options.timeout_ns = argument_duration_ns("timeout", optarg);
            break;
        case LADDER:
            options.ladder = optarg;
            break;
        case HELP:
            fputs(help, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    check(&options, diff, argc, argv);
    return options;
}
