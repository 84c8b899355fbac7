#include "engine.h"

#include "programs.h"
#include "record.h"
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool engine_run(const struct watch *watch, char *const argv[], struct profile *profile, char *why,
                size_t why_size)
{
    static struct run run;
    static struct record record;
    char *tool = program_find(argv[0]);
    if (!tool) {
        snprintf(why, why_size, "%s is not installed", argv[0]);
        return false;
    }
    size_t count = 0;
    while (argv[count])
        count++;
    char **command = calloc(count + 1, sizeof *command);
    if (!command) {
        snprintf(why, why_size, "no memory for a command line");
        free(tool);
        return false;
    }
    memcpy(command, argv, count * sizeof *command);
    command[0] = tool;
    run_program(command, watch->timeout_ns, &run);
    free(command);
    free(tool);
    if (run.end != RUN_EXITED || run.code != 0) {
        run_explain(&run, watch->timeout_ns, why, why_size);
        return false;
    }
    if (!record_parse(run.output, run.output_length, &record, why, why_size))
        return false;
    profile->how.profiled_ns = (uint64_t)record_search_ns(&record);
    return true;
}
