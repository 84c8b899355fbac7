#include "measure/rungs.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"
#include "measure/options.h"
#include "measure/pattern_words.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DESCRIBE_TIMEOUT_NS (10 * NS_PER_S)

const char *rungs_default_list(void)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/ladder.json", machine_build_dir());
    return path;
}

/* A program's path is relative to the list that names it. */
static char *beside(const char *list_path, const char *program)
{
    if (program[0] == '/')
        return copy_string(program);
    char *list = realpath(list_path, NULL);
    if (!list)
        err(1, "%s", list_path);
    char *path = format_string("%s/%s", dirname(list), program);
    free(list);
    return path;
}

/* A variant's own program, or the user's with all of its words. */
static void ask(const struct rung *rung, int threads, int gpus, const struct patterns *patterns,
                struct run *run)
{
    char count[16], gpu_count[16];
    snprintf(count, sizeof count, "%d", threads);
    snprintf(gpu_count, sizeof gpu_count, "%d", gpus);
    char *argv[PROGRAM_WORDS_MOST + 8 + PATTERN_WORDS_MOST] = {rung->program};
    size_t argc = 1;
    for (; rung->own && rung->own->words[argc]; argc++)
        argv[argc] = rung->own->words[argc];
    argv[argc++] = "--describe";
    argv[argc++] = "--threads";
    argv[argc++] = count;
    argc += pattern_words(patterns, argv + argc);
    if (gpus > 1) {
        argv[argc++] = "--gpus";
        argv[argc++] = gpu_count;
    }
    if (rung->own)
        run_program(argv, DESCRIBE_TIMEOUT_NS, run);
    else
        run_variant(argv, DESCRIBE_TIMEOUT_NS, run);
}

void rungs_describe(struct rung *rung, int threads, int gpus, const struct patterns *patterns)
{
    char why[256];
    struct run *run = malloc(sizeof *run);
    if (!run)
        err(1, "variants");
    ask(rung, threads, gpus, patterns, run);
    if (run->end == RUN_TIMEOUT) /* not the one of --timeout */
        snprintf(why, sizeof why, "no answer within %llu s",
                 (unsigned long long)(DESCRIBE_TIMEOUT_NS / NS_PER_S));
    else if (run->end != RUN_EXITED || run->code != 0)
        run_explain(run, DESCRIBE_TIMEOUT_NS, why, sizeof why);
    else if (record_parse_description(run->output, run->output_length, &rung->is, why,
                                      sizeof why)) {
        rung->skipped = rung->is.unsupported ? copy_string(rung->is.unsupported) : NULL;
        free(run);
        return;
    }
    rung->failure = format_string("does not describe itself: %s", why);
    free(run);
}

bool rungs_load(const char *list_path, int threads, int gpus, const struct patterns *patterns,
                struct rungs *rungs, char *why, size_t why_size)
{
    json_error_t error;
    json_t *list = json_load_file(list_path, JSON_REJECT_DUPLICATES, &error);
    if (!list) {
        snprintf(why, why_size, "%s: %s", list_path, printable_ascii(error.text));
        return false;
    }
    rungs->count = 0;
    rungs->all = calloc(json_array_size(list) + 1, sizeof rungs->all[0]);
    if (!rungs->all)
        err(1, "list of variants");

    size_t i;
    json_t *entry;
    bool good = json_is_array(list);
    json_array_foreach(list, i, entry)
    {
        const char *name, *program = NULL, *skipped = NULL;
        int act = 0;
        good = json_unpack(entry, "{s:s, s?i, s?s, s?s}", "name", &name, "act", &act, "program",
                           &program, "skipped", &skipped) == 0 &&
               *name && (program || skipped) && !rungs_find(rungs, name);
        if (!good)
            break;
        struct rung *rung = &rungs->all[rungs->count++];
        rung->name = copy_string(name);
        rung->act = act;
        if (skipped) {
            rung->skipped = copy_string(skipped);
            continue;
        }
        rung->program = beside(list_path, program);
        rungs_describe(rung, threads, gpus, patterns);
        if (run_interrupted)
            break;
    }
    if (!good)
        snprintf(why, why_size, "%s is no list of variants; make the project again", list_path);
    json_decref(list);
    if (!good)
        rungs_free(rungs);
    return good;
}

const struct rung *rungs_find(const struct rungs *rungs, const char *name)
{
    for (size_t i = 0; i < rungs->count; i++)
        if (strcmp(rungs->all[i].name, name) == 0)
            return &rungs->all[i];
    return NULL;
}

void rungs_free(struct rungs *rungs)
{
    for (size_t i = 0; i < rungs->count; i++) {
        struct rung *rung = &rungs->all[i];
        free(rung->name);
        free(rung->program);
        free(rung->is.idea);
        free(rung->is.after);
        free(rung->is.limit);
        for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
            free(rung->is.effects[stage]);
        free(rung->is.isa);
        free(rung->is.unsupported);
        own_program_free(rung->own);
        free(rung->skipped);
        free(rung->failure);
    }
    free(rungs->all);
    *rungs = (struct rungs){0};
}
