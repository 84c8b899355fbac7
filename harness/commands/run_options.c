#include "commands/run_options.h"
#include "base/arguments.h"
#include "base/units.h"
#include "measure/rungs.h"
#include "record/rounds.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_USAGE 2
#define GPUS_MOST 64

enum {
    VARIANT = ARGUMENT_KEYS,
    LADDER,
    THREADS,
    GPUS,
    PEERS,
    PEER,
    PEER_LINES,
    DATA,
    QUICK,
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
    JSON
};

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What to run:", 1},
    {"variant", VARIANT, "NAME,...", 0, "Run these variants (default: all)", 1},
    {"ladder", LADDER, "FILE", 0, "Use this list of variants instead of this build's own", 1},
    {"threads", THREADS, "N,...", 0,
     "Give variants this many threads (default: one per core). With several counts, measure with "
     "the largest, and also what each count gains over one thread",
     1},
    {"gpus", GPUS, "N", 0, "Split the text over this many GPUs (default: 1)", 1},
    {"peers", PEERS, NULL, 0,
     "Also run the tools that people would use instead: ripgrep, ugrep, grep, Python. Whole "
     "processes are compared with whole processes. A slow tool searches only the first lines, and "
     "its time is scaled",
     1},
    {"peer", PEER, "'NAME=COMMAND'", 0,
     "Also run this command, which must print the number of matches and nothing else. {data} in it "
     "stands for the text. It is split into words as a shell would, and run without a shell. May "
     "be repeated",
     1},
    {"peer-lines", PEER_LINES, "'NAME=COMMAND'", 0,
     "Also run this command, which must print one line per match (grep -o)", 1},

    {NULL, 0, NULL, 0, "What to search:", 2},
    {"data", DATA, "FILE", 0, "Search this text (default: data/random.txt, made if missing)", 2},
    {"quick", QUICK, NULL, 0, "Search a tenth of the default text, in up to 90 seconds", 2},

    {NULL, 0, NULL, 0, "How to measure:", 3},
    {"rounds", ROUNDS, "N", 0, "Take at most this many samples of each variant (default: 20)", 3},
    {"precision", PRECISION, "PERCENT", 0,
     "Stop when the interval of every comparison is narrower than this: of each variant with the "
     "one it follows, and of the A/A control (default: 2%; 0%: as many rounds as --rounds and "
     "--budget allow)",
     3},
    {"budget", BUDGET, "TIME", 0,
     "Measure for up to this long, such as 90s or 8m (default: 520s, with --quick 65s; --peers "
     "adds "
     "80s, and so does a list of --threads; up to a ninth is added if that gives every variant six "
     "rounds). If some samples take over 1s, fast variants then get a tenth more",
     3},
    {"timeout", TIMEOUT, "TIME", 0, "Stop a sample that takes longer than this (default: 2m)", 3},
    {"pin", PIN, NULL, 0, "Bind variants that use one core to the same core", 3},
    {"cold", COLD, NULL, 0,
     "Drop the text from the page cache before each sample. The times are then those of the disk, "
     "and peers search the whole text",
     3},
    {"seed", SEED, "N", 0, "Draw the order of the variants from this seed (default: a new one)", 3},

    {NULL, 0, NULL, 0, "What to write:", 4},
    {"output", OUTPUT, "FILE", 0,
     "Write the results to this file (default: a new one in results/local/)", 4},
    {"export-csv", CSV, "FILE", 0,
     "Also write CSV, one line per row. - is standard output, and the tables then go to standard "
     "error",
     4},
    {"export-markdown", MARKDOWN, "FILE", 0, "Also write the tables as Markdown", 4},
    {"export-json", JSON, "FILE", 0, "Also write a copy of the results file", 4},
    {0}};

static int ascending(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* One count, or several: a sweep, of which one thread is part in any case. */
static void read_threads(struct run_options *values, const char *text)
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
    values->threads = counts[count - 1];
    values->sweep_count = 0;
    for (size_t i = 0; i < count && values->threads > 1 && count > 1; i++)
        if (i == 0 || counts[i] != counts[i - 1])
            values->sweep[values->sweep_count++] = counts[i];
}

static void add_peer(struct run_options *values, const char *text, bool lines)
{
    if (values->given_peer_count == PEERS_MOST)
        errx(EXIT_USAGE, "over %d peers are too many", PEERS_MOST);
    values->given_peers[values->given_peer_count++] = (struct peer_option){text, lines};
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct run_options *values = state->input;
    switch (key) {
    case VARIANT:
        values->variants = text;
        return 0;
    case LADDER:
        values->ladder = text;
        return 0;
    case THREADS:
        read_threads(values, text);
        return 0;
    case GPUS:
        values->gpus = (int)argument_number("gpus", text, 1, GPUS_MOST);
        return 0;
    case PEERS:
        values->peers = true;
        return 0;
    case PEER:
    case PEER_LINES:
        add_peer(values, text, key == PEER_LINES);
        return 0;
    case DATA:
        values->data = text;
        return 0;
    case QUICK:
        values->quick = true;
        return 0;
    case ROUNDS:
        values->rounds = (unsigned)argument_number("rounds", text, 1, ROUNDS_MOST);
        return 0;
    case PRECISION:
        if (!units_parse_percent(text, 100, &values->precision))
            errx(EXIT_USAGE, "--precision takes a percentage such as 2%%, not '%s'", text);
        return 0;
    case BUDGET:
        values->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        values->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case PIN:
        values->pin = true;
        return 0;
    case COLD:
        values->cold = true;
        return 0;
    case SEED:
        values->seed = argument_number("seed", text, 0, INT64_MAX);
        return 0;
    case OUTPUT:
        values->output = text;
        return 0;
    case CSV:
        values->csv = text;
        return 0;
    case MARKDOWN:
        values->markdown = text;
        return 0;
    case JSON:
        values->json = text;
        return 0;
    default:
        return arguments_none(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "Measure the variants side by side on one text, check what they count, and say where "
           "the time goes."
           "\vThe exit code is 1 if a variant failed or miscounted, and 77 if all were skipped."};

static uint64_t new_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec % 1000000;
}

struct run_options run_options_of(int argc, char **argv)
{
    struct run_options values = {.variants = "all",
                                 .threads = machine_cores(),
                                 .gpus = 1,
                                 .rounds = 20,
                                 .precision = 0.02,
                                 .timeout_ns = 120 * NS_PER_S,
                                 .seed = new_seed(),
                                 .ladder = rungs_default_list()};
    argp_parse(&argp, argc, argv, 0, NULL, &values);
    arguments_quick_or_data(values.quick, values.data);
    arguments_one_dash(values.csv, values.markdown, values.json);
    if (values.budget_ns == 0) {
        values.budget_ns = ((values.quick ? 65U : 520U) + (values.peers ? 80U : 0) +
                            (values.sweep_count ? 80U : 0)) *
                           NS_PER_S;
        values.stretch_ns = values.budget_ns / 9;
    }
    return values;
}
