#include "measure/exercise_build.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "measure/link_command.h"
#include "system/machine.h"
#include "system/run.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the build noted of how it compiles a source; NULL, with why. json_decref() *all after use.
 */
static json_t *compile_command(const char *source, json_t **all, char *why, size_t why_size)
{
    json_t *entry = NULL;
    char *path = format_string("%s/compile_commands.json", machine_build_dir());
    *all = json_load_file(path, 0, NULL);
    for (size_t i = 0; i < json_array_size(*all) && !entry; i++) {
        json_t *one = json_array_get(*all, i);
        const char *file = json_string_value(json_object_get(one, "file"));
        entry = file && whole_file_is(file, source) ? one : NULL;
    }
    if (!entry)
        snprintf(why, why_size, "%s does not say how to compile %s: run make again", path, source);
    free(path);
    return entry;
}

/* Runs a command in a folder, on this terminal. */
static bool run_in(const char *folder, char *const words[])
{
    char *here = getcwd(NULL, 0);
    bool good = chdir(folder) == 0 && run_attached(words) == 0;
    good &= here && chdir(here) == 0;
    free(here);
    return good;
}

/* Puts another word behind an option; returns the one that was there, to free(); NULL if there
 * is none. */
static char *replace_after(char **words, const char *option, const char *other)
{
    for (size_t i = 0; words[i] && words[i + 1]; i++)
        if (strcmp(words[i], option) == 0) {
            char *was = words[i + 1];
            words[i + 1] = copy_string(other);
            return was;
        }
    return NULL;
}

static enum exercise_built compile(const char *start_source, const char *source, const char *object,
                                   char **start_object, char *why, size_t why_size)
{
    json_t *all, *entry = compile_command(start_source, &all, why, why_size);
    const char *command = json_string_value(json_object_get(entry, "command"));
    const char *folder = json_string_value(json_object_get(entry, "directory"));
    char **words = command && folder ? command_line_split(command, why, why_size) : NULL;
    enum exercise_built built = EXERCISE_NO_BUILD;
    if (words) {
        char *was = replace_after(words, "-c", source);
        *start_object = replace_after(words, "-o", object);
        if (was && *start_object)
            built = run_in(folder, words) ? EXERCISE_BUILT : EXERCISE_REFUSED;
        else
            snprintf(why, why_size, "the command that compiles %s has no -c or no -o: %s",
                     start_source, command);
        free(was);
        command_line_free(words);
    }
    json_decref(all);
    return built;
}

static enum exercise_built link_program(const char *start, const char *program,
                                        const char *start_object, const char *object, char *why,
                                        size_t why_size)
{
    struct link_command command;
    enum exercise_built built = EXERCISE_NO_BUILD;
    if (!link_command_read(start, program, &command)) {
        snprintf(why, why_size, "the build kept no command that links %s: it takes GNU ld", start);
        return built;
    }
    link_command_replace(&command, start_object, object);
    if (!link_command_keep(&command, program))
        snprintf(why, why_size, "%s: %s", program, strerror(errno));
    else
        built = run_in(command.folder, command.words) ? EXERCISE_BUILT : EXERCISE_REFUSED;
    link_command_free(&command);
    return built;
}

enum exercise_built exercise_build(const char *start, const char *start_source, const char *source,
                                   const char *program, char *why, size_t why_size)
{
    /* The linker's script finds a rung's own code in a folder of such a name. */
    char *folder = format_string("%s.dir", program), *object = format_string("%s/mine.o", folder);
    char *start_object = NULL;
    enum exercise_built built = EXERCISE_NO_BUILD;
    if (machine_was_moved())
        snprintf(why, why_size, "the build was moved here: run make again");
    else if (mkdir(folder, 0777) < 0)
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
    else
        built = compile(start_source, source, object, &start_object, why, why_size);
    if (built == EXERCISE_BUILT)
        built = link_program(start, program, start_object, object, why, why_size);
    free(start_object);
    free(object);
    free(folder);
    return built;
}
