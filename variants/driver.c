/* The main() of every variant: prepares, times, and reports. */
#include "clock.h"
#include "encoding.h"
#include "stages.h"
#include "variant.h"
#include "workload.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EXIT_UNSUPPORTED 77

struct measured {
    struct tally tally;
    uint64_t prepare_ns, synchronize_ns;
    uint64_t *search_ns;       /* one per repetition */
    struct stage_times stages; /* of the last repetition */
    bool has_device;
    struct device_report device; /* on the last repetition */
};

/* The most memory this process has held, from the kernel's own account of it. */
static uint64_t peak_rss_bytes(void)
{
    char line[256];
    uint64_t kib = 0;
    FILE *status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtoull(line + 6, NULL, 10);
    if (status)
        fclose(status);
    return kib * 1024;
}

static struct measured measure(const struct options *options)
{
    const struct workload *work = &options->work;
    struct measured measured = {0};
    measured.search_ns = calloc((size_t)options->repeat, sizeof measured.search_ns[0]);
    if (!measured.search_ns)
        err(1, "times");
    if (options->stages)
        stages_enable();

    uint64_t start = clock_ns();
    void *state = variant.prepare(work);
    measured.prepare_ns = clock_ns() - start;

    for (int i = 0; i < options->repeat; i++) {
        if (options->stages)
            stages_start();
        start = clock_ns();
        struct tally tally = variant.search(state, work);
        uint64_t end = clock_ns();
        measured.search_ns[i] = end - start;
        if (options->stages)
            measured.stages = stages_stop();
        if (variant.synchronize) {
            start = clock_ns();
            variant.synchronize();
            measured.synchronize_ns += clock_ns() - start;
        }
        if (i > 0 && memcmp(&tally, &measured.tally, sizeof tally) != 0)
            errx(1, "search %d of %d counted differently from the one before", i + 1,
                 options->repeat);
        measured.tally = tally;
    }
    if (variant.report) {
        measured.has_device = true;
        measured.device = variant.report(state);
    }
    variant.release(state);
    return measured;
}

static void print_line(json_t *object)
{
    if (json_dumpf(object, stdout, JSON_COMPACT) < 0 || putchar('\n') == EOF || fflush(stdout))
        err(1, "cannot write the record");
    json_decref(object);
}

static void describe(const struct workload *work)
{
    const char *reason = variant.unsupported ? variant.unsupported(work) : NULL;
    const char *isa = !reason && variant.isa ? variant.isa(work) : NULL;
    print_line(json_pack("{s:i, s:s, s:s?, s:o, s:o, s:b, s:s, s:b, s:s?, s:s?}", "schema", 1,
                         "idea", variant.idea, "after", variant.after, "attacks",
                         encode_stage_set(variant.attacks), "effects",
                         encode_effects(variant.effects), "overlaps", variant.overlaps, "limit",
                         variant.limit ? variant.limit : LIMIT_READ, "apart", variant.apart, "isa",
                         isa, "unsupported", reason));
}

static void print_record(const struct options *options, const struct measured *measured)
{
    json_t *searches = json_array();
    for (int i = 0; i < options->repeat; i++)
        json_array_append_new(searches, encode_natural(measured->search_ns[i]));
    json_t *record = json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "matches",
                               encode_natural(measured->tally.matches), "digest",
                               encode_digest(measured->tally.digest), "prepare_ns",
                               encode_natural(measured->prepare_ns), "search_ns", searches,
                               "synchronize_ns", encode_natural(measured->synchronize_ns),
                               "peak_rss_bytes", encode_natural(peak_rss_bytes()));
    if (options->stages)
        json_object_set_new(record, "stages", encode_stage_times(&measured->stages));
    if (measured->has_device)
        json_object_set_new(record, "device", encode_device_report(&measured->device));
    print_line(record);
}

/* What the device's own clock says, which the one on the wall must agree with. */
static void print_device(const struct device_report *device, double bytes)
{
    printf("%s, driver %s, %u MHz before, %u after, caches %s\n", device->name, device->driver,
           device->clock_mhz[0], device->clock_mhz[1], device->cold ? "cold" : "not flushed");
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (device->ns[stage]) {
            printf("  %-8s  %9.3f ms", stage_name(stage), (double)device->ns[stage] / 1e6);
            if (stage != STAGE_DOWNLOAD) /* which is of the tally alone */
                printf("  %7.1f GB/s", bytes / (double)device->ns[stage]);
            putchar('\n');
        }
}

static void print_text(const struct options *options, const struct measured *measured)
{
    struct stat text;
    double bytes = (double)options->work.bytes;
    if (bytes == 0 && stat(options->work.path, &text) == 0)
        bytes = (double)text.st_size;
    for (int i = 0; i < options->repeat; i++) {
        double seconds = (double)measured->search_ns[i] / 1e9;
        printf("%" PRIu64 " matches in %.3f s, %.2f GB/s\n", measured->tally.matches, seconds,
               bytes / seconds / 1e9);
    }
    if (measured->has_device)
        print_device(&measured->device, bytes);
    if (!options->stages)
        return;
    double last = (double)measured->search_ns[options->repeat - 1];
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (measured->stages.spent[stage])
            printf("  %-8s  %8.3f s  %5.1f %%\n", stage_name(stage),
                   (double)measured->stages.spent[stage] / 1e9,
                   100 * (double)measured->stages.spent[stage] / last);
}

int main(int argc, char **argv)
{
    struct options options = options_parse(argc, argv);
    if (options.describe) {
        describe(&options.work);
        return 0;
    }
    const char *reason = variant.unsupported ? variant.unsupported(&options.work) : NULL;
    if (reason)
        errx(EXIT_UNSUPPORTED, "%s", reason);

    struct measured measured = measure(&options);
    if (options.json)
        print_record(&options, &measured);
    else
        print_text(&options, &measured);
    free(measured.search_ns);
    if (fflush(stdout) != 0)
        err(1, "cannot write standard output");
    return 0;
}
