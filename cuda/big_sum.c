/* The reduction case: four steps on a matrix that is already on the device, and 8 bytes back. The
 * steps are only queued, the copy waits for them; so a clock on the host that knows nothing of the
 * queue charges their time to the copy. It is timed three ways: without a wait of our own, with one
 * after each step, and with one before the copy; and on the device. `./harness trap` tells it. */
#include "clock.h"
#include "encoding.h"
#include "queue.h"
#include "records.h"

#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define SIZE_MOST 1000000
#define REPEATS_MOST 50 /* its line of JSON stays under 64 KiB */

static const char help[] =
    "usage: %s [options]\n"
    "Sums a matrix on the device in three steps, and times them three ways.\n"
    "\n"
    "  --size N     N x N doubles (default: 10000)\n"
    "  --repeats N  of each way (default: 20, at most %d)\n"
    "  --json       one line for the harness\n"
    "  --help       this text\n";

enum mode {
    MODE_NO_WAIT,
    MODE_WAIT_EACH,
    MODE_WAIT_ONCE,
    MODE_COUNT,
};

static const char *const mode_names[MODE_COUNT] = {"no_wait", "wait_each", "wait_once"};
static const char *const step_names[STEP_COUNT] = {"sum", "squares", "roots", "total", "copy"};

struct repeat {
    uint64_t host_ns[STEP_COUNT], wait_ns; /* the wait before the copy */
    struct period device[STEP_COUNT];
};

struct options {
    uint64_t size, repeats;
    bool json;
};

struct measured {
    const struct options *options;
    const char *device;
    struct repeat *repeats[MODE_COUNT];
    struct sums expected, worst; /* what was furthest from it */
    double worst_error;
    struct records records;
    struct period (*periods)[STEP_COUNT]; /* by the records; NULL: there are none */
    char why[200];                        /* there are none */
};

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

enum what {
    HOST_NS,
    DEVICE_START_NS,
    DEVICE_NS,
};

/* [repeat][step] */
static json_t *times(const struct repeat *repeats, size_t count, enum what what)
{
    json_t *rows = json_array();
    for (size_t r = 0; r < count; r++) {
        json_t *row = json_array();
        for (enum step step = 0; step < STEP_COUNT; step++) {
            const struct period *device = &repeats[r].device[step];
            json_array_append_new(row, encode_natural(what == HOST_NS ? repeats[r].host_ns[step]
                                                      : what == DEVICE_START_NS ? device->start_ns
                                                                                : device->ns));
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *waits(const struct repeat *repeats, size_t count)
{
    json_t *row = json_array();
    for (size_t r = 0; r < count; r++)
        json_array_append_new(row, encode_natural(repeats[r].wait_ns));
    return row;
}

static json_t *records_object(const struct measured *measured)
{
    if (!measured->periods)
        return json_pack("{s:s}", "absent", measured->why);
    json_t *starts = json_array(), *periods = json_array();
    for (size_t r = 0; r < measured->options->repeats; r++) {
        json_t *start = json_array(), *ns = json_array();
        for (enum step step = 0; step < STEP_COUNT; step++) {
            json_array_append_new(start, encode_natural(measured->periods[r][step].start_ns));
            json_array_append_new(ns, encode_natural(measured->periods[r][step].ns));
        }
        json_array_append_new(starts, start);
        json_array_append_new(periods, ns);
    }
    return json_pack("{s:s, s:o, s:o, s:o}", "source", measured->records.source, "dropped",
                     encode_natural(measured->records.dropped), "start_ns", starts, "ns", periods);
}

static json_t *sums_object(const struct sums *sums)
{
    return json_pack("{s:f, s:f, s:f, s:f}", "sum", sums->sum, "squares", sums->squares, "roots",
                     sums->roots, "total", sums->total);
}

static void print_json(const struct measured *measured)
{
    const struct options *options = measured->options;
    json_t *modes = json_object();
    for (enum mode mode = 0; mode < MODE_COUNT; mode++) {
        const struct repeat *repeats = measured->repeats[mode];
        json_object_set_new(modes, mode_names[mode],
                            json_pack("{s:o, s:o, s:o, s:o}", "host_ns",
                                      times(repeats, options->repeats, HOST_NS), "wait_ns",
                                      waits(repeats, options->repeats), "device_start_ns",
                                      times(repeats, options->repeats, DEVICE_START_NS),
                                      "device_ns", times(repeats, options->repeats, DEVICE_NS)));
    }
    json_t *object = json_pack(
        "{s:i, s:s, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "backend", queue_backend,
        "simulated", strcmp(queue_backend, "simulated") == 0, "device", measured->device, "size",
        encode_natural(options->size), "repeats", encode_natural(options->repeats), "sums",
        sums_object(&measured->worst), "expected", sums_object(&measured->expected), "modes", modes,
        "records", records_object(measured));
    if (!object || json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(17)) < 0 ||
        putchar('\n') == EOF || fflush(stdout))
        err(1, "cannot write the times");
    json_decref(object);
}

static int ascending(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* The median over the repeats, in ms; on the device where `device` says so. */
static double median_ms(const struct measured *measured, enum mode mode, enum step step,
                        bool device)
{
    size_t count = measured->options->repeats;
    uint64_t ns[REPEATS_MOST];
    for (size_t r = 0; r < count; r++) {
        const struct repeat *repeat = &measured->repeats[mode][r];
        ns[r] = device ? repeat->device[step].ns : repeat->host_ns[step];
    }
    qsort(ns, count, sizeof ns[0], ascending);
    size_t low = (count - 1) / 2, high = count / 2; /* the same where the count is odd */
    return (double)(ns[low] + ns[high]) / 2e6;
}

static void print_text(const struct measured *measured)
{
    const struct options *options = measured->options;
    printf("%s%s\n%" PRIu64 " x %" PRIu64 " doubles, medians of %" PRIu64 ", in ms\n\n",
           strcmp(queue_backend, "simulated") == 0 ? "SIMULATED: " : "", measured->device,
           options->size, options->size, options->repeats);
    printf("%-8s %12s %12s %12s %12s\n", "step", "no wait", "wait each", "wait once", "device");
    for (enum step step = 0; step < STEP_COUNT; step++) {
        printf("%-8s", step_names[step]);
        for (enum mode mode = 0; mode < MODE_COUNT; mode++)
            printf(" %12.4f", median_ms(measured, mode, step, false));
        printf(" %12.4f\n", median_ms(measured, MODE_NO_WAIT, step, true));
    }
    printf("\ntotal %.17g, as it must be to %.1e\n", measured->worst.total, measured->worst_error);
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
        print_json(&measured);
    else
        print_text(&measured);
    for (enum mode mode = 0; mode < MODE_COUNT; mode++)
        free(measured.repeats[mode]);
    free(measured.records.all);
    free(measured.periods);
    queue_close(queue);
    return 0;
}
