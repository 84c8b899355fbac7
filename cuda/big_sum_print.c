#include "big_sum.h"
#include "variants/encoding.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const mode_names[MODE_COUNT] = {"no_wait", "wait_each", "wait_once"};
static const char *const step_names[STEP_COUNT] = {"sum", "squares", "roots", "total", "copy"};

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

void big_sum_print_json(const struct measured *measured)
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

void big_sum_print_text(const struct measured *measured)
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
    if (fflush(stdout) != 0 || ferror(stdout))
        err(1, "cannot write the times");
}
