#include "measure/layouts.h"
#include "base/strings.h"
#include "base/temporary_folder.h"
#include "common/units.h"
#include "measure/link_command.h"
#include "system/machine.h"
#include "system/run.h"
#include "system/tasks.h"
#include "variants/variant.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096
#define STEP 16 /* the alignment of functions */
#define LINK_TIMEOUT_NS (60 * NS_PER_S)
#define FOLDER "bottleneck-first-layouts"

struct program {
    char *path;    /* the build's */
    char *linked;  /* the one in the folder */
    char *missing; /* why it can't be linked, or NULL */
    struct link_command link;
    bool wanted; /* by the current layouts_link() */
};

struct layouts {
    struct temporary_folder *temporary; /* NULL: there is none */
    const char *folder;                 /* its path, or NULL */
    struct program *programs;
    size_t count;
};

struct layout layout_drawn(uint64_t seed, unsigned round)
{
    uint64_t state = mix64(mix64(seed) + round);
    unsigned places[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        state = mix64(state);
        places[i] = (unsigned)(state >> 32) % (PAGE / STEP) * STEP;
    }
    return (struct layout){.engine = places[0], .steps = places[1], .rung = places[2]};
}

/* Makes the folder, in memory if possible, so that linking again and again doesn't keep a disk
 * busy. */
struct layouts *layouts_open(void)
{
    struct layouts *layouts = calloc(1, sizeof *layouts);
    if (!layouts)
        err(1, "layouts");
    layouts->temporary = temporary_folder_open(FOLDER);
    layouts->folder = temporary_folder_path(layouts->temporary);
    return layouts;
}

void layouts_close(struct layouts *layouts)
{
    if (!layouts)
        return;
    temporary_folder_close(layouts->temporary);
    for (size_t i = 0; i < layouts->count; i++) {
        struct program *program = &layouts->programs[i];
        free(program->path);
        free(program->linked);
        free(program->missing);
        link_command_free(&program->link);
    }
    free(layouts->programs);
    free(layouts);
}

static struct program *find(const struct layouts *layouts, const char *path)
{
    for (size_t i = 0; i < layouts->count; i++)
        if (strcmp(layouts->programs[i].path, path) == 0)
            return &layouts->programs[i];
    return NULL;
}

static bool is_linked(const struct layouts *layouts, const char *linked)
{
    for (size_t i = 0; i < layouts->count; i++)
        if (layouts->programs[i].linked && strcmp(layouts->programs[i].linked, linked) == 0)
            return true;
    return false;
}

static struct program *find_or_add(struct layouts *layouts, const char *path)
{
    struct program *program = find(layouts, path);
    if (program)
        return program;
    layouts->programs =
        reallocarray(layouts->programs, layouts->count + 1, sizeof layouts->programs[0]);
    if (!layouts->programs)
        err(1, "layouts");
    program = &layouts->programs[layouts->count];
    *program = (struct program){.path = copy_string(path)};
    const char *slash = strrchr(path, '/');
    char *linked =
        format_string("%s/%s", layouts->folder ? layouts->folder : "", slash ? slash + 1 : path);
    if (machine_is_installed()) {
        program->missing = copy_string("only a build can link it again");
    } else if (machine_was_moved()) { /* its command would link files at the old place */
        program->missing = copy_string("the build was moved here: run make again");
    } else if (!layouts->folder) {
        program->missing = copy_string("there is no temporary folder to link it in");
    } else if (is_linked(layouts, linked)) {
        program->missing = copy_string("another program has its name");
    } else {
        program->linked = copy_string(linked);
        if (!link_command_read(path, linked, &program->link))
            program->missing = copy_string("the build kept no command that links it");
    }
    free(linked);
    layouts->count++;
    return program;
}

/* The command with the layout before its other options, because the linker script sees only earlier
 * definitions. free() it, but not its words. */
static char **command_of(const struct program *program, char *const options[4])
{
    size_t count = program->link.count;
    char **argv = malloc((count + 5) * sizeof *argv);
    if (!argv)
        err(1, "layouts");
    argv[0] = program->link.words[0];
    for (size_t i = 0; i < 4; i++)
        argv[1 + i] = options[i];
    memcpy(argv + 5, program->link.words + 1, count * sizeof *argv); /* including the final NULL */
    return argv;
}

static void give_up(struct program *program, const char *why)
{
    warnx("%s has one layout only: %s", program->path, why);
    program->missing = format_string("it can't be linked again: %s", why);
    unlink(program->linked);
}

static bool link_wanted(struct layouts *layouts, char *const options[4])
{
    struct task *tasks = calloc(layouts->count + 1, sizeof *tasks);
    struct program **linked = calloc(layouts->count + 1, sizeof(struct program *));
    size_t count = 0;
    if (!tasks || !linked)
        err(1, "layouts");
    for (size_t i = 0; i < layouts->count; i++) {
        struct program *program = &layouts->programs[i];
        if (!program->wanted || program->missing)
            continue;
        tasks[count] = (struct task){.argv = command_of(program, options),
                                     .folder = program->link.folder,
                                     .temporary = layouts->folder};
        linked[count++] = program;
    }
    bool whole = tasks_run(tasks, count, (size_t)machine_cores(), LINK_TIMEOUT_NS);
    for (size_t i = 0; i < count; i++) {
        if (whole && !tasks[i].good)
            give_up(linked[i], tasks[i].message);
        else if (whole && access(linked[i]->linked, X_OK) != 0)
            give_up(linked[i], strerror(errno));
        free((void *)tasks[i].argv);
    }
    free(tasks);
    free(linked);
    return whole;
}

bool layouts_link(struct layouts *layouts, struct layout layout, const char *const *programs,
                  size_t count)
{
    char *options[] = {format_string("-Wl,--defsym=LAYOUT_ENGINE=%u", layout.engine),
                       format_string("-Wl,--defsym=LAYOUT_STEPS=%u", layout.steps),
                       format_string("-Wl,--defsym=LAYOUT_RUNG=%u", layout.rung), "-Wl,-s"};
    for (size_t i = 0; i < layouts->count; i++)
        layouts->programs[i].wanted = false;
    for (size_t i = 0; i < count; i++)
        find_or_add(layouts, programs[i])->wanted = true;
    bool whole = link_wanted(layouts, options);
    for (size_t i = 0; i < 3; i++)
        free(options[i]);
    return whole;
}

bool layouts_round(struct layouts *layouts, const struct results *results, unsigned round)
{
    size_t entries = results_entry_count(results), count = 0;
    const char **programs = calloc(entries + 1, sizeof *programs);
    if (!programs)
        err(1, "layouts");
    for (size_t i = 0; i < entries; i++) {
        const struct row *row = results_entry(results, i);
        if (row->status == STATUS_OK && row->is.program && !results_entry_peer(results, i))
            programs[count++] = row->is.program;
    }
    bool whole = layouts_link(layouts, layout_drawn(results->seed, round), programs, count);
    free(programs);
    return whole;
}

const char *layouts_program(const struct layouts *layouts, const char *program)
{
    const struct program *found = find(layouts, program);
    return found && !found->missing ? found->linked : program;
}

const char *layouts_missing(const struct layouts *layouts, const char *program)
{
    const struct program *found = find(layouts, program);
    return found ? found->missing : NULL;
}
