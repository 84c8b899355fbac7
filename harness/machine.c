#include "machine.h"
#include "build_info.h"
#include "build_revision.h"
#include "copies.h"

#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int machine_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}

int machine_last_core(void)
{
    cpu_set_t set;
    int last = 0;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        for (int core = 0; core < CPU_SETSIZE; core++)
            if (CPU_ISSET((size_t)core, &set))
                last = core;
    return last;
}

const char *machine_build_dir(void)
{
    return BUILD_BINARY_DIR;
}

const char *machine_source_dir(void)
{
    return BUILD_SOURCE_DIR;
}

char *machine_short_path(const char *path)
{
    char *whole = realpath(path, NULL);
    size_t root = strlen(BUILD_SOURCE_DIR);
    const char *from = path;
    if (whole && strncmp(whole, BUILD_SOURCE_DIR, root) == 0 && whole[root] == '/')
        from = whole + root + 1;
    char *shorter = copy_string(from);
    free(whole);
    return shorter;
}

/* What stands behind the first `key` that starts a line of a file, less blanks, separators and
 * quotes; with an empty key its first line. null where there is none. */
static json_t *fact_of_file(const char *path, const char *key)
{
    char line[1024];
    json_t *fact = NULL;
    FILE *file = fopen(path, "re");
    while (file && !fact && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) != 0)
            continue;
        char *from = line + strlen(key);
        from += strspn(from, " \t:=\"");
        from[strcspn(from, "\"\n")] = '\0';
        fact = json_string(from);
    }
    if (file)
        fclose(file);
    return fact ? fact : json_null();
}

/* "none", or the hypervisor's vendor where the processor says that it is a guest. */
static json_t *virtualization(void)
{
    json_t *flags = fact_of_file("/proc/cpuinfo", "flags");
    const char *text = json_string_value(flags);
    json_t *kind = NULL;
    if (!text)
        kind = json_string("unknown");
    else if (!strstr(text, " hypervisor"))
        kind = json_string("none");
    json_decref(flags);
    if (kind)
        return kind;
    kind = fact_of_file("/sys/class/dmi/id/sys_vendor", "");
    return json_is_string(kind) ? kind : json_string("a virtual machine, kind unknown");
}

json_t *machine_facts(void)
{
    struct utsname name;
    uname(&name);
    json_t *cpu = fact_of_file("/proc/cpuinfo", "model name");
    json_int_t memory = (json_int_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    return json_pack("{s:o, s:i, s:I, s:s, s:s, s:o, s:o, s:o, s:n}", "cpu",
                     json_is_string(cpu) ? cpu : json_string(name.machine), "cores",
                     machine_cores(), "memory_bytes", memory, "architecture", name.machine,
                     "kernel", name.release, "system",
                     fact_of_file("/etc/os-release", "PRETTY_NAME"), "governor",
                     fact_of_file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", ""),
                     "virtualization", virtualization(), "gpu");
}

json_t *machine_build(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "compiler", BUILD_COMPILER,
                     "flags", BUILD_FLAGS, "sanitize", BUILD_SANITIZE, "pcre2", BUILD_PCRE2,
                     "hyperscan", BUILD_HYPERSCAN, "cuda", BUILD_CUDA, "jansson", BUILD_JANSSON,
                     "revision", BUILD_REVISION);
}
