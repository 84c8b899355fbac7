#include "workload.h"
#include "counting.h"
#include "patterns.h"
#include "replay.h"
#include "stages.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2
#define MOST_THREADS 1024
#define MOST_GPUS 64
#define MOST_DELAY 10

bool counting_lines;

static const char *const default_patterns[] = {DEFAULT_PATTERNS};

static const char help[] =
    "usage: %s [options] TEXT\n"
    "Count the patterns' matches in TEXT, and say how long that took.\n"
    "\n"
    "  --bytes N          search only the first N bytes of TEXT (default: all)\n"
    "  --threads N        use N threads or processes, if the variant uses them (default 1)\n"
    "  --pattern P        count this pattern; may be repeated (default [0-9]{1}bob and\n"
    "                     [0-9]{1}rob)\n"
    "  --combined P       one pattern with the same matches (default: the patterns\n"
    "                     joined by |)\n"
    "  --case-sensitive   count only the case that the patterns are written in\n"
    "  --count WHAT       count matches (the default), or lines: those that have a match,\n"
    "                     for each pattern\n"
    "  --isa NAME         use scalar, sse2, avx2, avx512bw or neon, if the variant has\n"
    "                     a choice\n"
    "  --gpus N           split the text over N GPUs, if the variant uses them (default 1)\n"
    "  --repeat N         search N times in this process (default 1)\n"
    "  --without STAGES   leave out some of read, compile, lower and search, separated by\n"
    "                     commas: the search is recorded, then repeated with the results\n"
    "                     of these stages played back. Without lower, TEXT must be in\n"
    "                     lower case\n"
    "  --delay STAGE:F    lengthen each visit to the stage by F times its length (0 to\n"
    "                     10). If the whole run gets longer by as much, it waits for\n"
    "                     that stage\n"
    "  --stages           print where the time goes, and what measuring that cost\n"
    "  --json             print one line of JSON, as the harness reads it\n"
    "  --describe         print as JSON what this variant is; needs no TEXT\n"
    "  --help             print this help\n";

static long number(const char *text, const char *option, long most)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || value < 1 || value > most || errno)
        errx(EXIT_USAGE, "--%s takes a whole number from 1 to %ld, not '%s'", option, most, text);
    return value;
}

/* A list of stages, separated by commas. */
static unsigned left_out(char *names)
{
    unsigned stages = 0;
    for (char *name; (name = strsep(&names, ","));) {
        enum stage stage = stage_named(name);
        if (stage == STAGE_COUNT)
            errx(EXIT_USAGE, "--without: there is no stage '%s'", name);
        if (!(REPLAY_STAGES & STAGE_BIT(stage)))
            errx(EXIT_USAGE,
                 "--without: %s cannot be left out, only read, compile, lower or search", name);
        stages |= STAGE_BIT(stage);
    }
    return stages;
}

/* STAGE:FRACTION */
static void set_delay(struct options *options, char *text)
{
    char *colon = strchr(text, ':'), *end = NULL;
    if (colon) {
        *colon = '\0';
        options->delay = strtod(colon + 1, &end);
    }
    if (!colon || end == colon + 1 || *end ||
        !(options->delay >= 0 && options->delay <= MOST_DELAY))
        errx(EXIT_USAGE, "--delay takes a stage, a colon and a number from 0 to %d", MOST_DELAY);
    options->delayed_stage = stage_named(text);
    if (options->delayed_stage == STAGE_COUNT)
        errx(EXIT_USAGE, "--delay: there is no stage '%s'", text);
    options->delayed = true;
}

static bool counts_lines(const char *what)
{
    if (strcmp(what, "lines") != 0 && strcmp(what, "matches") != 0)
        errx(EXIT_USAGE, "--count takes matches or lines, not '%s'", what);
    return strcmp(what, "lines") == 0;
}

static const char *checked(const char *pattern)
{
    char why[160];
    if (pattern_refusal(pattern, why, sizeof why))
        errx(EXIT_USAGE, "pattern %s: %s", pattern_shown(pattern), why);
    return pattern;
}

static void set_patterns(struct workload *work, const char **given, size_t count)
{
    static char *joined; /* used until the program ends */
    if (count == 0) {
        work->patterns = default_patterns;
        work->pattern_count = sizeof default_patterns / sizeof default_patterns[0];
        if (!work->combined)
            work->combined = DEFAULT_COMBINED;
        return;
    }
    work->patterns = given;
    work->pattern_count = count;
    if (!work->combined && count > 1)
        joined = patterns_join(given, count);
    if (!work->combined)
        work->combined = count == 1 ? given[0] : joined;
}

struct options options_parse(int argc, char **argv)
{
    enum {
        BYTES,
        THREADS,
        PATTERN,
        COMBINED,
        CASE_SENSITIVE,
        COUNT,
        ISA,
        GPUS,
        REPEAT,
        WITHOUT,
        DELAY,
        STAGES,
        JSON,
        DESCRIBE,
        HELP
    };
    static const struct option long_options[] = {
        {"bytes", required_argument, NULL, BYTES},
        {"threads", required_argument, NULL, THREADS},
        {"pattern", required_argument, NULL, PATTERN},
        {"combined", required_argument, NULL, COMBINED},
        {"case-sensitive", no_argument, NULL, CASE_SENSITIVE},
        {"count", required_argument, NULL, COUNT},
        {"isa", required_argument, NULL, ISA},
        {"gpus", required_argument, NULL, GPUS},
        {"repeat", required_argument, NULL, REPEAT},
        {"without", required_argument, NULL, WITHOUT},
        {"delay", required_argument, NULL, DELAY},
        {"stages", no_argument, NULL, STAGES},
        {"json", no_argument, NULL, JSON},
        {"describe", no_argument, NULL, DESCRIBE},
        {"help", no_argument, NULL, HELP},
        {0},
    };
    static const char *given[PATTERNS_MOST];
    size_t count = 0;
    struct options options = {.work = {.caseless = true, .threads = 1, .gpus = 1}, .repeat = 1};

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case BYTES:
            options.work.bytes = (uint64_t)number(optarg, "bytes", LONG_MAX);
            break;
        case THREADS:
            options.work.threads = (int)number(optarg, "threads", MOST_THREADS);
            break;
        case PATTERN:
            if (count == PATTERNS_MOST)
                errx(EXIT_USAGE, "--pattern: %d patterns at most", PATTERNS_MOST);
            given[count++] = checked(optarg);
            break;
        case COMBINED:
            options.work.combined = checked(optarg);
            break;
        case CASE_SENSITIVE:
            options.work.caseless = false;
            break;
        case COUNT:
            options.work.lines = counting_lines = counts_lines(optarg);
            break;
        case ISA:
            options.work.isa = optarg;
            break;
        case GPUS:
            options.work.gpus = (int)number(optarg, "gpus", MOST_GPUS);
            break;
        case REPEAT:
            options.repeat = (int)number(optarg, "repeat", 1000000);
            break;
        case WITHOUT:
            options.without |= left_out(optarg);
            break;
        case DELAY:
            set_delay(&options, optarg);
            break;
        case STAGES:
            options.stages = true;
            break;
        case JSON:
            options.json = true;
            break;
        case DESCRIBE:
            options.describe = true;
            break;
        case HELP:
            if (printf(help, program_invocation_short_name) < 0 || fflush(stdout) != 0)
                err(1, "cannot write standard output");
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has printed a message */
        }
    }
    set_patterns(&options.work, given, count);
    if (options.describe ? optind != argc : optind + 1 != argc)
        errx(EXIT_USAGE,
             options.describe ? "--describe takes no text" : "name one text; see --help");
    options.work.path = argv[optind];
    return options;
}
