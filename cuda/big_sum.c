/* The GPU trap: four steps on a matrix that is already on the device, then a copy of 8 bytes to the
 * host. Steps are only queued, and the copy waits for them, so a host clock that knows nothing of
 * the queue charges their time to the copy. The trap times this three ways: without a wait of its
 * own, with a wait after each step, and with one wait before the copy; and by the device's clock.
 * Prints one line of JSON, which `./harness trap gpu` shows. */
#include "records.h"
#include "variants/clock.h"
#include "variants/encoding.h"

#include <argp.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define SIZE_MOST 1000000
#define REPEATS_MOST 50 /* the line stays under 64 KiB */

enum mode {
    MODE_NO_WAIT,
    MODE_WAIT_EACH,
    MODE_WAIT_ONCE,
    MODE_COUNT,
};

static const char *const mode_names[MODE_COUNT] = {"no_wait", "wait_each", "wait_once"};

struct values {
    uint64_t size, repeats;
};

static const struct argp_option options[] = {
    {"size", 's', "N", 0, "a matrix of N x N doubles (default: 10000)", 0},
    {"repeats", 'r', "N", 0, "of each way of timing, at most 50 (default: 20)", 0},
    {0}};

static uint64_t number(struct argp_state *state, const char *option, const char *text,
                       uint64_t most)
{
    char *end;
    uint64_t value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value < 1 || value > most)
        argp_error(state, "--%s takes a whole number from 1 to %" PRIu64 ", not '%s'", option, most,
                   text);
    return value;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    if (key == 's')
        values->size = number(state, "size", text, SIZE_MOST);
    else if (key == 'r')
        values->repeats = number(state, "repeats", text, REPEATS_MOST);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "Sums a matrix on the device in three steps, and times them three ways. Prints one line "
           "of JSON.",
};

/* The marks before and after a step. */
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

static json_t *row(const uint64_t ns[STEP_COUNT])
{
    json_t *array = json_array();
    for (enum step step = 0; step < STEP_COUNT; step++)
        json_array_append_new(array, encode_natural(ns[step]));
    return array;
}

static void append(json_t *object, const char *key, json_t *value)
{
    if (json_array_append_new(json_object_get(object, key), value) != 0)
        errx(1, "no memory for the times");
}

/* Runs all steps once, on an idle device. The marks cost the host a microsecond or two a step. Adds
 * the times to those of the mode, and returns the sums, with the total that was copied. */
static struct sums run(struct queue *queue, enum mode mode, json_t *times)
{
    uint64_t host_ns[STEP_COUNT], wait_ns = 0;
    struct periods periods;
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
        host_ns[step] = lap(&clock);
    }
    if (mode == MODE_WAIT_ONCE) {
        queue_synchronize(queue);
        wait_ns = lap(&clock);
    }
    queue_mark(queue, before(STEP_COPY));
    double total = queue_copy(queue);
    queue_mark(queue, after(STEP_COPY));
    if (mode == MODE_WAIT_EACH)
        queue_synchronize(queue);
    host_ns[STEP_COPY] = lap(&clock);

    queue_synchronize(queue);
    for (enum step step = 0; step < STEP_COUNT; step++) {
        periods.start_ns[step] = queue_mark_ns(queue, before(step));
        periods.ns[step] = queue_mark_ns(queue, after(step)) - periods.start_ns[step];
    }
    append(times, "host_ns", row(host_ns));
    append(times, "wait_ns", encode_natural(wait_ns));
    append(times, "device_start_ns", row(periods.start_ns));
    append(times, "device_ns", row(periods.ns));
    struct sums sums = queue_sums(queue);
    sums.total = total;
    return sums;
}

static void check(const struct sums *sums, const struct sums *expected)
{
    if (sums_error(sums, expected) > SUMS_TOLERANCE)
        errx(1,
             "the device's sums are wrong: sum %.12g, squares %.12g, roots %.12g, total %.12g, not "
             "%.12g, %.12g, %.12g, %.12g",
             sums->sum, sums->squares, sums->roots, sums->total, expected->sum, expected->squares,
             expected->roots, expected->total);
}

static json_t *sums_object(const struct sums *sums)
{
    return json_pack("{s:f, s:f, s:f, s:f}", "sum", sums->sum, "squares", sums->squares, "roots",
                     sums->roots, "total", sums->total);
}

/* Runs all steps again with activity records, and without marks, which would disturb them. */
static json_t *records_object(struct queue *queue, size_t repeats)
{
    struct records records = {.all = NULL};
    struct periods *periods = calloc(repeats + 1, sizeof *periods);
    char why[200];
    if (!periods)
        err(1, "records");
    bool good = records_start(why, sizeof why);
    for (size_t r = 0; r < repeats && good; r++) {
        for (enum step step = 0; step < STEP_COPY; step++)
            queue_step(queue, step);
        queue_copy(queue);
    }
    queue_synchronize(queue);
    good = good && records_stop(&records, why, sizeof why) &&
           records_by_step(&records, repeats, periods, why, sizeof why);
    json_t *object = good ? json_pack("{s:s, s:o, s:[], s:[]}", "source", records.source, "dropped",
                                      encode_natural(records.dropped), "start_ns", "ns")
                          : json_pack("{s:s}", "absent", why);
    for (size_t r = 0; r < repeats && good; r++) {
        append(object, "start_ns", row(periods[r].start_ns));
        append(object, "ns", row(periods[r].ns));
    }
    free(records.all);
    free(periods);
    return object;
}

int main(int argc, char **argv)
{
    struct values values = {.size = 10000, .repeats = 20};
    argp_err_exit_status = EXIT_USAGE;
    argp_parse(&argp, argc, argv, 0, NULL, &values);
    struct queue *queue = queue_open(values.size); /* first, because there may be no device */
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct sums sums = {0},
                expected = matrix_sums(values.size * values.size, cores > 0 ? (unsigned)cores : 1);
    json_t *modes = json_object();
    for (enum mode mode = 0; mode < MODE_COUNT; mode++)
        json_object_set_new(modes, mode_names[mode],
                            json_pack("{s:[], s:[], s:[], s:[]}", "host_ns", "wait_ns",
                                      "device_start_ns", "device_ns"));
    for (size_t r = 0; r < values.repeats; r++)
        for (enum mode mode = 0; mode < MODE_COUNT; mode++) {
            sums = run(queue, mode, json_object_get(modes, mode_names[mode]));
            check(&sums, &expected);
        }
    json_t *object = json_pack(
        "{s:i, s:s, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "backend", queue_backend,
        "simulated", strcmp(queue_backend, "simulated") == 0, "device", queue_device(queue), "size",
        encode_natural(values.size), "repeats", encode_natural(values.repeats), "sums",
        sums_object(&sums), "expected", sums_object(&expected), "modes", modes, "records",
        records_object(queue, values.repeats));
    if (!object || json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(17)) < 0 ||
        putchar('\n') == EOF || fflush(stdout))
        err(1, "cannot write the times");
    json_decref(object);
    queue_close(queue);
    return 0;
}
