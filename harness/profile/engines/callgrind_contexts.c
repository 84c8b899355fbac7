#include "profile/engines/callgrind.h"

#include "base/strings.h"

#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

struct callgrind *callgrind_new(void)
{
    struct callgrind *seen = calloc(1, sizeof *seen);
    if (!seen || !(seen->names = json_object()))
        err(1, "no memory for callgrind's counts");
    return seen;
}

void callgrind_free(struct callgrind *seen)
{
    if (!seen)
        return;
    for (size_t i = 0; i < seen->context_count; i++) {
        free(seen->contexts[i].function);
        free(seen->contexts[i].callers);
    }
    free(seen->contexts);
    free(seen->calls);
    json_decref(seen->names);
    free(seen);
}

const char *callgrind_keep(struct callgrind *seen, const char *text)
{
    char *key = format_string("s%s", text);
    if (!json_object_get(seen->names, key) &&
        json_object_set_new_nocheck(seen->names, key, json_stringn_nocheck(text, strlen(text))) < 0)
        errx(1, "no memory for callgrind's counts");
    const char *copy = json_string_value(json_object_get(seen->names, key));
    free(key);
    return copy;
}

size_t callgrind_context(struct callgrind *seen, const char *name, const char *object,
                         const char *source, uint64_t pid)
{
    size_t length = strcspn(name, "'");
    unsigned level = 1;
    const char *callers = name + length;
    if (length == 0)
        return SIZE_MAX;
    if (*callers && isdigit((unsigned char)callers[1])) {
        char *end;
        unsigned long number = strtoul(callers + 1, &end, 10);
        if (*end == '\0' || *end == '\'') { /* else a caller without a name: its address */
            callers = end;
            level = number > 1 ? 2 : 1;
        }
    }
    char *key = format_string("c%s\n%s", object, name);
    size_t place = profile_place(seen->names, key, seen->context_count);
    free(key);
    if (place < seen->context_count)
        return place;
    seen->contexts = profile_grow(seen->contexts, place, sizeof *seen->contexts);
    seen->contexts[seen->context_count++] =
        (struct callgrind_context){.function = format_string("%.*s", (int)length, name),
                                   .callers = copy_string(callers),
                                   .object = object,
                                   .source = source,
                                   .level = level,
                                   .pid = pid};
    return place;
}

size_t callgrind_call(struct callgrind *seen, size_t from, size_t to)
{
    char *key = format_string("e%zx %zx", from, to);
    size_t place = profile_place(seen->names, key, seen->call_count);
    free(key);
    if (place < seen->call_count)
        return place;
    seen->calls = profile_grow(seen->calls, place, sizeof *seen->calls);
    seen->calls[seen->call_count++] = (struct callgrind_call){.from = from, .to = to};
    return place;
}
