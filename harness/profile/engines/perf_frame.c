#include "profile/engines/perf.h"

#include "base/printable.h"
#include "common/units.h"
#include "profile/engines/own_code.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_MOST 1000000000ULL /* since boot */
/* perf's name for executable memory without a file. */
#define JIT_MODULE "/tmp/perf-%d.map%n"

/* Copies as much as fits. */
static void take(char *to, size_t room, const char *from, size_t length)
{
    length = length < room ? length : room - 1;
    memcpy(to, from, length);
    to[length] = '\0';
    printable_ascii(to);
}

/* The process whose JIT code this module is, or -1. */
static int jit_process(const char *module)
{
    int pid = -1, length = 0;
    if (sscanf(module, JIT_MODULE, &pid, &length) != 1 || length == 0 || module[length])
        return -1;
    return pid;
}

static bool is_of_system(const char *module)
{
    static const char *const folders[] = {"/lib", "/usr/lib", "/usr/local/lib"}; /* and lib64 */
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (strncmp(module, folders[i], strlen(folders[i])) == 0)
            return true;
    return false;
}

static void name_module(struct perf_frame *frame, const struct perf_names *names,
                        const char *module, uint64_t address)
{
    bool named = strcmp(frame->name, PERF_UNKNOWN) != 0;
    const char *file = file_of_path(module);
    int pid = jit_process(module);

    if (pid >= 0 || strcmp(module, "//anon") == 0) {
        file = "[jit]";
        frame->category = PROFILE_JIT;
        if (!named && pid >= 0 && names->maps &&
            jit_map_name(names->maps, (uint64_t)pid, address, frame->name, sizeof frame->name))
            printable_ascii(frame->name);
    } else if (strcmp(module, PERF_UNKNOWN) == 0 || strcmp(module, "[heap]") == 0 ||
               strcmp(module, "[stack]") == 0) {
        file = "";
        frame->category = PROFILE_UNKNOWN;
    } else if (*module == '[') { /* the kernel, one of its modules, or the vDSO */
        file = strncmp(module, "[kernel.", strlen("[kernel.")) == 0 ? "[kernel]" : module;
        frame->category = PROFILE_KERNEL;
    } else if (names->users) {
        frame->category = named && !is_of_system(module) ? PROFILE_OWN : PROFILE_LIBRARY;
    } else if (names->program && strcmp(module, names->program) == 0) {
        char bare[sizeof frame->name];
        snprintf(bare, sizeof bare, "%s", frame->name);
        own_code_bare(bare);
        bool own = json_object_size(names->own) == 0 || json_object_get(names->own, bare);
        frame->category = own ? PROFILE_OWN : PROFILE_LIBRARY;
    } else {
        frame->category = PROFILE_LIBRARY;
    }
    take(frame->module, sizeof frame->module, file, strlen(file));
}

/* Where the final " (MODULE)" of a frame begins; NULL if there is none. Names and paths may contain
 * blanks and brackets. The program's own path is known. Otherwise it is the first that starts like
 * a path or a part of the kernel, because C++ names have nothing like that. */
static const char *find_module(const char *name, size_t length, const char *program)
{
    size_t own = program ? strlen(program) + strlen(" ()") : length;
    if (own < length && strncmp(name + length - own, " (", 2) == 0 &&
        strncmp(name + length - own + 2, program, own - 3) == 0)
        return name + length - own;
    for (const char *at = name; (at = strstr(at, " (")) && at < name + length; at++)
        if (at[2] == '/' || at[2] == '[')
            return at;
    return NULL;
}

bool perf_frame_read(const char *line, const struct perf_names *names, struct perf_frame *frame)
{
    char *name;
    uint64_t address = strtoull(line, &name, 16);
    if (name == line || *name != ' ')
        return false;
    name++;
    size_t length = strcspn(line, "\n") - (size_t)(name - line);
    if (length < 2 || name[length - 1] != ')')
        return false;
    const char *module = find_module(name, length, names->program);
    if (!module || module == name)
        return false;
    take(frame->name, sizeof frame->name, name, (size_t)(module - name));
    char *version = strchr(frame->name, '@'); /* memcpy@@GLIBC_2.14; but memcpy@plt is another */
    if (version && version > frame->name && strcmp(version, "@plt") != 0)
        *version = '\0';

    char path[4096];
    snprintf(path, sizeof path, "%.*s", (int)(length - (size_t)(module + 2 - name) - 1),
             module + 2);
    name_module(frame, names, path, address);
    return true;
}

/* A name may contain anything: takes the first match. */
bool perf_head_read(const char *line, struct perf_head *head)
{
    for (const char *at = line; (at = strpbrk(at, "0123456789")); at += strspn(at, "0123456789")) {
        char *end, *fraction;
        if (at > line && at[-1] != ' ')
            continue;
        head->pid = strtol(at, &end, 10);
        if (*end != '/' || !isdigit((unsigned char)end[1]))
            continue;
        head->tid = strtol(end + 1, &end, 10);
        end += strspn(end, " ");
        if (!isdigit((unsigned char)*end))
            continue;
        uint64_t seconds = strtoull(end, &end, 10);
        if (*end != '.' || !isdigit((unsigned char)end[1]))
            continue;
        uint64_t ns = strtoull(end + 1, &fraction, 10);
        if (fraction - end != 1 + 9 || *fraction != ':' || seconds > SECONDS_MOST)
            continue;
        size_t blanks = strspn(line, " "), length = (size_t)(at - line);
        while (length > blanks && line[length - 1] == ' ')
            length--;
        snprintf(head->name, sizeof head->name, "%.*s",
                 (int)(length > blanks ? length - blanks : 0), line + blanks);
        printable_ascii(head->name);
        head->ns = seconds * NS_PER_S + ns;
        head->rest = fraction + 1 + strspn(fraction + 1, " ");
        return head->pid <= PERF_ID_MOST && head->tid <= PERF_ID_MOST;
    }
    return false;
}
