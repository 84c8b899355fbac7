/* The main() of every variant: prepares, times, and reports. */
#include "clock.h"
#include "encoding.h"
#include "patterns.h"
#include "replay.h"
#include "stages.h"
#include "variant.h"
#include "workload.h"

#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define CLOCK_MATTERS 0.005 /* of a search */
#define CALIBRATION_BYTES ((uint64_t)2 << 20)
#define LEAST_ROUNDS 5
#define MOST_ROUNDS 100
#define CALIBRATION_NS 30000000

struct measured {
    struct tally tally;
    uint64_t prepare_ns, synchronize_ns;
    uint64_t *search_ns;       /* one per repetition */
    struct stage_times stages; /* of the last repetition */
    bool has_device;
    struct device_report device;     /* on the last repetition */
    const struct rank_report *ranks; /* the same of several processes; NULL: another reports */
    size_t rank_count;
};

/* The most memory this process has held, from the kernel's own account of it; 0 without /proc. */
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

static uint64_t bytes_of(const struct workload *work)
{
    struct stat text;
    if (work->bytes > 0)
        return work->bytes;
    return stat(work->path, &text) == 0 ? (uint64_t)text.st_size : 0;
}

static uint64_t time_search(void *state, const struct workload *work)
{
    uint64_t start = clock_ns();
    variant.search(state, work);
    uint64_t took = clock_ns() - start;
    if (variant.synchronize)
        variant.synchronize();
    return took;
}

/* Finds what a switch of the stage clock costs within this search: searches the start of the text
 * with and without the clock, in turn, and compares the fastest of each. Skipped if the clock's
 * cost is negligible. */
static void calibrate(void *state, const struct workload *work, const struct stage_run *whole)
{
    if (variant.together || stages_most_clock(whole) < CLOCK_MATTERS)
        return; /* several would not do it equally often */
    struct workload beginning = *work;
    beginning.bytes = bytes_of(work) < CALIBRATION_BYTES ? work->bytes : CALIBRATION_BYTES;
    uint64_t start = clock_ns(), with_ns = UINT64_MAX, without_ns = UINT64_MAX;
    struct stage_run run;
    for (int i = 0; i < LEAST_ROUNDS || (i < MOST_ROUNDS && clock_ns() - start < CALIBRATION_NS);
         i++) {
        stages_on = false;
        uint64_t took = time_search(state, &beginning);
        without_ns = took < without_ns ? took : without_ns;
        stages_on = true;
        stages_start();
        took = time_search(state, &beginning);
        run = stages_stop();
        with_ns = took < with_ns ? took : with_ns;
    }
    stages_calibrate(&run, with_ns, without_ns);
}

/* The search whose results are replayed in those that follow. */
static struct tally record(void *state, const struct workload *work)
{
    replay_record();
    struct tally tally = variant.search(state, work);
    if (variant.synchronize)
        variant.synchronize();
    replay_start(work);
    return tally;
}

static void refuse_count(const struct options *options, int search)
{
    if (!options->without)
        errx(1, "search %d of %d counted differently from the one before", search, options->repeat);
    errx(1, "without these stages the search counts differently from the recorded one%s",
         options->without & STAGE_BIT(STAGE_LOWER) ? ": is the text in lower case?" : "");
}

/* Of several processes the stages are those of the slowest, with whose time they add up. */
static void gather(struct measured *measured, uint64_t own_ns)
{
    struct rank_report own = {.prepare_ns = measured->prepare_ns, .search_ns = own_ns};
    memcpy(own.stage_ns, measured->stages.spent, sizeof own.stage_ns);
    own.stage_ns[STAGE_OTHER] += measured->stages.clock;
    measured->ranks = variant.together->gather(own, &measured->rank_count);
    const struct rank_report *slowest = measured->ranks;
    for (size_t i = 1; measured->ranks && i < measured->rank_count; i++)
        if (measured->ranks[i].search_ns > slowest->search_ns)
            slowest = &measured->ranks[i];
    if (!slowest)
        return;
    memcpy(measured->stages.spent, slowest->stage_ns, sizeof slowest->stage_ns);
    measured->stages.clock = 0;
}

static struct measured measure(const struct options *options)
{
    const struct workload *work = &options->work;
    struct measured measured = {0};
    measured.search_ns = calloc((size_t)options->repeat, sizeof measured.search_ns[0]);
    if (!measured.search_ns)
        err(1, "times");
    if (options->stages || options->delayed)
        stages_enable();
    if (options->delayed)
        stages_delay(options->delayed_stage, options->delay);
    if (options->without)
        replay_enable(options->without);

    struct stage_run run = {0}; /* the last repetition */
    uint64_t start = clock_ns();
    void *state = variant.prepare(work);
    measured.prepare_ns = clock_ns() - start;

    uint64_t own_ns = 0;
    bool counted = options->without;
    if (counted)
        measured.tally = record(state, work);
    for (int i = 0; i < options->repeat; i++) {
        if (variant.together)
            variant.together->begin(work);
        if (options->stages || options->delayed)
            stages_start();
        start = clock_ns();
        struct tally tally = variant.search(state, work);
        uint64_t end = clock_ns();
        measured.search_ns[i] = end - start;
        if (options->stages)
            run = stages_stop();
        if (variant.together)
            measured.search_ns[i] = variant.together->slowest(end - start);
        own_ns = end - start;
        if (variant.synchronize) {
            start = clock_ns();
            variant.synchronize();
            measured.synchronize_ns += clock_ns() - start;
        }
        if (counted && memcmp(&tally, &measured.tally, sizeof tally) != 0)
            refuse_count(options, i + 1);
        measured.tally = tally;
        counted = true;
    }
    if (variant.report) {
        measured.has_device = true;
        measured.device = variant.report(state);
    }
    if (options->stages) {
        stages_delay(STAGE_OTHER, 0);
        calibrate(state, work, &run);
        measured.stages = stages_times(&run);
    }
    if (variant.together)
        gather(&measured, own_ns);
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
    print_line(json_pack("{s:i, s:s, s:s?, s:o, s:o, s:b, s:b, s:s, s:b, s:b, s:b, s:s?, s:s?}",
                         "schema", 1, "idea", variant.idea, "after", variant.after, "attacks",
                         encode_stage_set(variant.attacks), "effects",
                         encode_effects(variant.effects), "combines", variant.combines, "overlaps",
                         variant.overlaps, "limit", variant.limit ? variant.limit : LIMIT_READ,
                         "cold", variant.cold, "ranks", variant.together != NULL, "apart",
                         variant.apart, "isa", isa, "unsupported", reason));
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
    if (options->stages) {
        json_object_set_new(record, "stages", encode_stage_times(&measured->stages));
        json_object_set_new(record, "clock_ns", encode_natural(measured->stages.clock));
    }
    if (measured->ranks)
        json_object_set_new(record, "ranks",
                            encode_ranks(measured->ranks, measured->rank_count, options->stages));
    if (measured->has_device)
        json_object_set_new(record, "device", encode_device_report(&measured->device));
    print_line(record);
}

/* What the device's own clock says; the wall clock must agree. */
static void print_device(const struct device_report *device, double bytes)
{
    printf("%s, driver %s, %u MHz before, %u after, caches %s\n", device->name, device->driver,
           device->clock_mhz[0], device->clock_mhz[1], device->cold ? "cold" : "not flushed");
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (device->ns[stage]) {
            printf("  %-8s  %9.3f ms", stage_name(stage), (double)device->ns[stage] / 1e6);
            if (stage != STAGE_DOWNLOAD) /* a download is only the tally */
                printf("  %7.1f GB/s", bytes / (double)device->ns[stage]);
            putchar('\n');
        }
}

static void print_stage(const char *name, uint64_t ns, uint64_t whole_ns)
{
    if (ns > 0)
        printf("  %-8s  %8.3f s  %5.1f %%\n", name, (double)ns / 1e9,
               100 * (double)ns / (double)whole_ns);
}

static void print_text(const struct options *options, const struct measured *measured)
{
    double bytes = (double)bytes_of(&options->work);
    for (int i = 0; i < options->repeat; i++) {
        double seconds = (double)measured->search_ns[i] / 1e9;
        printf("%" PRIu64 " %s in %.3f s, %.2f GB/s\n", measured->tally.matches,
               options->work.lines ? "lines" : "matches", seconds, bytes / seconds / 1e9);
    }
    for (size_t i = 0; measured->ranks && i < measured->rank_count; i++)
        printf("  rank %zu on %s: %" PRIu64 " bytes in %.3f s, ready after %.3f s\n", i,
               measured->ranks[i].host, measured->ranks[i].bytes,
               (double)measured->ranks[i].search_ns / 1e9,
               (double)measured->ranks[i].prepare_ns / 1e9);
    if (measured->has_device)
        print_device(&measured->device, bytes);
    if (!options->stages)
        return;
    uint64_t last_ns = measured->search_ns[options->repeat - 1];
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        print_stage(stage_name(stage), measured->stages.spent[stage], last_ns);
    print_stage("clock", measured->stages.clock, last_ns);
}

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* exceeding `ulimit -f` is then an error of write() */
    struct options options = options_parse(argc, argv);
    if (options.describe) {
        describe(&options.work);
        return 0;
    }
    const char *reason = variant.unsupported ? variant.unsupported(&options.work) : NULL;
    if (reason)
        errx(EXIT_UNSUPPORTED, "%s", pattern_shown(reason)); /* it quotes patterns */

    struct measured measured = measure(&options);
    bool reports = !variant.together || measured.ranks; /* else another process does */
    if (reports && options.json)
        print_record(&options, &measured);
    else if (reports)
        print_text(&options, &measured);
    free(measured.search_ns);
    free((void *)measured.ranks);
    if (fflush(stdout) != 0)
        err(1, "cannot write standard output");
    return 0;
}
