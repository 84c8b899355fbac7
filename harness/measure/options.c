#include "measure/options.h"
#include "base/arguments.h"
#include "base/units.h"
#include "measure/options_help.h"
#include "record/rounds.h"
#include "system/machine.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EXIT_USAGE 2
#define GPUS_MOST 64

static int ascending(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* One count, or several: a sweep, of which one thread is part in any case. */
static void read_threads(struct run_options *options, const char *text)
{
    int counts[SWEEP_MOST] = {1};
    size_t count = strchr(text, ',') ? 1 : 0;
    char *list = strdup(text), *rest = list;
    if (!list)
        err(1, "--threads");
    for (const char *each; (each = strsep(&rest, ","));) {
        if (count == SWEEP_MOST)
            errx(EXIT_USAGE, "--threads takes up to %d counts", SWEEP_MOST - 1);
        counts[count++] = argument_threads(each);
    }
    free(list);
    qsort(counts, count, sizeof counts[0], ascending);
    options->threads = counts[count - 1];
    options->sweep_count = 0;
    for (size_t i = 0; i < count && options->threads > 1 && count > 1; i++)
        if (i == 0 || counts[i] != counts[i - 1])
            options->sweep[options->sweep_count++] = counts[i];
}

const char *options_default_ladder(void)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/ladder.json", machine_build_dir());
    return path;
}

static uint64_t new_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec % 1000000;
}

struct run_options options_of_run(int argc, char **argv)
{
    enum {
        VARIANT,
        DATA,
        QUICK,
        THREADS,
        GPUS,
        PEERS,
        PEER,
        PEER_LINES,
        ROUNDS,
        PRECISION,
        BUDGET,
        TIMEOUT,
        PIN,
        COLD,
        SEED,
        OUTPUT,
        CSV,
        MARKDOWN,
        JSON,
        LADDER,
        HELP
    };
    static const struct option long_options[] = {
        {"variant", required_argument, NULL, VARIANT},
        {"data", required_argument, NULL, DATA},
        {"quick", no_argument, NULL, QUICK},
        {"threads", required_argument, NULL, THREADS},
        {"gpus", required_argument, NULL, GPUS},
        {"peers", no_argument, NULL, PEERS},
        {"peer", required_argument, NULL, PEER},
        {"peer-lines", required_argument, NULL, PEER_LINES},
        {"rounds", required_argument, NULL, ROUNDS},
        {"precision", required_argument, NULL, PRECISION},
        {"budget", required_argument, NULL, BUDGET},
        {"timeout", required_argument, NULL, TIMEOUT},
        {"pin", no_argument, NULL, PIN},
        {"cold", no_argument, NULL, COLD},
        {"seed", required_argument, NULL, SEED},
        {"output", required_argument, NULL, OUTPUT},
        {"export-csv", required_argument, NULL, CSV},
        {"export-markdown", required_argument, NULL, MARKDOWN},
        {"export-json", required_argument, NULL, JSON},
        {"ladder", required_argument, NULL, LADDER},
        {"help", no_argument, NULL, HELP},
        {0},
    };
    struct run_options options = {.variants = "all",
                                  .threads = machine_cores(),
                                  .gpus = 1,
                                  .rounds = 20,
                                  .precision = 0.02,
                                  .timeout_ns = 120 * NS_PER_S,
                                  .seed = new_seed(),
                                  .ladder = options_default_ladder()};

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case VARIANT:
            options.variants = optarg;
            break;
        case DATA:
            options.data = optarg;
            break;
        case QUICK:
            options.quick = true;
            break;
        case THREADS:
            read_threads(&options, optarg);
            break;
        case PEERS:
            options.peers = true;
            break;
        case PEER:
        case PEER_LINES:
            if (options.given_peer_count == PEERS_MOST)
                errx(EXIT_USAGE, "over %d peers are too many", PEERS_MOST);
            options.given_peers[options.given_peer_count++] =
                (struct peer_option){optarg, option == PEER_LINES};
            break;
        case GPUS:
            options.gpus = (int)argument_number("gpus", optarg, 1, GPUS_MOST);
            break;
        case ROUNDS:
            options.rounds = (unsigned)argument_number("rounds", optarg, 1, ROUNDS_MOST);
            break;
        case PRECISION:
            if (!units_parse_percent(optarg, 100, &options.precision))
                errx(EXIT_USAGE, "--precision takes a percentage such as 2%%, not '%s'", optarg);
            break;
        case BUDGET:
            options.budget_ns = argument_duration_ns("budget", optarg);
            break;
        case TIMEOUT:
            options.timeout_ns = argument_duration_ns("timeout", optarg);
            break;
        case PIN:
            options.pin = true;
            break;
        case COLD:
            options.cold = true;
            break;
        case SEED:
            options.seed = argument_number("seed", optarg, 0, INT64_MAX);
            break;
        case OUTPUT:
            options.output = optarg;
            break;
        case CSV:
            options.csv = optarg;
            break;
        case MARKDOWN:
            options.markdown = optarg;
            break;
        case JSON:
            options.json = optarg;
            break;
        case LADDER:
            options.ladder = optarg;
            break;
        case HELP:
            fputs(options_help_run, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    arguments_end(argc, argv);
    arguments_quick_or_data(options.quick, options.data);
    arguments_one_dash(options.csv, options.markdown, options.json);
    if (options.budget_ns == 0) {
        options.budget_ns = ((options.quick ? 65U : 520U) + (options.peers ? 80U : 0) +
                             (options.sweep_count ? 80U : 0)) *
                            NS_PER_S;
        options.stretch_ns = options.budget_ns / 9;
    }
    return options;
}

const char *options_of_list(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"ladder", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *ladder = options_default_ladder();
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        if (option == 'h') {
            fputs(options_help_list, stdout);
            exit(0);
        }
        if (option != 'l')
            exit(EXIT_USAGE);
        ladder = optarg;
    }
    arguments_end(argc, argv);
    return ladder;
}

struct run_options options_of_limits(int argc, char **argv)
{
    static const struct option long_options[] = {{"data", required_argument, NULL, 'd'},
                                                 {"quick", no_argument, NULL, 'q'},
                                                 {"threads", required_argument, NULL, 't'},
                                                 {"help", no_argument, NULL, 'h'},
                                                 {0}};
    struct run_options options = {.threads = machine_cores()};
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case 'd':
            options.data = optarg;
            break;
        case 'q':
            options.quick = true;
            break;
        case 't':
            options.threads = argument_threads(optarg);
            break;
        case 'h':
            fputs(options_help_limits, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    arguments_end(argc, argv);
    arguments_quick_or_data(options.quick, options.data);
    return options;
}
