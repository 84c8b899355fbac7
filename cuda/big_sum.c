/* The reduction case: four steps on a matrix that is already on the device, and 8 bytes back. The
 * steps are only queued, the copy waits for them; so a clock on the host that knows nothing of the
 * queue charges their time to the copy. It is timed three ways: without a wait of our own, with one
 * after each step, and with one before the copy; and on the device. `./harness trap` tells it. */
#include "big_sum.h"
#include "variants/clock.h"

#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define SIZE_MOST 1000000

static const char help[] =
    "usage: %s [options]\n"
    "Sums a matrix on the device in three steps, and times them three ways.\n"
    "\n"
    "  --size N     N x N doubles (default: 10000)\n"
    "  --repeats N  of each way (default: 20, at most %d)\n"
    "  --json       one line for the harness\n"
    "  --help       this text\n";

static uint64_t number(const char *option, const char *text, uint64_t most)
{
    char *end;
    uint64_t value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value < 1 || value > most)
        errx(EXIT_USAGE, "--%s takes a whole number from 1 to %" PRIu64 ", not '%s'", option, most,
             text);
    return value;
}

static struct options options_of(int argc, char **argv)
{
    static const struct option long_options[] = {{"size", required_argument, NULL, 's'},
                                                 {"repeats", required_argument, NULL, 'r'},
                                                 {"json", no_argument, NULL, 'j'},
                                                 {"help", no_argument, NULL, 'h'},
                                                 {0}};
    struct options options = {.size = 10000, .repeats = 20};
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case 's':
            options.size = number("size", optarg, SIZE_MOST);
            break;
        case 'r':
            options.repeats = number("repeats", optarg, REPEATS_MOST);
            break;
        case 'j':
            options.json = true;
            break;
        case 'h':
            printf(help, argv[0], REPEATS_MOST);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    if (optind < argc)
        errx(EXIT_USAGE, "'%s' is not an option; see --help", argv[optind]);
    return options;
}

/* The marks around a step. */
static unsigned before(enum step step)
{
    return 1 + 2 * step;
}

static unsigned after(enum step step)
{
    return 2 + 2 * step;
}

/* The time since *since, which becomes now. */
static uint64_t lap(uint64_t *since)
{
    uint64_t now = clock_ns(), passed = now - *since;
    *since = now;
    return passed;
}

/* Once through the case, on an idle device. The marks cost the host a microsecond or two a step.
 * Returns the total that was copied. */
static double run(struct queue *queue, enum mode mode, struct repeat *repeat)
{
    queue_forget_sums(queue);
    queue_synchronize(queue);
    queue_mark(queue, 0);
    uint64_t clock = clock_ns();
    for (enum step step = 0; step < STEP_COPY; step++) {
        queue_mark(queue, before(step));
        queue_step(queue, step);
        queue_mark(queue, after(step));
        if (mode == MODE_WAIT_EACH)
            queue_synchronize(queue);
        repeat->host_ns[step] = lap(&clock);
    }
    if (mode == MODE_WAIT_ONCE) {
        queue_synchronize(queue);
        repeat->wait_ns = lap(&clock);
    }
    queue_mark(queue, before(STEP_COPY));
    double total = queue_copy(queue);
    queue_mark(queue, after(STEP_COPY));
    if (mode == MODE_WAIT_EACH)
        queue_synchronize(queue);
    repeat->host_ns[STEP_COPY] = lap(&clock);

    queue_synchronize(queue);
    for (enum step step = 0; step < STEP_COUNT; step++) {
        uint64_t start_ns = queue_mark_ns(queue, before(step));
        repeat->device[step] =
            (struct period){start_ns, queue_mark_ns(queue, after(step)) - start_ns};
    }
    return total;
}

static void check(struct measured *measured, struct sums sums, double copied)
{
    double error;
    sums.total = copied;
    error = sums_error(&sums, &measured->expected);
    if (error >= measured->worst_error) {
        measured->worst_error = error;
        measured->worst = sums;
    }
}

/* The case once more with records being kept, without marks: they would be in the way. */
static void keep_records(struct queue *queue, struct measured *measured)
{
    size_t repeats = measured->options->repeats;
    if (!queue_records_start(queue, measured->why, sizeof measured->why))
        return;
    for (size_t r = 0; r < repeats; r++) {
        for (enum step step = 0; step < STEP_COPY; step++)
            queue_step(queue, step);
        queue_copy(queue);
    }
    queue_synchronize(queue);
    if (!queue_records_stop(queue, &measured->records, measured->why, sizeof measured->why))
        return;
    struct period(*periods)[STEP_COUNT] = calloc(repeats + 1, sizeof *periods);
    if (!periods)
        err(1, "records");
    if (records_by_step(&measured->records, repeats, periods, measured->why, sizeof measured->why))
        measured->periods = periods;
    else
        free(periods);
}

static void measure(struct queue *queue, struct measured *measured)
{
    const struct options *options = measured->options;
    for (enum mode mode = 0; mode < MODE_COUNT; mode++) {
        measured->repeats[mode] = calloc(options->repeats, sizeof(struct repeat));
        if (!measured->repeats[mode])
            err(1, "times");
    }
    for (size_t r = 0; r < options->repeats; r++)
        for (enum mode mode = 0; mode < MODE_COUNT; mode++) {
            double copied = run(queue, mode, &measured->repeats[mode][r]);
            check(measured, queue_sums(queue), copied);
        }
    keep_records(queue, measured);
}

int main(int argc, char **argv)
{
    struct options options = options_of(argc, argv);
    struct queue *queue = queue_open(options.size); /* first: it may not be there at all */
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct measured measured = {
        .options = &options,
        .device = queue_device(queue),
        .expected = matrix_sums(options.size * options.size, cores > 0 ? (unsigned)cores : 1)};
    measure(queue, &measured);
    if (measured.worst_error > SUMS_TOLERANCE)
        errx(1,
             "the device's sums are wrong: sum %.12g, squares %.12g, roots %.12g, total %.12g, not "
             "%.12g, %.12g, %.12g, %.12g",
             measured.worst.sum, measured.worst.squares, measured.worst.roots, measured.worst.total,
             measured.expected.sum, measured.expected.squares, measured.expected.roots,
             measured.expected.total);
    if (options.json)
        big_sum_print_json(&measured);
    else
        big_sum_print_text(&measured);
    for (enum mode mode = 0; mode < MODE_COUNT; mode++)
        free(measured.repeats[mode]);
    free(measured.records.all);
    free(measured.periods);
    queue_close(queue);
    return 0;
}
