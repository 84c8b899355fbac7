#include "commands/doctor.h"
#include "base/arguments.h"
#include "base/standard_output.h"
#include "base/strings.h"
#include "base/units.h"
#include "build_info.h"
#include "commands/doctor_parts.h"
#include "measure/data.h"
#include "measure/options.h"
#include "system/busiest.h"
#include "system/machine.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
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
#define EXIT_USAGE 2

static const char help[] =
    "usage: ./harness doctor [options]\n"
    "Says what works on this machine and what does not, with what to type to mend it.\n"
    "Looks at the machine for a second. Ends with 1 where something spoils a\n"
    "benchmark that is run now.\n"
    "\n"
    "  --data FILE    the text that is to be measured (default: data/random.txt)\n"
    "  --ladder FILE  another list of variants than this build's own\n"
    "  --json         as one line of JSON\n"
    "  --help         this text\n";

struct options {
    const char *data, *ladder;
    bool json;
};

static struct options options_of(int argc, char **argv)
{
    static const struct option long_options[] = {{"data", required_argument, NULL, 'd'},
                                                 {"ladder", required_argument, NULL, 'l'},
                                                 {"json", no_argument, NULL, 'j'},
                                                 {"help", no_argument, NULL, 'h'},
                                                 {0}};
    struct options options = {0};
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case 'd':
            options.data = optarg;
            break;
        case 'l':
            options.ladder = optarg;
            break;
        case 'j':
            options.json = true;
            break;
        case 'h':
            fputs(help, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    arguments_end(argc, argv);
    return options;
}

/* Room in a folder, or in the nearest one above that is there. */
static uint64_t disk_free_bytes(const char *folder)
{
    struct statvfs disk;
    char *path = copy_string(folder), *at = path;
    int failed;
    while ((failed = statvfs(at, &disk)) != 0 && strcmp(at, ".") != 0 && strcmp(at, "/") != 0)
        at = dirname(at);
    free(path);
    return failed ? 0 : disk.f_bavail * disk.f_frsize;
}

static char *folder_of(const char *path)
{
    char *copy = copy_string(path), *folder = copy_string(dirname(copy));
    free(copy);
    return folder;
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
    char *folder = folder_of(path);
    host->disk_free_bytes = disk_free_bytes(folder);
    host->text_folder = machine_short_path(folder);
    free(folder);
    free(path);
}

static void *work(void *until_ns)
{
    while (clock_ns() < *(const uint64_t *)until_ns)
        continue;
    return NULL;
}

/* Keeps `cores` cores busy; a thread that cannot be started leaves one out. */
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

/* Others are seen while this process does nothing. Time is stolen only of cores that work. */
static void watch(struct doctor_host *host)
{
    uint64_t stops = host_heat_stops(host->root), start_ns = clock_ns();
    struct busiest *before = busiest_look(host->root);
    bool known = host_time(host->root, &host->idle[0]);
    nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    known = known && host_time(host->root, &host->idle[1]);
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

static void load_rungs(struct rungs *rungs, const char *ladder, int cores)
{
    char why[4400];
    if (!rungs_load(ladder ? ladder : options_default_ladder(), cores, 1, rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
}

int doctor_command(int argc, char **argv)
{
    struct options options = options_of(argc, argv);
    struct doctor_host host = {.root = "",
                               .cores = (unsigned)machine_cores(),
                               .sanitize = BUILD_SANITIZE,
                               .sudo = geteuid() == 0 ? "" : "sudo "};
    struct checks checks = {0};
    struct rungs rungs;
    load_rungs(&rungs, options.ladder, machine_cores());
    know_text(&host, options.data);
    watch(&host);
    doctor_times(&checks, &host);
    struct doctor_perf perf = doctor_perf_try();
    doctor_perf(&checks, &host, &perf);
    doctor_tools(&checks, &host);
    doctor_rungs(&checks, &rungs);
    rungs_free(&rungs);

    struct terminal terminal = terminal_of(stdout);
    bool told = true;
    if (options.json)
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
