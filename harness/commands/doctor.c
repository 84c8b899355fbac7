#include "commands/doctor.h"
#include "base/strings.h"
#include "build_info.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/data.h"
#include "system/busiest.h"
#include "system/machine.h"
#include "variants/clock.h"

#include <argp.h>
#include <err.h>
#include <libgen.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define EXIT_FAILED 1

struct values {
    const char *data, *ladder;
    bool json;
};

static const struct argp_option options[] = {
    {"data", ARGUMENT_TEXT(struct values, data), "FILE", 0,
     "The text to be measured (default: this project's own)", 0},
    {"ladder", ARGUMENT_TEXT(struct values, ladder), "FILE", 0,
     "Use this list of variants instead of this build's own", 0},
    {"json", ARGUMENT_FLAG(struct values, json), NULL, 0, "Print one line of JSON", 0},
    {0}};

static const struct argp argp = {
    .options = options,
    .parser = argument_parse,
    .doc = "Say what works on this machine, what does not, and what to type to fix it. It watches "
           "the machine for a second."
           "\vThe exit code is 1 if something would spoil a benchmark now."};

/* Free space in a folder, or in the nearest existing one above it. Cuts the path. */
static uint64_t disk_free_bytes(char *folder)
{
    struct statvfs disk;
    while (statvfs(folder, &disk) != 0) {
        if (strcmp(folder, ".") == 0 || strcmp(folder, "/") == 0)
            return 0;
        folder = dirname(folder);
    }
    return disk.f_bavail * disk.f_frsize;
}

static void know_text(struct doctor_host *host, const char *given)
{
    uint64_t bytes;
    struct stat status;
    char *path = given ? copy_string(given) : data_default_path(false, &bytes);
    host->text_is_there = stat(path, &status) == 0;
    if (given && !host->text_is_there)
        err(EXIT_FAILED, "%s", given);
    if (host->text_is_there && !S_ISREG(status.st_mode))
        errx(EXIT_FAILED, "%s: not a regular file", path);
    host->text_bytes = host->text_is_there ? (uint64_t)status.st_size : bytes;
    char *folder = dirname(path);
    host->text_folder = machine_short_path(folder);
    host->disk_free_bytes = disk_free_bytes(folder);
    free(path);
}

static void *work(void *until_ns)
{
    while (clock_ns() < *(const uint64_t *)until_ns)
        continue;
    return NULL;
}

/* Keeps `cores` cores busy, or fewer if threads can't be started. */
static void work_on(unsigned cores, uint64_t ns)
{
    uint64_t until_ns = clock_ns() + ns;
    pthread_t *threads = calloc(cores, sizeof *threads);
    unsigned started = 0;
    while (threads && started + 1 < cores &&
           pthread_create(&threads[started], NULL, work, &until_ns) == 0)
        started++;
    work(&until_ns);
    while (started > 0)
        pthread_join(threads[--started], NULL);
    free(threads);
}

/* Looks for others while this process is idle. Time is stolen only from busy cores. */
static void watch(struct doctor_host *host)
{
    uint64_t stops = host_heat_stops(host->root), start_ns = clock_ns();
    struct busiest *before = busiest_look(host->root);
    bool known = host_time(host->root, &host->idle[0]);
    if (!known) { /* nothing to watch */
        busiest_free(before);
        return;
    }
    nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    known = host_time(host->root, &host->idle[1]);
    host->others = busiest_since(host->root, before, clock_ns() - start_ns);
    host->busy[0] = host->idle[1];
    work_on(host->cores, NS_PER_S / 2);
    if (!known || !host_time(host->root, &host->busy[1])) {
        memset(host->idle, 0, sizeof host->idle);
        memset(host->busy, 0, sizeof host->busy);
    }
    host->heat_stops = host_heat_stops(host->root) - stops;
    busiest_free(before);
}

int doctor_command(int argc, char **argv)
{
    struct values values = {.ladder = rungs_default_list()};
    const char *root = getenv("HARNESS_HOST_ROOT"); /* for tests: another /proc and /sys */
    struct doctor_host host = {.root = root ? root : "",
                               .cores = (unsigned)machine_cores(),
                               .sanitize = BUILD_SANITIZE,
                               .sudo = geteuid() == 0 ? "" : "sudo "};
    struct checks checks = {0};
    struct rungs rungs;
    char why[4400];
    arguments_parse(&argp, argc, argv, &values);
    if (!rungs_load(values.ladder, machine_cores(), 1, NULL, &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    know_text(&host, values.data);
    watch(&host);
    doctor_times(&checks, &host);
    struct perf_events perf = perf_events_try();
    doctor_perf(&checks, &host, &perf);
    doctor_tools(&checks, &host);
    doctor_rungs(&checks, &rungs);
    rungs_free(&rungs);

    struct terminal terminal = terminal_of(stdout);
    bool told = true;
    if (values.json)
        told = checks_print_json(stdout, &checks);
    else
        checks_print(&terminal, &checks);
    told &= standard_output_flush();
    bool spoilt = checks_spoil(&checks);
    checks_free(&checks);
    free(host.others);
    free(host.text_folder);
    return spoilt || !told ? EXIT_FAILED : 0;
}
