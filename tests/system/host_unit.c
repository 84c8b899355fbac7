/* What is read of a host's state, on fakes of /proc and /sys. */
#include "base/strings.h"
#include "system/host.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPU "/sys/devices/system/cpu"

static int set_up(void **state)
{
    *state = roots_new();
    return 0;
}

static int tear_down(void **state)
{
    roots_drop(*state);
    return 0;
}

static void assert_line(char *line, const char *expected)
{
    if (expected)
        assert_string_equal(line, expected);
    else
        assert_null(line);
    free(line);
}

/* An empty root is a kernel that says nothing. */
static void nothing_known(void **state)
{
    const char *root = *state;
    struct host_time time;
    struct host_memory memory;
    assert_false(host_time(root, &time));
    assert_false(host_memory(root, &memory));
    assert_true(isnan(host_load(root)));
    assert_int_equal(host_cores(root), 0);
    assert_true(isinf(host_quota(root).cores));
    assert_int_equal(host_quota(root).throttled, 0);
    assert_line(host_governor(root), NULL);
    assert_int_equal(host_turbo(root), HOST_UNKNOWN);
    assert_int_equal(host_smt(root), HOST_UNKNOWN);
    assert_true(isnan(host_mhz(root)));
    assert_int_equal(host_heat_stops(root), 0);
    assert_line(host_virtualization(root), "unknown");
    assert_line(host_huge_pages(root), NULL);
}

static void lines_and_numbers(void **state)
{
    const char *root = *state;
    roots_put(root, "/f", "NAME=\"a b\"\nempty:\nsize:\t 12 kB\nword: 12x\n");
    assert_line(host_line(root, "/f", "NAME"), "a b");
    assert_line(host_line(root, "/f", ""), "NAME=");
    assert_line(host_line(root, "/f", "empty"), "");
    assert_line(host_line(root, "/f", "none"), NULL);
    assert_near(host_number(root, "/f", "size"), 12);
    assert_true(isnan(host_number(root, "/f", "word")));
    assert_true(isnan(host_number(root, "/f", "empty")));
    assert_true(isnan(host_number(root, "/nowhere", "")));
}

static void times(void **state)
{
    const char *root = *state;
    struct host_time from, to;
    uint64_t tick_ns = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);
    roots_put(root, "/proc/stat", "cpu  10 20 30 400 50 6 7 8 99 99\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    assert_true(host_time(root, &from));
    assert_int_equal(from.busy_ns, (10 + 20 + 30 + 6 + 7) * tick_ns);
    assert_int_equal(from.idle_ns, (400 + 50) * tick_ns);
    assert_int_equal(from.steal_ns, 8 * tick_ns);

    /* 100 ticks of 4 cores: half of them busy, 30 % idle, 20 % stolen. */
    roots_put(root, "/proc/stat", "cpu  60 20 30 430 50 6 7 28 99 99\n");
    assert_true(host_time(root, &to));
    assert_near(host_stolen(&from, &to), 20.0 / 70);
    assert_near(host_busy_cores(&from, &to, 4), 2);
    assert_true(isnan(host_stolen(&to, &to)));
    assert_true(isnan(host_busy_cores(&to, &to, 4)));
    to.idle_ns = from.idle_ns - tick_ns; /* it may go back */
    assert_near(host_busy_cores(&from, &to, 7), 5);

    /* Of all CPUs only those that this process may use; all, where these have no lines. */
    cpu_set_t all, one;
    int first = 0;
    assert_int_equal(sched_getaffinity(0, sizeof all, &all), 0);
    while (!CPU_ISSET((size_t)first, &all))
        first++;
    CPU_ZERO(&one);
    CPU_SET((size_t)first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    char *stat = format_string("cpu  70 0 0 70 0 0 0 7\ncpu%d 10 0 0 20 5 0 0 3\ncpu%d 60 0 0 50 0 "
                               "0 0 4\nintr 1\n",
                               first, first + 1);
    roots_put(root, "/proc/stat", stat);
    free(stat);
    assert_true(host_own_time(root, &from));
    assert_true(from.busy_ns == 10 * tick_ns && from.idle_ns == 25 * tick_ns &&
                from.steal_ns == 3 * tick_ns);
    roots_put(root, "/proc/stat", "cpu  70 0 0 70 0 0 0 7\n");
    assert_true(host_own_time(root, &from));
    assert_int_equal(from.busy_ns, 70 * tick_ns);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);

    roots_put(root, "/proc/stat", "cpu  1 2 3 4 5 6 7\n"); /* Linux before 2.6.11 */
    assert_true(host_time(root, &from));
    assert_int_equal(from.steal_ns, 0);
    roots_put(root, "/proc/stat", "cpu  1 2 3\n");
    assert_false(host_time(root, &from));
    roots_put(root, "/proc/loadavg", "0.75 1.67 1.31 10/158 20482\n");
    assert_near(host_load(root), 0.75);
}

static void cores(void **state)
{
    static const struct {
        const char *list;
        unsigned cores;
    } lists[] = {{"0-1\n", 2},         {"0\n", 1},
                 {"0-3,8,10-11\n", 7}, {"", 0},
                 {"x\n", 0},           {"3-1\n", 0},
                 {"0-99999999\n", 0},  {"0,\n", 0},
                 {"99999999\n", 0},    {"0-4095,0-4095\n", 0}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        roots_put(*state, CPU "/online", lists[i].list);
        assert_int_equal(host_cores(*state), lists[i].cores);
    }
}

static void clocks(void **state)
{
    const char *root = *state;
    roots_put(root, CPU "/online", "0-2\n");
    roots_put(root, CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
    assert_line(host_governor(root), "performance");
    roots_put(root, CPU "/cpu1/cpufreq/scaling_governor", "powersave\n");
    roots_put(root, CPU "/cpu2/cpufreq/scaling_governor", "performance\n");
    assert_line(host_governor(root), "powersave");

    roots_put(root, CPU "/cpufreq/boost", "1\n");
    assert_int_equal(host_turbo(root), HOST_ON);
    roots_put(root, CPU "/cpufreq/boost", "0\n");
    assert_int_equal(host_turbo(root), HOST_OFF);
    roots_put(root, CPU "/intel_pstate/no_turbo", "0\n");
    assert_int_equal(host_turbo(root), HOST_ON);
    roots_put(root, CPU "/intel_pstate/no_turbo", "1\n");
    assert_int_equal(host_turbo(root), HOST_OFF);
    roots_put(root, CPU "/smt/active", "1\n");
    assert_int_equal(host_smt(root), HOST_ON);

    roots_put(root, CPU "/cpu0/cpufreq/scaling_cur_freq", "2000000\n");
    roots_put(root, CPU "/cpu1/cpufreq/scaling_cur_freq", "3000000\n");
    assert_near(host_mhz(root), 2500);
    roots_put(root, CPU "/cpu0/thermal_throttle/core_throttle_count", "3\n");
    roots_put(root, CPU "/cpu2/thermal_throttle/core_throttle_count", "4\n");
    assert_int_equal(host_heat_stops(root), 7);
}

/* With second threads off, or a CPU taken away. */
static void ids_have_gaps(void **state)
{
    const char *root = *state;
    roots_put(root, CPU "/online", "0,2,8\n");
    roots_put(root, CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
    roots_put(root, CPU "/cpu1/cpufreq/scaling_governor", "offline\n");
    roots_put(root, CPU "/cpu8/cpufreq/scaling_governor", "powersave\n");
    assert_line(host_governor(root), "powersave");
    roots_put(root, CPU "/cpu0/cpufreq/scaling_cur_freq", "1000000\n");
    roots_put(root, CPU "/cpu1/cpufreq/scaling_cur_freq", "9000000\n");
    roots_put(root, CPU "/cpu8/cpufreq/scaling_cur_freq", "3000000\n");
    assert_near(host_mhz(root), 2000);
    assert_near(host_top_mhz(root), 3000);
    roots_put(root, CPU "/cpu1/thermal_throttle/core_throttle_count", "5\n");
    roots_put(root, CPU "/cpu8/thermal_throttle/core_throttle_count", "2\n");
    assert_int_equal(host_heat_stops(root), 2);
}

static void heat_is_counted_once_a_core(void **state)
{
    const char *root = *state;
    roots_put(root, CPU "/online", "0-3\n");
    for (int cpu = 0; cpu < 4; cpu++) {
        char *folder = format_string(CPU "/cpu%d", cpu);
        char *count = format_string("%s/thermal_throttle/core_throttle_count", folder),
             *threads = format_string("%s/topology/thread_siblings_list", folder);
        roots_put(root, count, cpu % 2 ? "4\n" : "3\n");
        roots_put(root, threads, cpu % 2 ? "1,3\n" : "0,2\n");
        free(threads);
        free(count);
        free(folder);
    }
    assert_int_equal(host_heat_stops(root), 7);
}

static void virtualization(void **state)
{
    const char *root = *state;
    roots_put(root, "/proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse2\n");
    assert_line(host_virtualization(root), "none");
    roots_put(root, "/proc/cpuinfo", "processor : 0\nflags\t\t: fpu hypervisor sse2\n");
    assert_line(host_virtualization(root), "a virtual machine, kind unknown");
    roots_put(root, "/sys/class/dmi/id/sys_vendor", "QEMU\n");
    assert_line(host_virtualization(root), "QEMU");
}

static void quota_version_2(void **state)
{
    const char *root = *state;
    roots_put(root, "/proc/self/cgroup", "0::/user.slice/x\n");
    assert_true(isinf(host_quota(root).cores));
    roots_put(root, "/sys/fs/cgroup/user.slice/x/cpu.max", "max 100000\n");
    roots_put(root, "/sys/fs/cgroup/user.slice/x/cpu.stat",
              "usage_usec 5\nnr_periods 9\nnr_throttled 2\nthrottled_usec 30\n");
    assert_true(isinf(host_quota(root).cores));
    assert_int_equal(host_quota(root).throttled, 2);
    assert_int_equal(host_quota(root).throttled_ns, 30000);
    roots_put(root, "/sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n"); /* of a group above */
    assert_near(host_quota(root).cores, 1.5);
    roots_put(root, "/sys/fs/cgroup/user.slice/x/cpu.max", "50000 100000\n");
    assert_near(host_quota(root).cores, 0.5);

    /* As in a container, whose group is the mounted folder, whatever the path. */
    roots_put(root, "/proc/self/cgroup", "0::/../other\n");
    roots_put(root, "/sys/fs/cgroup/cpu.max", "25000 100000\n");
    assert_near(host_quota(root).cores, 0.25);
}

static void quota_version_1(void **state)
{
    const char *root = *state;
    roots_put(root, "/proc/self/cgroup",
              "9:name=systemd:/\n4:memory:/m\n2:cpu,cpuacct:/docker/id\n0::/\nbroken\n");
    roots_put(root, "/sys/fs/cgroup/cpu,cpuacct/docker/id/cpu.cfs_quota_us", "-1\n");
    roots_put(root, "/sys/fs/cgroup/cpu,cpuacct/docker/id/cpu.cfs_period_us", "100000\n");
    assert_true(isinf(host_quota(root).cores));
    roots_put(root, "/sys/fs/cgroup/cpu,cpuacct/docker/id/cpu.cfs_quota_us", "200000\n");
    roots_put(root, "/sys/fs/cgroup/cpu,cpuacct/docker/id/cpu.stat",
              "nr_periods 9\nnr_throttled 4\nthrottled_time 77\n");
    assert_near(host_quota(root).cores, 2);
    assert_int_equal(host_quota(root).throttled, 4);
    assert_int_equal(host_quota(root).throttled_ns, 77);
}

static void memory(void **state)
{
    const char *root = *state;
    struct host_memory memory;
    roots_put(root, "/proc/meminfo",
              "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 600 kB\nSwapTotal: 50 kB\n"
              "SwapFree: 20 kB\n");
    assert_true(host_memory(root, &memory));
    assert_int_equal(memory.total_bytes, 1000 << 10);
    assert_int_equal(memory.available_bytes, 600 << 10);
    assert_int_equal(memory.swap_used_bytes, 30 << 10);

    /* A group without a limit of its own, then one with: page cache can be given up. */
    roots_put(root, "/proc/self/cgroup", "0::/x\n");
    roots_put(root, "/sys/fs/cgroup/x/memory.max", "max\n");
    roots_put(root, "/sys/fs/cgroup/x/memory.current", "300000\n");
    assert_true(host_memory(root, &memory));
    assert_int_equal(memory.available_bytes, 600 << 10);
    roots_put(root, "/sys/fs/cgroup/x/memory.max", "400000\n");
    roots_put(root, "/sys/fs/cgroup/x/memory.stat", "anon 1\nfile 200000\n");
    assert_true(host_memory(root, &memory));
    assert_int_equal(memory.total_bytes, 400000);
    assert_int_equal(memory.available_bytes, 300000);
    roots_put(root, "/sys/fs/cgroup/x/memory.stat", "anon 1\nfile 200000\nshmem 50000\n");
    assert_true(host_memory(root, &memory)); /* but not files that memory alone has */
    assert_int_equal(memory.available_bytes, 250000);

    roots_put(root, "/proc/self/cgroup", "4:memory:/y\n");
    roots_put(root, "/sys/fs/cgroup/memory/y/memory.limit_in_bytes", "9223372036854771712\n");
    roots_put(root, "/sys/fs/cgroup/memory/y/memory.usage_in_bytes", "300000\n");
    assert_true(host_memory(root, &memory));
    assert_int_equal(memory.total_bytes, 1000 << 10);
    roots_put(root, "/sys/fs/cgroup/memory/y/memory.limit_in_bytes", "310000\n");
    assert_true(host_memory(root, &memory));
    assert_int_equal(memory.available_bytes, 10000);
}

static void huge_pages(void **state)
{
    static const char path[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    roots_put(*state, path, "always [madvise] never\n");
    assert_line(host_huge_pages(*state), "madvise");
    roots_put(*state, path, "always madvise [never]\n");
    assert_line(host_huge_pages(*state), "never");
    roots_put(*state, path, "nothing\n");
    assert_line(host_huge_pages(*state), NULL);
}

/* The machine itself has a time, memory and cores, whatever it is. */
static void itself(void **state)
{
    (void)state;
    struct host_time time;
    struct host_memory memory;
    assert_true(host_time("", &time));
    assert_true(time.busy_ns > 0);
    assert_true(host_memory("", &memory));
    assert_true(memory.available_bytes <= memory.total_bytes);
    assert_true(host_load("") >= 0);
    assert_true(host_quota("").cores > 0);
}

#define WITH_ROOT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOT(nothing_known),
        WITH_ROOT(lines_and_numbers),
        WITH_ROOT(times),
        WITH_ROOT(cores),
        WITH_ROOT(clocks),
        WITH_ROOT(ids_have_gaps),
        WITH_ROOT(heat_is_counted_once_a_core),
        WITH_ROOT(virtualization),
        WITH_ROOT(quota_version_2),
        WITH_ROOT(quota_version_1),
        WITH_ROOT(memory),
        WITH_ROOT(huge_pages),
        cmocka_unit_test(itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
