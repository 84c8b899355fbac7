#include "gen_options.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EXIT_USAGE = 2,
    MAX_LENGTH = 1 << 30, /* a thread holds a line in memory */
    MAX_THREADS = 1024,
};

static const char help[] =
    "Usage: gen [OPTION]...\n"
    "Writes a text of random letters and digits, and what is known of it to\n"
    "TEXT.json. The same lines, length and seed give the same bytes on any\n"
    "machine.\n"
    "\n"
    "  --lines N      lines (1000000)\n"
    "  --length N     letters and digits in a line, without its newline (1000)\n"
    "  --seed N       which of the texts (1)\n"
    "  --threads N    threads that write it (as many as there are cores)\n"
    "  --output FILE  where to (data/random.txt); its folder is made if missing, not\n"
    "                 those above\n"
    "  --force        replace a text that is not the one asked for\n"
    "  --help         this text\n"
    "\n"
    "A text that is already the one asked for is kept.\n"
    "Exit status: 0 the text is there, 1 it is not, 2 wrong options.\n";

static uint64_t parse_number(const char *option, const char *digits, uint64_t least, uint64_t most)
{
    char *end = NULL;
    errno = 0;
    const unsigned long long number = strtoull(digits, &end, 10);
    /* strtoull takes leading spaces and signs too */
    if (digits[0] < '0' || digits[0] > '9' || *end != '\0' || errno != 0 || number < least ||
        number > most)
        errx(EXIT_USAGE, "%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'",
             option, least, most, digits);
    return number;
}

static int available_cores(void)
{
    cpu_set_t cores; /* fails on more cores than this holds */
    if (sched_getaffinity(0, sizeof cores, &cores) == 0)
        return CPU_COUNT(&cores);
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

struct options options_parse(int count, char **arguments)
{
    static const struct option names[] = {
        {"lines", required_argument, NULL, 'n'},  {"length", required_argument, NULL, 'l'},
        {"seed", required_argument, NULL, 's'},   {"threads", required_argument, NULL, 't'},
        {"output", required_argument, NULL, 'o'}, {"force", no_argument, NULL, 'f'},
        {"help", no_argument, NULL, 'h'},         {0},
    };
    struct options options = {
        .request =
            {
                .path = "data/random.txt",
                .lines = 1000000,
                .length = 1000,
                .seed = 1,
                .threads = available_cores(),
            },
    };
    struct request *request = &options.request;
    int option;
    while ((option = getopt_long(count, arguments, "", names, NULL)) != -1) {
        switch (option) {
        case 'n':
            request->lines = parse_number("--lines", optarg, 1, INT64_MAX);
            break;
        case 'l':
            request->length = parse_number("--length", optarg, 1, MAX_LENGTH);
            break;
        case 's':
            request->seed = parse_number("--seed", optarg, 0, INT64_MAX);
            break;
        case 't':
            request->threads = (int)parse_number("--threads", optarg, 1, MAX_THREADS);
            break;
        case 'o':
            request->path = optarg;
            break;
        case 'f':
            options.force = true;
            break;
        case 'h':
            if (fputs(help, stdout) == EOF || fflush(stdout) != 0)
                err(1, "cannot write standard output");
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt_long has said what is wrong */
        }
    }
    if (optind < count)
        errx(EXIT_USAGE, "'%s' is not an option; see --help", arguments[optind]);
    if (request->path[0] == '\0' || request->path[strlen(request->path) - 1] == '/')
        errx(EXIT_USAGE, "--output takes the name of a file, not '%s'", request->path);
    int64_t bytes = 0;
    if (__builtin_mul_overflow(request->lines, request->length + 1, &bytes))
        errx(EXIT_USAGE,
             "%" PRIu64 " lines of %" PRIu64 " characters are more than a file can hold",
             request->lines, request->length);
    request->bytes = (uint64_t)bytes;
    return options;
}
