#include "commands/run_values.h"
#include "common/arguments.h"
#include "common/units.h"
#include "measure/rungs.h"
#include "profile/show/profile_folder.h"
#include "record/results.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_USAGE 2
#define GPUS_MOST 64

enum {
    THREADS = ARGUMENT_OTHER,
    GPUS,
    PEER,
    PEER_LINES,
    ROUNDS,
    PRECISION,
    BUDGET,
    TIMEOUT,
    SEED,
    PROFILE
};

#define TEXT(member) ARGUMENT_TEXT(struct run_values, run.member)
#define FLAG(member) ARGUMENT_FLAG(struct run_values, run.member)

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What to run:", 0},
    {"variant", TEXT(variants), "NAME,...", 0, "Run these variants (default: all)", 0},
    {"ladder", TEXT(ladder), "FILE", 0, "Use this list of variants instead of this build's own", 0},
    {"threads", THREADS, "N,...", 0,
     "Give variants this many threads (default: one per core). With several counts, measure with "
     "the largest, and also what each count gains over one thread",
     0},
    {"gpus", GPUS, "N", 0, "Split the text over this many GPUs (default: 1)", 0},
    {"peers", FLAG(peers), NULL, 0,
     "Also run the tools that people would use instead: ripgrep, ugrep, grep, Python. Whole "
     "processes are compared with whole processes. A slow tool searches only the first lines, and "
     "its time is scaled",
     0},
    {"peer", PEER, "'NAME=COMMAND'", 0,
     "Also run this command, which must print the number of matches and nothing else. {data} in it "
     "stands for the text. It is split into words as a shell would, and run without a shell. May "
     "be repeated",
     0},
    {"peer-lines", PEER_LINES, "'NAME=COMMAND'", 0,
     "Also run this command, which must print one line per match (grep -o)", 0},

    {NULL, 0, NULL, 0, "What to search:", 0},
    {"data", TEXT(data), "FILE", 0, "Search this text (default: data/random.txt, made if missing)",
     0},
    {"quick", FLAG(quick), NULL, 0, "Search a tenth of the default text, in up to two minutes", 0},

    {NULL, 0, NULL, 0, "How to measure:", 0},
    {"rounds", ROUNDS, "N", 0,
     "Run at most this many rounds, each with one sample of every variant (default: 20). With six "
     "or more, disturbed ones are repeated",
     0},
    {"precision", PRECISION, "PERCENT", 0,
     "Stop when the interval of every comparison is narrower than this: of each variant with the "
     "one it follows, and of the A/A controls (default: 0%, as many "
     "rounds as --rounds and --budget allow)",
     0},
    {"budget", BUDGET, "TIME", 0,
     "Measure for up to this long, such as 90s or 8m (default: 420s, with --quick 90s; --peers "
     "adds 80s, and so does a list of --threads; up to a ninth more if that gives all rounds)",
     0},
    {"timeout", TIMEOUT, "TIME", 0, "Stop a sample that takes longer than this (default: 2m)", 0},
    {"pin", FLAG(pin), NULL, 0, "Bind variants that use one core to the same core", 0},
    {"cold", FLAG(cold), NULL, 0,
     "Drop the text from the page cache before each sample. The times are then those of the disk, "
     "and peers search the whole text",
     0},
    {"seed", SEED, "N", 0,
     "Use this seed for the random order of the variants (default: a new one)", 0},

    {NULL, 0, NULL, 0, "What to write:", 0},
    {"output", TEXT(output), "FILE", 0,
     "Write the results to this file (default: a new one in results/local/)", 0},
    {"profile", PROFILE, "DIR", OPTION_ARG_OPTIONAL,
     "After the rounds, profile the baseline, combined, jit and the fastest variant, in about half "
     "a minute, into this folder (default: results/profiles)",
     0},
    {0}};

static int ascending(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* One count, or several: a sweep, which always includes one thread. */
static void read_threads(struct run_options *run, const char *text)
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
    run->threads = counts[count - 1];
    run->sweep_count = 0;
    for (size_t i = 0; i < count && run->threads > 1 && count > 1; i++)
        if (i == 0 || counts[i] != counts[i - 1])
            run->sweep[run->sweep_count++] = counts[i];
}

static void add_peer(struct run_options *run, const char *text, bool lines)
{
    if (run->given_peer_count == PEERS_MOST)
        errx(EXIT_USAGE, "over %d peers are too many", PEERS_MOST);
    run->given_peers[run->given_peer_count++] = (struct peer_option){text, lines};
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct run_values *values = state->input;
    struct run_options *run = &values->run;
    switch (key) {
    case THREADS:
        read_threads(run, text);
        return 0;
    case GPUS:
        run->gpus = (int)argument_number("gpus", text, 1, GPUS_MOST);
        return 0;
    case PEER:
    case PEER_LINES:
        add_peer(run, text, key == PEER_LINES);
        return 0;
    case ROUNDS:
        run->rounds = (unsigned)argument_number("rounds", text, 1, ROUNDS_MOST);
        return 0;
    case PRECISION:
        if (!units_parse_percent(text, 100, &run->precision))
            errx(EXIT_USAGE, "--precision takes a percentage such as 2%%, not '%s'", text);
        return 0;
    case BUDGET:
        run->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        run->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case SEED:
        run->seed = argument_number("seed", text, 0, INT64_MAX);
        return 0;
    case PROFILE:
        run->profiles = text ? text : profile_folder_default();
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &values->exports;
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = (const struct argp_child[]){{&exports_argp, 0, NULL, 4}, {0}},
    .doc = "Measure the variants side by side on one text, check what they count, and say where "
           "the time goes."
           "\vThe exit code is 1 if a variant failed or miscounted, and 77 if all were skipped."};

static uint64_t new_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec % 1000000;
}

struct run_values run_values_of(int argc, char **argv)
{
    struct run_values values = {.run = {.variants = "all",
                                        .threads = machine_cores(),
                                        .gpus = 1,
                                        .rounds = 20,
                                        .precision = 0,
                                        .timeout_ns = 120 * NS_PER_S,
                                        .seed = new_seed(),
                                        .ladder = rungs_default_list()}};
    arguments_parse(&argp, argc, argv, &values);
    struct run_options *run = &values.run;
    arguments_quick_or_data(run->quick, run->data);
    if (run->budget_ns == 0) {
        run->budget_ns =
            ((run->quick ? 90U : 420U) + (run->peers ? 80U : 0) + (run->sweep_count ? 80U : 0)) *
            NS_PER_S;
        run->stretch_ns = run->budget_ns / 9;
    }
    return values;
}
