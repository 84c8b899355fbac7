#include "system/programs.h"
#include "base/printable.h"

#include "base/strings.h"
#include "common/units.h"
#include "system/run.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION_TIMEOUT_NS (5 * NS_PER_S)

char *program_find(const char *name)
{
    if (strchr(name, '/'))
        return access(name, F_OK) == 0 ? copy_string(name) : NULL;
    const char *path = getenv("PATH");
    for (const char *at = path ? path : "/usr/bin:/bin"; *at; at += *at == ':') {
        int length = (int)strcspn(at, ":");
        char *there = length ? format_string("%.*s/%s", length, at, name) : copy_string(name);
        if (access(there, X_OK) == 0)
            return there;
        free(there);
        at += length;
    }
    return NULL;
}

char *program_version(char *program)
{
    char *argv[] = {program, "--version", NULL};
    struct run *run = malloc(sizeof *run);
    char *version = NULL;
    if (!run)
        err(1, "version");
    run_program(argv, VERSION_TIMEOUT_NS, run);
    run->output[strcspn(run->output, "\n")] = '\0';
    char *features = strstr(run->output, " +"); /* ugrep lists its features */
    if (features)
        *features = '\0';
    if (run->end == RUN_EXITED && run->code == 0 && *run->output)
        version = format_string("%.60s", run->output);
    free(run);
    return printable_ascii(version);
}
