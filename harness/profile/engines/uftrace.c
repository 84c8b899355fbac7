/* engine_trace: uftrace, which has a program's functions report each call. It needs no build of its
 * own: it patches functions of the running program as it starts (-P), and puts itself between the
 * program and its libraries. So what it counts is the program's functions, and the program's calls
 * of libraries, not what libraries call. JIT code is not seen. */
#include "base/strings.h"
#include "base/units.h"
#include "profile/engines/engine.h"
#include "profile/engines/source_of.h"
#include "profile/engines/uftrace_graph.h"
#include "system/programs.h"
#include "system/run.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY_NS (5 * NS_PER_S)
#define GRAPH_MOST_BYTES ((uint64_t)256 << 20)

static bool works(char *why, size_t why_size)
{
    static struct run run;
    char *uftrace = program_find("uftrace");
    if (!uftrace) {
        snprintf(why, why_size,
                 "uftrace is not installed (Debian, Ubuntu: apt-get install uftrace)");
        return false;
    }
    char *const argv[] = {uftrace, "--version", NULL};
    run_program(argv, TRY_NS, &run);
    free(uftrace);
    if (run.end != RUN_EXITED || run.code != 0) {
        char how[160];
        run_explain(&run, TRY_NS, how, sizeof how);
        snprintf(why, why_size, "uftrace does not run here: %s", how);
        return false;
    }
    if (!strstr(run.output, "dynamic")) {
        snprintf(why, why_size,
                 "this uftrace was built without capstone, by which it patches programs");
        return false;
    }
    return true;
}

static bool record(const struct watch *watch, const char *data, const char *log,
                   struct profile *profile, char *why, size_t why_size)
{
    char *directory = format_string("--data=%s", data);
    char *logfile = format_string("--logfile=%s", log);
    char *const tool[] = {"uftrace",   "record",    directory,    logfile,     "--force",
                          "--patch=.", "--srcline", "--no-event", "--no-pager"};
    char **argv = engine_command(tool, sizeof tool / sizeof tool[0], watch);
    bool good = engine_run(watch, argv, profile, why, why_size);
    free(argv);
    free(logfile);
    free(directory);
    return good;
}

/* What uftrace had to say: of calls that it lost, and, where it failed, the cause. */
static bool heed_log(const char *path, bool good, char *why, size_t why_size)
{
    char line[400], last[400] = "";
    FILE *log = fopen(path, "re");
    while (log && fgets(line, sizeof line, log)) {
        char *what = line + strspn(line, " \t");
        what = strncmp(what, "WARN: ", 6) == 0 ? what + 6 : what;
        if (good && strstr(what, "LOST")) {
            snprintf(why, why_size, "uftrace could not keep up, and lost calls");
            good = false;
        }
        if (strstr(what, "terminated by signal")) { /* ": 11: Segmentation fault" */
            what[strcspn(what, "\n")] = '\0';
            const char *colon = strrchr(what, ':');
            snprintf(last, sizeof last, "%s", colon ? colon + strspn(colon, ": ") : what);
        }
    }
    if (log)
        fclose(log);
    if (*last)
        snprintf(why, why_size, "uftrace cannot patch this program (%s)", last);
    return good;
}

static FILE *open_beside(const char *data, const char *program, const char *suffix)
{
    char *path = format_string("%s/%s.%s", data, program, suffix);
    FILE *file = fopen(path, "re");
    free(path);
    return file;
}

static void close_file(FILE *file)
{
    if (file)
        fclose(file);
}

static bool dump(const struct watch *watch, char *data, const char *graph, char *why,
                 size_t why_size)
{
    char how[160];
    char *const argv[] = {"uftrace",    "dump", "--graphviz", "--no-event",
                          "--no-pager", "-d",   data,         NULL};
    if (engine_write(watch, argv, graph, GRAPH_MOST_BYTES, how, sizeof how))
        return true;
    snprintf(why, why_size, "uftrace dump: %s", how);
    return false;
}

static bool read_graph(const struct watch *watch, const char *data, const char *graph,
                       struct profile *profile, char *why, size_t why_size)
{
    FILE *file = fopen(graph, "re");
    if (!file) {
        snprintf(why, why_size, "cannot read %s: %s", graph, strerror(errno));
        return false;
    }
    struct uftrace_symbols symbols = {file_of_path(watch->program), json_object()};
    FILE *names = open_beside(data, symbols.module, "sym");
    FILE *lines = open_beside(data, symbols.module, "dbg");
    uftrace_symbols_read(names, lines, &symbols);
    bool good = uftrace_graph_read(file, &symbols, profile, why, why_size);
    close_file(lines);
    close_file(names);
    json_decref(symbols.category);
    fclose(file);
    return good;
}

static bool look(const struct watch *watch, struct profile *profile, char *why, size_t why_size)
{
    char *data = format_string("%s/uftrace.data", watch->folder);
    char *log = format_string("%s/uftrace.log", watch->folder);
    char *graph = format_string("%s/uftrace.dot", watch->folder);
    bool good = record(watch, data, log, profile, why, why_size);
    good = heed_log(log, good, why, why_size) && dump(watch, data, graph, why, why_size) &&
           read_graph(watch, data, graph, profile, why, why_size);
    free(graph);
    free(log);
    free(data);
    return good;
}

const struct engine engine_trace = {.name = "trace", .works = works, .look = look};
