#include "system/gpu_limits.h"
#include "base/strings.h"
#include "common/units.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_UNSUPPORTED 77
#define TIMEOUT_NS (120 * NS_PER_S)
#define NOT_THREADS 0 /* threads don't matter */

bool gpu_limits_know(const char *name)
{
    static const char *const names[] = {LIMIT_PAGEABLE, LIMIT_PINNED, LIMIT_DEVICE_COPY,
                                        LIMIT_DEVICE_READ};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (name && strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* The answer's GPU; adds its limits. NULL if the answer makes no sense. */
static json_t *read_answer(json_t *answer, struct limit *limits, size_t *count)
{
    size_t i, added = *count;
    json_t *each, *gpu, *array;
    if (json_unpack(answer, "{s:o, s:o}", "gpu", &gpu, "limits", &array) < 0 ||
        !json_is_object(gpu) || !json_is_array(array))
        return NULL;
    json_array_foreach(array, i, each)
    {
        const char *name;
        double rate;
        if (json_unpack(each, "{s:s, s:F}", "name", &name, "gb_per_s", &rate) < 0 ||
            !gpu_limits_know(name) || !(rate > 0) || added == LIMITS_MOST)
            return NULL;
        struct limit *limit = &limits[added++];
        *limit = (struct limit){.threads = NOT_THREADS, .gb_per_s = rate};
        snprintf(limit->name, sizeof limit->name, "%s", name);
    }
    *count = added;
    return json_incref(gpu);
}

json_t *gpu_limits_measure(struct limit *limits, size_t *count, char *why, size_t why_size)
{
    char *program = format_string("%s/cuda/gpu_limits", machine_build_dir());
    struct run *run = malloc(sizeof *run);
    json_t *gpu = NULL;
    if (!run)
        err(1, "GPU limits");
    if (access(program, X_OK) < 0) {
        snprintf(why, why_size, "this build has no CUDA");
    } else {
        run_variant((char *[]){program, NULL}, TIMEOUT_NS, run);
        if (run->end == RUN_EXITED && run->code == 0) {
            json_t *answer = json_loadb(run->output, run->output_length, 0, NULL);
            gpu = read_answer(answer, limits, count);
            json_decref(answer);
            if (!gpu)
                snprintf(why, why_size, "%s printed no limits", program);
        } else if (run->end == RUN_EXITED && run->code == EXIT_UNSUPPORTED) {
            const char *reason = strstr(run->message, ": "); /* after the program's name */
            snprintf(why, why_size, "%s", reason ? reason + 2 : run->message);
        } else {
            run_explain(run, 0, why, why_size);
        }
    }
    free(run);
    free(program);
    return gpu;
}
