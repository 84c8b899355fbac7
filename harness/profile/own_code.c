#include "own_code.h"

#include "copies.h"

#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST_MOST_BYTES ((uint64_t)256 << 20)

json_t *own_code_read(FILE *from)
{
    json_t *own = json_object();
    char *line = NULL;
    size_t size = 0;
    if (!own)
        err(1, "no memory for functions");
    while (getline(&line, &size, from) > 0) {
        char *place = strrchr(line, '\t');
        char *type = strchr(line, ' ');
        if (!place || !type || type > place || place[1] == '?')
            continue;
        *place = '\0';
        if (strchr("tTwWi", type[1]) && type[1] && type[2] == ' ' && type[3])
            json_object_set_new_nocheck(own, type + 3, json_true());
    }
    free(line);
    return own;
}

json_t *own_code(const struct watch *watch, char *why, size_t why_size)
{
    char *list = format_string("%s/functions", watch->folder);
    char *const argv[] = {
        "nm", "--demangle", "--line-numbers", "--defined-only", (char *)watch->program, NULL};
    json_t *own = NULL;
    FILE *from = NULL;
    if (engine_write(watch, argv, list, LIST_MOST_BYTES, why, why_size)) {
        from = fopen(list, "re");
        if (from)
            own = own_code_read(from);
        else
            snprintf(why, why_size, "cannot read %s", list);
    }
    if (from)
        fclose(from);
    unlink(list);
    free(list);
    return own;
}
