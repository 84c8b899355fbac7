#include "measure/layouts.h"
#include "base/strings.h"
#include "common/units.h"
#include "system/machine.h"
#include "system/run.h"
#include "system/tasks.h"
#include "variants/variant.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PAGE 4096
#define STEP 16 /* the alignment of functions */
#define LINK_TIMEOUT_NS (60 * NS_PER_S)
#define FOLDER "bottleneck-first-layouts."
#define DIGITS "XXXXXX"

struct program {
    char *path;           /* the build's */
    char *linked;         /* the one in the folder */
    char *missing;        /* why it can't be linked, or NULL */
    char *folder, **link; /* where the command runs, and its words */
    bool wanted;          /* by the current layouts_link() */
};

struct layouts {
    char *folder; /* NULL: there is none */
    int lock;     /* on the folder, so that nobody takes it for a killed run's */
    struct program *programs;
    size_t count;
    struct layouts *next; /* all that are open */
};

static struct layouts *opened;

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

/* Removes a folder, with files that a killed linker left. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (const struct dirent *file; (file = readdir(folder));)
        unlinkat(dirfd(folder), file->d_name, 0);
    closedir(folder);
    rmdir(path);
}

/* Locks a folder of this user; the lock ends with the process. -1 if another process has it, or if
 * it is gone. */
static int lock_folder(const char *path)
{
    struct stat status;
    int lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 && fstat(lock, &status) == 0 &&
        status.st_uid == geteuid() && status.st_nlink > 0)
        return lock;
    if (lock >= 0)
        close(lock);
    return -1;
}

/* Removes the folders of runs that were killed. */
static void sweep(const char *place)
{
    DIR *folder = opendir(place);
    if (!folder)
        return;
    for (const struct dirent *file; (file = readdir(folder));) {
        if (strncmp(file->d_name, FOLDER, strlen(FOLDER)) != 0 ||
            strlen(file->d_name) != strlen(FOLDER DIGITS))
            continue;
        char *path = format_string("%s/%s", place, file->d_name);
        int lock = lock_folder(path);
        if (lock >= 0) {
            remove_folder(path);
            close(lock);
        }
        free(path);
    }
    closedir(folder);
}

/* Makes the folder, in memory if possible, so that linking again and again doesn't keep a disk
 * busy. */
static void make_folder(struct layouts *layouts)
{
    const char *const places[] = {getenv("TMPDIR"), "/dev/shm", "/tmp"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct statvfs system;
        if (!places[i] || statvfs(places[i], &system) < 0 || system.f_flag & ST_NOEXEC)
            continue;
        sweep(places[i]);
        layouts->folder = format_string("%s/" FOLDER DIGITS, places[i]);
        layouts->lock = mkdtemp(layouts->folder) ? lock_folder(layouts->folder) : -1;
        if (layouts->lock >= 0)
            return;
        free(layouts->folder);
        layouts->folder = NULL;
    }
}

static void remove_all(void)
{
    for (const struct layouts *layouts = opened; layouts; layouts = layouts->next)
        if (layouts->folder)
            remove_folder(layouts->folder);
}

struct layouts *layouts_open(void)
{
    static bool registered;
    struct layouts *layouts = calloc(1, sizeof *layouts);
    if (!layouts)
        err(1, "layouts");
    make_folder(layouts);
    layouts->next = opened;
    opened = layouts;
    if (!registered)
        atexit(remove_all);
    registered = true;
    return layouts;
}

static void free_words(char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        free(words[i]);
    free(words);
}

void layouts_close(struct layouts *layouts)
{
    if (!layouts)
        return;
    struct layouts **at = &opened;
    while (*at != layouts)
        at = &(*at)->next;
    *at = layouts->next;
    if (layouts->folder) {
        remove_folder(layouts->folder);
        close(layouts->lock);
    }
    for (size_t i = 0; i < layouts->count; i++) {
        struct program *program = &layouts->programs[i];
        free(program->path);
        free(program->linked);
        free(program->missing);
        free(program->folder);
        free_words(program->link);
    }
    free(layouts->programs);
    free(layouts->folder);
    free(layouts);
}

/* Reads the command that links a program, and makes it write to `linked`. */
static void read_link(struct program *program)
{
    char *path = format_string("%s.link", program->path), *line = NULL;
    FILE *file = fopen(path, "re");
    size_t capacity = 0, count = 0;
    bool output = false;
    free(path);
    while (file && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (!program->folder) {
            program->folder = copy_string(line);
            continue;
        }
        program->link = reallocarray(program->link, count + 2, sizeof program->link[0]);
        if (!program->link)
            err(1, "layouts");
        bool is_output = count > 0 && strcmp(program->link[count - 1], "-o") == 0;
        program->link[count++] = copy_string(is_output ? program->linked : line);
        program->link[count] = NULL;
        output |= is_output;
    }
    free(line);
    if (file)
        fclose(file);
    if (!output)
        program->missing = copy_string("the build kept no command that links it");
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
    if (machine_was_moved()) { /* its command would link files at the old place */
        program->missing = copy_string("the build was moved here: make it anew with make");
    } else if (!layouts->folder) {
        program->missing = copy_string("there is no temporary folder to link it in");
    } else if (is_linked(layouts, linked)) {
        program->missing = copy_string("another program has its name");
    } else {
        program->linked = copy_string(linked);
        read_link(program);
    }
    free(linked);
    layouts->count++;
    return program;
}

/* The command with the layout before its other options, because the linker script sees only earlier
 * definitions. free() it, but not its words. */
static char **command_of(const struct program *program, char *const options[4])
{
    size_t count = 0;
    while (program->link[count])
        count++;
    char **argv = malloc((count + 5) * sizeof *argv);
    if (!argv)
        err(1, "layouts");
    argv[0] = program->link[0];
    for (size_t i = 0; i < 4; i++)
        argv[1 + i] = options[i];
    memcpy(argv + 5, program->link + 1, count * sizeof *argv); /* including the final NULL */
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
                                     .folder = program->folder,
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
