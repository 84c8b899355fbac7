#include "commands/run_values.h"
#include "base/strings.h"
#include "commands/case_file.h"
#include "common/arguments.h"
#include "common/units.h"
#include "measure/launch.h"
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
    RANKS,
    PEER,
    PEER_LINES,
    RUNG,
    AFTER,
    ATTACKS,
    PREDICT,
    PRINTS,
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
    {"variant", TEXT(variants), "NAME,...", 0,
     "Run these variants (default: all of the first four acts; with --rung those that the programs "
     "follow)",
     0},
    {"act", TEXT(act), "NAME", 0,
     "Run the variants of an act, and those that they follow: ideas, core, cores, gpu, disk (a "
     "text on the disk) or machines (several)",
     0},
    {"ladder", TEXT(ladder), "FILE", 0, "Use this list of variants instead of this build's own", 0},
    {"threads", THREADS, "N,...", 0,
     "Give variants this many threads (default: one per core). With several counts, measure with "
     "the largest, and also what each count gains over one thread",
     0},
    {"gpus", GPUS, "N", 0, "Split the text over this many GPUs (default: 1)", 0},
    {"rung", RUNG, "'NAME=COMMAND'", 0,
     "Measure this program of yours as a rung of the ladder. COMMAND prints the number of matches "
     "and nothing else; {data} in it stands for the text. It is split into words as a shell would, "
     "and run without a shell. May be repeated. The options after, attacks, predict and prints "
     "apply to the --rung before them",
     0},
    {"after", AFTER, "NAME", 0, "The variant, or other --rung, that the program improves", 0},
    {"attacks", ATTACKS, "PART,...", 0,
     "What the program makes faster: stages of the variant that it improves, or functions, whose "
     "share comes from a profile. The run then says what the program can gain at most",
     0},
    {"predict", PREDICT, "N", 0,
     "How many times as fast you expect it to be, as in 4x. The ledger shows this beside the "
     "harness's own forecast",
     0},
    {"prints", PRINTS, "WHAT", 0,
     "What the program prints: number (the default), lines (one per match, like grep -o), or json "
     "(a variant's line, see docs/OWN-WORK.md; its COMMAND has no {data})",
     0},
    {"ranks", RANKS, "N", 0,
     "Run variants of the act machines as N processes (default: one per core, or one per slot in "
     "--hosts), each with --threads threads (default: its part of the cores)",
     0},
    {"hosts", TEXT(hosts), "FILE", 0,
     "Run them on these machines: mpirun's host file, with a line 'NAME slots=N' for each. The "
     "text and this build must have the same paths on all of them",
     0},
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
    {"data", TEXT(data), "FILE", 0,
     "Search this text (default: this project's own, made if missing)", 0},
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
     "Drop the text from the page cache before each sample. The times then include the disk, and "
     "peers search the whole text",
     0},
    {"seed", SEED, "N", 0,
     "Use this seed for the random order of the variants (default: a new one)", 0},

    {NULL, 0, NULL, 0, "What to write:", 0},
    {"output", TEXT(output), "FILE", 0,
     "Write the results to this file (default: a new file, whose name is printed)", 0},
    {"profile", PROFILE, "DIR", OPTION_ARG_OPTIONAL,
     "After the rounds, profile the baseline, combined, jit and the fastest variant, in about half "
     "a minute, into this folder (default: beside the results)",
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

static void add_program(struct run_options *run, const char *text)
{
    size_t length = strcspn(text, "=");
    if (length == 0 || !text[length])
        errx(EXIT_USAGE, "--rung takes 'NAME=COMMAND', not '%s'", text);
    if (run->program_count == PROGRAMS_MOST)
        errx(EXIT_USAGE, "over %d programs are too many", PROGRAMS_MOST);
    run->programs[run->program_count++] =
        (struct program_option){.where = lasting_string("--rung %.*s", (int)length, text),
                                .name = lasting_string("%.*s", (int)length, text),
                                .command = lasting_string("%s", text + length + 1)};
}

/* The program that an option is about: that of the last --rung. */
static struct program_option *last_program(struct run_options *run, const char *option)
{
    if (run->program_count == 0)
        errx(EXIT_USAGE, "--%s is about the --rung before it, and there is none", option);
    return &run->programs[run->program_count - 1];
}

static void set_once(char **to, const struct program_option *program, const char *option,
                     const char *text)
{
    if (*to)
        errx(EXIT_USAGE, "%s has two of --%s", program->where, option);
    *to = lasting_string("%s", text);
}

static error_t parse_program(int key, const char *text, struct run_options *run)
{
    struct program_option *program;
    switch (key) {
    case RUNG:
        add_program(run, text);
        return 0;
    case AFTER:
        program = last_program(run, "after");
        set_once(&program->after, program, "after", text);
        return 0;
    case ATTACKS:
        program = last_program(run, "attacks");
        set_once(&program->attacks, program, "attacks", text);
        return 0;
    case PREDICT:
        program = last_program(run, "predict");
        if (program->foretold > 0)
            errx(EXIT_USAGE, "%s has two of --predict", program->where);
        if (!foretold_parse(text, &program->foretold))
            errx(EXIT_USAGE, "%s: a prediction is a number of times, as in 4x, not '%s'",
                 program->where, text);
        return 0;
    case PRINTS:
        if (!prints_parse(text, &last_program(run, "prints")->prints))
            errx(EXIT_USAGE, "--prints takes number, lines or json, not '%s'", text);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct run_values *values = state->input;
    struct run_options *run = &values->run;
    switch (key) {
    case THREADS:
        read_threads(run, text);
        run->given_threads = true;
        return 0;
    case RANKS:
        run->ranks = (int)argument_number("ranks", text, 1, RANKS_MOST);
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
    case ARGP_KEY_ARG:
        if (values->case_path)
            errx(EXIT_USAGE, "run takes one case file, not '%s' as well", text);
        values->case_path = text;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &values->patterns;
        state->child_inputs[1] = &values->exports;
        return 0;
    default:
        return parse_program(key, text, run) == 0 ? 0 : argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[CASE.yaml]",
    .children = (const struct argp_child[]){{&pattern_argp, 0, "What to count:", 2},
                                            {&exports_argp, 0, NULL, 4},
                                            {0}},
    .doc = "Measure the variants side by side on one text, check their counts, and say where the "
           "time goes. A case file (see init) describes your own text, patterns and programs.\vThe "
           "exit code is 1 if a variant failed or miscounted, and 77 if all were skipped."};

static uint64_t new_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec % 1000000;
}

struct run_values run_values_of(int argc, char **argv)
{
    struct run_values values = {.run = {.threads = machine_cores(),
                                        .gpus = 1,
                                        .rounds = 20,
                                        .precision = 0,
                                        .timeout_ns = 120 * NS_PER_S,
                                        .seed = new_seed(),
                                        .ladder = rungs_default_list()}};
    arguments_parse(&argp, argc, argv, &values);
    struct run_options *run = &values.run;
    arguments_quick_or_data(run->quick, run->data);
    if (values.case_path)
        case_file_read(values.case_path, run, &values.patterns);
    if (run->act && run->variants)
        errx(EXIT_USAGE, "--act and --variant both say which variants to run: give one of them");
    char why[4400];
    if (run->hosts && !launch_reads_hosts(run->hosts, why, sizeof why))
        errx(EXIT_USAGE, "--hosts: %s", why);
    if (run->budget_ns == 0) {
        run->budget_ns =
            ((run->quick ? 90U : 420U) + (run->peers ? 80U : 0) + (run->sweep_count ? 80U : 0)) *
            NS_PER_S;
        run->stretch_ns = run->budget_ns / 9;
    }
    return values;
}
