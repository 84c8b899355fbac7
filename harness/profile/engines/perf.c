#include "profile/engines/perf.h"

#include "base/strings.h"
#include "profile/engines/engine.h"
#include "profile/engines/own_code.h"
#include "profile/model/profile_figures.h"
#include "system/programs.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* With each sample, perf copies so much of the stack for unwinding: few stacks are deeper. Less
 * cuts stacks, more takes time and loses samples. If many are cut, we copy as much as perf can,
 * with fewer samples. */
#define COPY "dwarf,4096"
#define COPY_MOST "dwarf,65528"
#define COPY_MOST_FEWER 4
#define FRAMES_MOST "896" /* of a stack; perf's default would cut recursions */
#define RECORD_MOST "2G"  /* beyond that, perf stops the variant and says so */
#define TEXT_MOST_BYTES ((uint64_t)1 << 30)

/* Whether an event counts: some machines accept a hardware event but never count it. */
static bool counts(uint32_t type, uint64_t config, bool kernel, int *error)
{
    struct perf_event_attr attr = {.type = type,
                                   .size = sizeof attr,
                                   .config = config,
                                   .exclude_kernel = !kernel,
                                   .exclude_hv = 1};
    int event = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    *error = errno;
    if (event < 0)
        return false;
    uint64_t count = 0;
    for (volatile unsigned i = 0; i < 100000; i++)
        ;
    bool good = read(event, &count, sizeof count) == (ssize_t)sizeof count && count > 0;
    close(event);
    return good;
}

const char *perf_event(int *error)
{
    if (counts(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, true, error))
        return "cycles";
    if (counts(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, true, error))
        return "cpu-clock";
    if (counts(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, false, error))
        return "cpu-clock:u";
    return NULL;
}

void perf_refusal(int error, int level, char *why, size_t why_size)
{
    if (error == ENOSYS)
        snprintf(why, why_size, "this kernel has no perf events (CONFIG_PERF_EVENTS)");
    else if (level > 2)
        snprintf(why, why_size,
                 "kernel.perf_event_paranoid is %d, which forbids perf: "
                 "sudo sysctl kernel.perf_event_paranoid=1 (2: without the kernel's part)",
                 level);
    else
        snprintf(why, why_size,
                 "perf_event_open: %s, though kernel.perf_event_paranoid is %d: in a container, "
                 "start it with --cap-add PERFMON --security-opt seccomp=unconfined",
                 strerror(error), level);
}

static int paranoid_level(void)
{
    int level = -1;
    FILE *file = fopen("/proc/sys/kernel/perf_event_paranoid", "re");
    if (file && fscanf(file, "%d", &level) != 1)
        level = -1;
    if (file)
        fclose(file);
    return level;
}

static bool works(char *why, size_t why_size)
{
    int error;
    char *perf = program_find("perf"), *version = perf ? program_version(perf) : NULL;
    char *lines = program_find("addr2line"), *symbols = program_find("nm");
    const char *event = perf_event(&error);
    if (!perf)
        snprintf(why, why_size,
                 "perf is not installed: sudo apt-get install linux-perf (on Ubuntu "
                 "linux-tools-generic)");
    else if (!version) /* Ubuntu's perf is a script that looks for the kernel's own */
        snprintf(why, why_size,
                 "%s does not run: sudo apt-get install linux-perf (on Ubuntu "
                 "linux-tools-$(uname -r))",
                 perf);
    else if (!lines || !symbols)
        snprintf(why, why_size, "%s is not installed: sudo apt-get install binutils",
                 symbols ? "addr2line" : "nm");
    else if (!event)
        perf_refusal(error, paranoid_level(), why, why_size);
    bool good = version && lines && symbols && event;
    free(perf);
    free(version);
    free(lines);
    free(symbols);
    return good;
}

/* How perf should record. */
struct lens {
    const char *event, *copy;
    unsigned frequency;
    struct perf_names names;
    char *const *more; /* added to the watched command's environment */
};

/* perf record, then the watched command. free() it, not what it points to. */
static char **record_line(const struct watch *watch, const struct lens *lens, char *data,
                          char *frequency)
{
    char *const options[] = {"perf",
                             "record",
                             "--quiet",
                             "--no-buildid-cache",
                             "--no-bpf-event",
                             "--switch-events",
                             "--event",
                             (char *)lens->event,
                             "--freq",
                             frequency,
                             "--call-graph",
                             (char *)lens->copy,
                             "--mmap-pages",
                             (char *)perf_buffer(),
                             "--max-size",
                             RECORD_MOST,
                             "--output",
                             data,
                             "--"};
    return engine_command(options, sizeof options / sizeof options[0], watch);
}

static bool read_samples(const struct watch *watch, char *data, const struct perf_names *names,
                         struct profile *profile, char *why, size_t why_size)
{
    char *const argv[] = {"perf",
                          "script",
                          "--input",
                          data,
                          "--ns",
                          "--no-inline",
                          "--max-stack",
                          FRAMES_MOST,
                          "--show-task-events",
                          "--show-switch-events",
                          "--show-lost-events",
                          "--fields",
                          "comm,pid,tid,time,period,event,ip,sym,dso",
                          NULL};
    FILE *from = engine_output(watch, argv, TEXT_MOST_BYTES, why, why_size);
    if (!from)
        return false;
    bool good = perf_script_read(from, names, profile, why, why_size);
    fclose(from);
    return good;
}

static bool look_through(const struct lens *lens, const struct watch *watch,
                         struct profile *profile, char *why, size_t why_size)
{
    char *data = format_string("%s/perf.data", watch->folder);
    char *frequency = format_string("%u", lens->frequency);
    char **line = record_line(watch, lens, data, frequency);
    unlink(data); /* otherwise perf keeps it beside the new one */
    bool good = engine_run(watch, line, lens->more, profile, why, why_size) &&
                read_samples(watch, data, &lens->names, profile, why, why_size);
    profile->how.frequency_asked = lens->frequency;
    free(data);
    free(frequency);
    free(line);
    return good;
}

static void set_deep(struct lens *lens)
{
    lens->copy = COPY_MOST;
    lens->frequency = lens->frequency / COPY_MOST_FEWER + 1;
}

/* If too many stacks were cut, records again. If that works, it replaces the first profile. */
static void look_deeper(struct lens *lens, const struct watch *watch, struct profile *profile)
{
    char why[200];
    struct profile before, *deeper = profile_new();
    set_deep(lens);
    if (look_through(lens, watch, deeper, why, sizeof why)) {
        before = *profile;
        *profile = *deeper;
        *deeper = before;
    }
    profile_free(deeper);
}

static bool look(const struct watch *watch, struct profile *profile, char *why, size_t why_size)
{
    int error;
    const char *event = perf_event(&error);
    if (!event) {
        perf_refusal(error, paranoid_level(), why, why_size);
        return false;
    }
    bool users = watch->streams != NULL;
    json_t *own = users ? json_object() : own_code(watch, why, why_size);
    if (!own)
        return false;
    char *program = realpath(watch->program, NULL);
    char *maps = format_string("PERF_MAP=%s", watch->folder); /* JIT code: see perf_map.h */
    char *const more[] = {maps, "PERF_CONFIG=/dev/null", NULL};
    struct lens lens = {event, COPY, watch->frequency, {program, own, watch->folder, users}, more};

    setenv("PERF_CONFIG", "/dev/null", 1); /* ignores the user's perf settings */
    unsetenv("DEBUGINFOD_URLS");           /* no symbols from the network */
    if (watch->deep)
        set_deep(&lens);
    bool good = look_through(&lens, watch, profile, why, why_size);
    if (good && !watch->deep && profile_cut(profile) > 0)
        look_deeper(&lens, watch, profile);
    free(maps);
    json_decref(own);
    free(program);
    return good;
}

const struct engine engine_perf = {
    .name = "perf",
    .because = "it samples times and stacks, and slows a run down less than what counts",
    .samples = true,
    .works = works,
    .look = look};
