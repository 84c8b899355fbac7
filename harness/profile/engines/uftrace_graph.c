#include "profile/engines/uftrace_graph.h"

#include "base/printable.h"
#include "profile/engines/source_of.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void know(struct uftrace_symbols *to, const char *name, enum profile_category category)
{
    if (json_object_set_new_nocheck(to->category, name, json_integer(category)) < 0)
        errx(1, "no memory for symbols");
}

void uftrace_symbols_read(FILE *symbols, FILE *lines, struct uftrace_symbols *to)
{
    char line[4096], name[1024] = "";
    const char *known;
    json_t *value;
    void *next;
    while (symbols && fgets(line, sizeof line, symbols)) {
        char type;
        if (sscanf(line, "%*x %c %1023[^\n]", &type, name) == 2 && strchr("TtwW", type))
            know(to, name, PROFILE_LIBRARY);
    }
    *name = '\0';
    bool told = false;
    while (lines && fgets(line, sizeof line, lines)) {
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "F: %*x %1023[^\n]", name) == 1 || strncmp(line, "L: ", 3) != 0)
            continue;
        const char *source = line + 3 + strspn(line + 3, "0123456789 ");
        if (*name && json_object_get(to->category, name) &&
            category_of_source(source) == PROFILE_OWN) {
            know(to, name, PROFILE_OWN);
            told = true;
        }
    }
    if (told)
        return;
    json_object_foreach_safe(to->category, next, known, value)
    {
        know(to, known, PROFILE_OWN);
    }
}

static size_t function_of(char *name, const struct uftrace_symbols *symbols,
                          struct profile *profile)
{
    const json_t *category = json_object_get(symbols->category, name);
    return profile_function(profile, printable_ascii(name), category ? symbols->module : "",
                            category ? (enum profile_category)json_integer_value(category)
                                     : PROFILE_LIBRARY);
}

/* Cuts a line into its three parts. */
static bool cut(char *line, char **caller, char **callee, uint64_t *calls)
{
    static const char arrow[] = "\" -> \"", label[] = "\" [xlabel = \"";
    char *from = line + strspn(line, " \t");
    char *to = strstr(from, arrow), *number = NULL, *end;
    if (*from != '"' || !to)
        return false;
    for (char *at = to; (at = strstr(at + 1, label));)
        number = at;
    if (!number || number < to + sizeof arrow - 1)
        return false;
    *to = *number = '\0';
    *caller = from + 1;
    *callee = to + sizeof arrow - 1;
    number += sizeof label - 1;
    errno = 0;
    *calls = strtoull(number, &end, 10);
    return isdigit((unsigned char)*number) && !errno && *calls <= UFTRACE_CALLS_MOST &&
           strcmp(end, "\"]") == 0 && **caller && **callee;
}

static bool count(char *line, const char *root, const struct uftrace_symbols *symbols,
                  struct profile *profile)
{
    char *caller, *callee;
    uint64_t calls;
    if (!cut(line, &caller, &callee, &calls))
        return false;
    size_t to = function_of(callee, symbols, profile);
    struct profile_function *called = &profile->functions[to];
    called->calls += calls;
    called->has_calls = true;
    if (called->calls > UFTRACE_CALLS_MOST)
        return false;
    if (strcmp(caller, root) == 0)
        return true;
    size_t from = function_of(caller, symbols, profile);
    size_t place = profile_edge(profile, from, to);
    struct profile_edge *edge = &profile->edges[place];
    edge->calls += calls;
    edge->has_calls = true;
    return edge->calls <= UFTRACE_CALLS_MOST;
}

bool uftrace_graph_read(FILE *from, const struct uftrace_symbols *symbols, struct profile *profile,
                        char *why, size_t why_size)
{
    char *line = NULL, root[1024] = "";
    size_t room = 0, number = 0;
    ssize_t length;
    bool good = true, open = false, ended = false;
    while (good && (length = getline(&line, &room, from)) >= 0) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        good = strlen(line) + 1 >= (size_t)length;
        if (!good || *line == '\0' || *line == '#')
            continue;
        if (sscanf(line, "digraph \"%1023[^\"]\" {", root) == 1) {
            open = true;
        } else if (strcmp(line, "}") == 0) {
            good = ended = open;
            open = false;
        } else {
            good = open && count(line, root, symbols, profile);
        }
    }
    free(line);
    if (!good)
        snprintf(why, why_size, "what uftrace printed is damaged: line %zu", number);
    else if (!ended || open)
        snprintf(why, why_size, "what uftrace printed is cut short after line %zu", number);
    return good && ended && !open;
}
