#include "gen_options.h"
#include "common/arguments.h"

#include <err.h>
#include <inttypes.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define LENGTH_MOST (1 << 30) /* a thread holds a line in memory */

enum {
    LINES = ARGUMENT_OTHER,
    LENGTH,
    SEED
};

static const struct argp_option names[] = {
    {"lines", LINES, "N", 0, "Write this many lines (default: 1000000)", 0},
    {"length", LENGTH, "N", 0,
     "Write lines of this many letters and digits, without the newline (default: 1000)", 0},
    {"seed", SEED, "N", 0, "Generate the text of this seed (default: 1)", 0},
    {"threads", ARGUMENT_THREADS(struct options, request.threads), "N", 0,
     "Write with this many threads (default: one per core)", 0},
    {"output", ARGUMENT_TEXT(struct options, request.path), "FILE", 0,
     "Write the text to this file (default: data/random.txt). Its folder is made if missing, but "
     "not those above it",
     0},
    {"force", ARGUMENT_FLAG(struct options, force), NULL, 0,
     "Replace a text that is not the requested one", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct request *request = &((struct options *)state->input)->request;
    switch (key) {
    case LINES:
        request->lines = argument_number("lines", text, 1, INT64_MAX);
        return 0;
    case LENGTH:
        request->length = argument_number("length", text, 1, LENGTH_MOST);
        return 0;
    case SEED:
        request->seed = argument_number("seed", text, 0, INT64_MAX);
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = names,
    .parser = parse,
    .doc = "Write a text of random letters and digits, and its description, TEXT.json. The same "
           "lines, length and seed give the same bytes on any machine. If the requested text "
           "exists, it is kept."
           "\vThe exit code is 0 if the text is there, 1 if it is not, and 2 if the options are "
           "wrong."};

static int available_cores(void)
{
    cpu_set_t cores; /* fails on more cores than this holds */
    if (sched_getaffinity(0, sizeof cores, &cores) == 0)
        return CPU_COUNT(&cores);
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

struct options options_parse(int count, char **arguments)
{
    struct options options = {.request = {.path = "data/random.txt",
                                          .lines = 1000000,
                                          .length = 1000,
                                          .seed = 1,
                                          .threads = available_cores()}};
    struct request *request = &options.request;
    int64_t bytes = 0;
    argp_err_exit_status = EXIT_USAGE;
    arguments_parse(&argp, count, arguments, &options);
    if (request->path[0] == '\0' || request->path[strlen(request->path) - 1] == '/')
        errx(EXIT_USAGE, "--output takes the name of a file, not '%s'", request->path);
    if (__builtin_mul_overflow(request->lines, request->length + 1, &bytes))
        errx(EXIT_USAGE,
             "%" PRIu64 " lines of %" PRIu64 " characters are more than a file can hold",
             request->lines, request->length);
    request->bytes = (uint64_t)bytes;
    return options;
}
