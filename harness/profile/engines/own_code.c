#include "profile/engines/own_code.h"

#include "base/strings.h"
#include "system/machine.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST_MOST_BYTES ((uint64_t)256 << 20)

enum profile_category category_of_source(const char *source)
{
    const char *root = machine_compiled_dir();
    size_t length = strlen(root);
    bool below = source && strncmp(source, root, length) == 0 && source[length] == '/';
    return below ? PROFILE_OWN : PROFILE_LIBRARY;
}

const char *file_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void own_code_bare(char *name)
{
    static const char anonymous[] = "(anonymous namespace)";
    size_t depth = 0; /* in templates' arguments */
    for (char *at = name; *at; at++) {
        if (strncmp(at, anonymous, strlen(anonymous)) == 0)
            at += strlen(anonymous) - 1;
        else if (*at == '<')
            depth++;
        else if (*at == '>' && depth > 0)
            depth--;
        else if (*at == '(' && depth == 0 && at > name) {
            *at = '\0';
            return;
        }
    }
}

json_t *own_code_symbols(FILE *symbols, FILE *addresses)
{
    json_t *names = json_array();
    char *line = NULL;
    size_t size = 0;
    if (!names)
        err(1, "no memory for functions");
    while (getline(&line, &size, symbols) > 0) {
        char *type = strchr(line, ' ');
        if (!isxdigit((unsigned char)*line) || !type || !strchr("tTwWi", type[1]) || !type[1] ||
            type[2] != ' ')
            continue;
        line[strcspn(line, "\n")] = '\0';
        own_code_bare(type + 3);
        json_array_append_new(names, json_string_nocheck(type + 3));
        fprintf(addresses, "%.*s\n", (int)(type - line), line);
    }
    free(line);
    return names;
}

json_t *own_code_with_lines(const json_t *names, FILE *lines)
{
    json_t *own = json_object();
    char *line = NULL;
    size_t size = 0;
    if (!own)
        err(1, "no memory for functions");
    for (size_t i = 0; i < json_array_size(names) && getline(&line, &size, lines) > 0; i++) {
        char *number = strrchr(line, ':');
        if (number)
            *number = '\0';
        if (category_of_source(line) == PROFILE_OWN)
            json_object_set_new_nocheck(own, json_string_value(json_array_get(names, i)),
                                        json_true());
    }
    free(line);
    return own;
}

static json_t *symbols_of(const struct watch *watch, const char *addresses, char *why,
                          size_t why_size)
{
    char *const argv[] = {"nm", "--demangle", "--defined-only", (char *)watch->program, NULL};
    FILE *from = engine_output(watch, argv, LIST_MOST_BYTES, why, why_size);
    if (!from)
        return NULL;
    FILE *to = fopen(addresses, "wxe");
    json_t *names = to ? own_code_symbols(from, to) : NULL;
    fclose(from);
    if (to && fclose(to) == 0)
        return names;
    snprintf(why, why_size, "%s: %s", addresses, strerror(errno));
    json_decref(names);
    return NULL;
}

json_t *own_code(const struct watch *watch, char *why, size_t why_size)
{
    char *addresses = format_string("@%s/addresses", watch->folder); /* @: a file with arguments */
    char *const argv[] = {"addr2line", "-e", (char *)watch->program, addresses, NULL};
    json_t *names = symbols_of(watch, addresses + 1, why, why_size), *own = NULL;
    FILE *lines = names ? engine_output(watch, argv, LIST_MOST_BYTES, why, why_size) : NULL;
    if (lines) {
        own = own_code_with_lines(names, lines);
        fclose(lines);
    }
    json_decref(names);
    unlink(addresses + 1);
    free(addresses);
    return own;
}

bool jit_map_name(const char *folder, uint64_t pid, uint64_t address, char *name, size_t size)
{
    char line[1024], *path = format_string("%s/perf-%" PRIu64 ".map", folder, pid);
    FILE *map = fopen(path, "re");
    bool found = false;
    while (map && !found && fgets(line, sizeof line, map)) {
        uint64_t start, length;
        int at = 0;
        line[strcspn(line, "\n")] = '\0';
        found = sscanf(line, "%" SCNx64 " %" SCNx64 " %n", &start, &length, &at) == 2 && at > 0 &&
                line[at] && address >= start && address - start < length;
        if (found)
            snprintf(name, size, "%s", line + at);
    }
    if (map)
        fclose(map);
    free(path);
    return found;
}
