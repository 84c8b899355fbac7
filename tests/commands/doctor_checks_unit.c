/* Each verdict of ./harness doctor, on fakes of /proc and /sys. */
#include "commands/doctor.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CPU "/sys/devices/system/cpu"
#define THP "/sys/kernel/mm/transparent_hugepage/enabled"
#define CLOCKS "/sys/devices/system/clocksource/clocksource0"
#define PARANOID "/proc/sys/kernel/perf_event_paranoid"

struct fixture {
    char *root;
    struct doctor_host host;
    struct checks checks;
};

/* A machine of 4 cores with nothing against it, for a text of 1 GB. */
static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    char *root = fixture->root = roots_new();
    fixture->host = (struct doctor_host){.root = root,
                                         .idle = {{0}, {.idle_ns = 4000}},
                                         .busy = {{0}, {.busy_ns = 4000}},
                                         .cores = 4,
                                         .text_bytes = 1001000000,
                                         .text_is_there = true,
                                         .text_folder = (char *)"data",
                                         .disk_free_bytes = (uint64_t)9 << 30,
                                         .sanitize = "",
                                         .sudo = "sudo "};
    roots_put(root, CPU "/online", "0-3\n");
    roots_put(root, CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
    roots_put(root, CPU "/cpufreq/boost", "0\n");
    roots_put(root, CPU "/smt/active", "0\n");
    roots_put(root, CLOCKS "/current_clocksource", "tsc\n");
    roots_put(root, THP, "always [madvise] never\n");
    roots_put(root, "/proc/cpuinfo", "flags : fpu sse2\n");
    roots_put(root, "/proc/loadavg", "0.10 0.20 0.30 1/9 1\n");
    roots_put(root, "/proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 4000000 kB\n");
    roots_put(root, PARANOID, "2\n");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    roots_drop(fixture->root);
    checks_free(&fixture->checks);
    free(fixture);
    return 0;
}

static const struct check *find(const struct checks *checks, const char *name)
{
    for (size_t i = 0; i < checks->count; i++)
        if (strcmp(checks->all[i].name, name) == 0)
            return &checks->all[i];
    fail_msg("nothing is said of %s", name);
    return NULL;
}

/* The state of one point; `fix` is in what mends it, NULL where nothing does. */
static void expect(const struct checks *checks, const char *name, enum check_state state,
                   const char *fix)
{
    const struct check *check = find(checks, name);
    if (check->state != state)
        fail_msg("%s is %d, not %d: %s", name, (int)check->state, (int)state, check->finding);
    assert_true(*check->finding);
    if (fix && check->fix)
        assert_has(check->fix, fix);
    else if (fix || check->fix)
        fail_msg("%s is mended by: %s", name, check->fix ? check->fix : "nothing");
}

/* Looks again, and expects the state of one point, which alone may spoil a run. */
static void times(struct fixture *fixture, const char *name, enum check_state state,
                  const char *fix)
{
    struct checks *checks = &fixture->checks;
    checks_free(checks);
    doctor_times(checks, &fixture->host);
    expect(checks, name, state, fix);
    assert_int_equal(checks_spoil(checks), state == CHECK_SPOILS);
}

static void nothing_against_it(void **state)
{
    struct fixture *fixture = *state;
    doctor_times(&fixture->checks, &fixture->host);
    for (size_t i = 0; i < fixture->checks.count; i++)
        expect(&fixture->checks, fixture->checks.all[i].name, CHECK_OK, NULL);
}

/* A kernel that says nothing spoils nothing. */
static void nothing_known(void **state)
{
    struct fixture *fixture = *state;
    char *root = roots_new();
    fixture->host.root = root;
    memset(fixture->host.idle, 0, sizeof fixture->host.idle);
    memset(fixture->host.busy, 0, sizeof fixture->host.busy);
    doctor_times(&fixture->checks, &fixture->host);
    assert_false(checks_spoil(&fixture->checks));
    expect(&fixture->checks, "memory", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "others", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "steal", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "governor", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "turbo", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "clock", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "huge pages", CHECK_LIMITED, NULL);
    expect(&fixture->checks, "hardware", CHECK_LIMITED, NULL);
    roots_drop(root);
}

static void cores_and_quota(void **state)
{
    struct fixture *fixture = *state;
    fixture->host.cores = 2;
    times(fixture, "cores", CHECK_LIMITED, "taskset -cp 0-3 $$");
    fixture->host.cores = 4;
    roots_put(fixture->root, "/proc/self/cgroup", "0::/x\n");
    roots_put(fixture->root, "/sys/fs/cgroup/x/cpu.max", "400000 100000\n");
    times(fixture, "CPU quota", CHECK_OK, NULL);
    roots_put(fixture->root, "/sys/fs/cgroup/x/cpu.max", "350000 100000\n");
    times(fixture, "CPU quota", CHECK_SPOILS, "--cpus=4");
}

static void others_and_steal(void **state)
{
    struct fixture *fixture = *state;
    struct host_time *idle = &fixture->host.idle[1], *busy = &fixture->host.busy[1];
    *idle = (struct host_time){.busy_ns = 20, .idle_ns = 980};
    times(fixture, "others", CHECK_OK, NULL);
    *idle = (struct host_time){.busy_ns = 60, .idle_ns = 940};
    times(fixture, "others", CHECK_LIMITED, "stop them");
    *idle = (struct host_time){.busy_ns = 100, .idle_ns = 900};
    times(fixture, "others", CHECK_SPOILS, "stop them");
    assert_has(find(&fixture->checks, "others")->finding, "0.40 of 4 cores");
    assert_has(find(&fixture->checks, "others")->finding, "0.10");
    fixture->host.others = (char *)"cc1 0.31";
    times(fixture, "others", CHECK_SPOILS, "stop them");
    assert_has(find(&fixture->checks, "others")->finding, "busy (those that stay: cc1 0.31);");
    *idle = (struct host_time){.idle_ns = 1000};

    *busy = (struct host_time){.steal_ns = 20, .busy_ns = 980};
    times(fixture, "steal", CHECK_OK, NULL);
    *busy = (struct host_time){.steal_ns = 40, .busy_ns = 960};
    times(fixture, "steal", CHECK_LIMITED, "another time");
    *busy = (struct host_time){.steal_ns = 60, .busy_ns = 940};
    times(fixture, "steal", CHECK_SPOILS, "another time");
    assert_has(find(&fixture->checks, "steal")->finding, "6.0 %");
}

static void clocks(void **state)
{
    struct fixture *fixture = *state;
    char *root = fixture->root;
    roots_put(root, CPU "/cpu3/cpufreq/scaling_governor", "schedutil\n");
    times(fixture, "governor", CHECK_LIMITED,
          "echo performance | sudo tee " CPU "/cpu*/cpufreq/scaling_governor");
    roots_put(root, CPU "/cpu3/cpufreq/scaling_governor", "powersave\n");
    times(fixture, "governor", CHECK_SPOILS, "echo performance");
    roots_put(root, CPU "/cpu0/cpufreq/scaling_driver", "intel_pstate\n");
    times(fixture, "governor", CHECK_LIMITED, "echo performance");
    roots_put(root, CPU "/cpu3/cpufreq/scaling_governor", "performance\n");

    roots_put(root, CPU "/cpufreq/boost", "1\n");
    fixture->host.sudo = "";
    times(fixture, "turbo", CHECK_LIMITED, "echo 0 | tee " CPU "/cpufreq/boost");
    fixture->host.sudo = "sudo ";
    roots_put(root, CPU "/intel_pstate/no_turbo", "0\n");
    times(fixture, "turbo", CHECK_LIMITED, "echo 1 | sudo tee " CPU "/intel_pstate/no_turbo");
    roots_put(root, CPU "/intel_pstate/no_turbo", "1\n");
    times(fixture, "turbo", CHECK_OK, NULL);

    roots_put(root, CPU "/smt/active", "1\n");
    times(fixture, "SMT", CHECK_LIMITED, "echo off | sudo tee " CPU "/smt/control");
    fixture->host.heat_stops = 1;
    times(fixture, "heat", CHECK_SPOILS, "cool");
    fixture->host.heat_stops = 0;

    roots_put(root, CLOCKS "/current_clocksource", "hpet\n");
    times(fixture, "clock", CHECK_LIMITED, NULL);
    roots_put(root, CLOCKS "/available_clocksource", "hpet tsc acpi_pm\n");
    times(fixture, "clock", CHECK_LIMITED, "echo tsc | sudo tee " CLOCKS "/current_clocksource");
}

static void memory_and_disk(void **state)
{
    struct fixture *fixture = *state;
    char *root = fixture->root;
    roots_put(root, "/proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 1000000 kB\n");
    times(fixture, "memory", CHECK_SPOILS, "--quick");
    fixture->host.text_bytes = 100100000;
    times(fixture, "memory", CHECK_OK, NULL);
    roots_put(root, "/proc/meminfo",
              "MemTotal: 8000000 kB\nMemAvailable: 4000000 kB\nSwapTotal: 2000000 kB\n"
              "SwapFree: 1000000 kB\n");
    times(fixture, "swap", CHECK_LIMITED, "sudo swapoff -a && sudo swapon -a");
    assert_has(find(&fixture->checks, "swap")->finding, "1.0 GiB");

    roots_put(root, THP, "always madvise [never]\n");
    times(fixture, "huge pages", CHECK_LIMITED, "echo madvise | sudo tee " THP);

    fixture->host.disk_free_bytes = (uint64_t)100 << 20;
    times(fixture, "disk", CHECK_OK, NULL);
    fixture->host.text_is_there = false;
    times(fixture, "disk", CHECK_SPOILS, "--data");
    fixture->host.disk_free_bytes = (uint64_t)200 << 20;
    times(fixture, "disk", CHECK_OK, NULL);
}

static void virtual_machine_and_build(void **state)
{
    struct fixture *fixture = *state;
    roots_put(fixture->root, "/proc/cpuinfo", "flags : fpu hypervisor sse2\n");
    times(fixture, "hardware", CHECK_LIMITED, NULL);
    assert_has(find(&fixture->checks, "hardware")->finding, "a virtual machine:");
    roots_put(fixture->root, "/sys/class/dmi/id/sys_vendor", "QEMU\n");
    times(fixture, "hardware", CHECK_LIMITED, NULL);
    assert_has(find(&fixture->checks, "hardware")->finding, "a virtual machine (QEMU):");
    fixture->host.sanitize = "address";
    times(fixture, "build", CHECK_SPOILS, "make");
}

static void perf(struct fixture *fixture, struct perf_events answers)
{
    checks_free(&fixture->checks);
    doctor_perf(&fixture->checks, &fixture->host, &answers);
    assert_false(checks_spoil(&fixture->checks)); /* none of it changes a time */
}

static void perf_events(void **state)
{
    struct fixture *fixture = *state;
    struct checks *checks = &fixture->checks;
    perf(fixture, (struct perf_events){0});
    expect(checks, "sampling", CHECK_OK, NULL);
    expect(checks, "kernel", CHECK_OK, NULL);
    expect(checks, "counters", CHECK_OK, NULL);

    perf(fixture, (struct perf_events){.kernel = EACCES, .cycles = ENOENT});
    expect(checks, "kernel", CHECK_LIMITED, "sudo sysctl kernel.perf_event_paranoid=1");
    expect(checks, "counters", CHECK_MISSING, NULL);
    roots_put(fixture->root, "/proc/cpuinfo", "flags : fpu hypervisor sse2\n");
    perf(fixture, (struct perf_events){.cycles = ENOENT});
    expect(checks, "counters", CHECK_MISSING, "pmu=on");

    roots_put(fixture->root, PARANOID, "4\n");
    perf(fixture, (struct perf_events){EACCES, EACCES, EACCES});
    expect(checks, "sampling", CHECK_MISSING, "sudo sysctl kernel.perf_event_paranoid=2");
    assert_has(find(checks, "sampling")->finding, "4");
    expect(checks, "counters", CHECK_MISSING, "sudo sysctl kernel.perf_event_paranoid=2");

    roots_put(fixture->root, PARANOID, "-1\n"); /* who forbids it is not the kernel's own rule */
    perf(fixture, (struct perf_events){EPERM, EPERM, EPERM});
    expect(checks, "sampling", CHECK_MISSING, "--cap-add PERFMON");

    perf(fixture, (struct perf_events){ENOSYS, ENOSYS, ENOSYS});
    expect(checks, "sampling", CHECK_MISSING, NULL);
    perf(fixture, (struct perf_events){EMFILE, EMFILE, EMFILE});
    assert_has(find(checks, "sampling")->finding, strerror(EMFILE));

    roots_put(fixture->root, "/proc/sys/kernel/kptr_restrict", "1\n");
    perf(fixture, (struct perf_events){0});
    expect(checks, "kernel", CHECK_LIMITED, "kptr_restrict=0");
    fixture->host.sudo = ""; /* root sees them all the same */
    perf(fixture, (struct perf_events){0});
    expect(checks, "kernel", CHECK_OK, NULL);
}

static void rungs(void **state)
{
    struct fixture *fixture = *state;
    struct rung all[] = {
        {.name = (char *)"baseline"},
        {.name = (char *)"cuda", .skipped = (char *)"built without it; install it, then make"},
        {.name = (char *)"broken", .failure = (char *)"does not describe itself: no answer"},
        {.name = (char *)"cuda_2", .skipped = (char *)"built without it; install it, then make"},
    };
    all[0].is.isa = (char *)"avx2";
    doctor_rungs(&fixture->checks, &(struct rungs){all, 4});
    expect(&fixture->checks, "rungs", CHECK_LIMITED, NULL);
    assert_has(find(&fixture->checks, "rungs")->finding, "1 of 4");
    expect(&fixture->checks, "skipped", CHECK_MISSING, "install it, then make");
    assert_string_equal(find(&fixture->checks, "skipped")->finding,
                        "cuda, cuda_2: built without it");
    expect(&fixture->checks, "failing", CHECK_MISSING, NULL);
    expect(&fixture->checks, "SIMD", CHECK_OK, NULL);
    checks_free(&fixture->checks);
    all[0].is.idea = (char *)"a JIT compiler, but not PCRE2's";
    doctor_rungs(&fixture->checks, &(struct rungs){all, 1});
    expect(&fixture->checks, "rungs", CHECK_OK, NULL);
    expect(&fixture->checks, "PCRE2", CHECK_OK, NULL);
    assert_null(strstr(find(&fixture->checks, "PCRE2")->finding, "JIT"));
    checks_free(&fixture->checks);
    all[1].skipped = (char *)"this PCRE2 was built without its JIT compiler";
    doctor_rungs(&fixture->checks, &(struct rungs){all, 2});
    expect(&fixture->checks, "PCRE2", CHECK_LIMITED, NULL);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(nothing_against_it),
        WITH_FIXTURE(nothing_known),
        WITH_FIXTURE(cores_and_quota),
        WITH_FIXTURE(others_and_steal),
        WITH_FIXTURE(clocks),
        WITH_FIXTURE(memory_and_disk),
        WITH_FIXTURE(virtual_machine_and_build),
        WITH_FIXTURE(perf_events),
        WITH_FIXTURE(rungs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
