#include "profile/engines/callgrind.h"

#include "base/strings.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- what was seen --- */

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

/* A copy of a text that lives as long as the counts; equal texts share one copy. */
static const char *keep(struct callgrind *seen, const char *text)
{
    char *key = format_string("s%s", text);
    if (!json_object_get(seen->names, key) &&
        json_object_set_new_nocheck(seen->names, key, json_stringn_nocheck(text, strlen(text))) < 0)
        errx(1, "no memory for callgrind's counts");
    const char *copy = json_string_value(json_object_get(seen->names, key));
    free(key);
    return copy;
}

/* The index of the context FUNCTION'LEVEL'CALLER'...; adds it if it is new. SIZE_MAX if that names
 * no function. */
static size_t context_of(struct callgrind *seen, const char *name, const char *object,
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
        if (*end == '\0' || *end == '\'') { /* otherwise a caller without a name: its address */
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

/* The index of the calls from one context to another; adds them if new. */
static size_t call_of(struct callgrind *seen, size_t from, size_t to)
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

/* --- one file --- */

/* The state of reading. */
struct reader {
    struct callgrind *seen;
    char *why;
    size_t why_size, line;
    json_t *numbered; /* numbered names: "fn NUMBER" and the like */
    uint64_t pid;
    size_t positions;      /* how many numbers at the start of a line are positions */
    size_t event, events;  /* which of the numbers after them is the instructions; 0: none */
    const char *object;    /* of what follows; NULL: not known yet; so is the next */
    const char *file;      /* of the functions that follow */
    const char *inlined;   /* of the lines that follow, which may be a different file */
    size_t context;        /* whose costs follow; SIZE_MAX: none */
    const char *to_object; /* of the next call; NULL: the same */
    const char *to_file;
    char *to; /* the function of the next call */
    size_t call;
    bool in_call;   /* the next line is the cost of `call` */
    uint64_t costs; /* of this part */
    bool open;      /* a part has not ended yet */
};

__attribute__((format(printf, 2, 3))) static bool fail(const struct reader *reader,
                                                       const char *format, ...)
{
    char what[120];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(reader->why, reader->why_size, "what callgrind wrote is damaged: line %zu %s",
             reader->line, what);
    return false;
}

/* "(NUMBER) NAME", which gives the name a number; "(NUMBER)", which refers to it; or "NAME". NULL
 * if it is none of these. */
static const char *name_of(struct reader *reader, const char *kind, const char *text)
{
    size_t digits = *text == '(' ? strspn(text + 1, "0123456789") : 0;
    if (digits == 0 || text[1 + digits] != ')')
        return keep(reader->seen, text);
    const char *name = text + digits + 2;
    char *key = format_string("%s %.*s", kind, (int)digits, text + 1);
    name += strspn(name, " \t");
    if (*name && !json_object_get(reader->numbered, key) &&
        json_object_set_new_nocheck(reader->numbered, key,
                                    json_stringn_nocheck(name, strlen(name))) < 0)
        errx(1, "no memory for callgrind's names");
    const json_t *value = json_object_get(reader->numbered, key);
    free(key);
    if (!value || (*name && strcmp(name, json_string_value(value)) != 0)) {
        fail(reader, value ? "gives a number to a second name" : "has a number without a name");
        return NULL;
    }
    return kind[0] == 'f' && kind[1] == 'n' ? json_string_value(value)
                                            : keep(reader->seen, json_string_value(value));
}

/* A natural number, decimal or hexadecimal, and the blanks after it. */
static bool natural(const char **at, uint64_t *number)
{
    char *end;
    bool hexadecimal = strncmp(*at, "0x", 2) == 0;
    if (!isxdigit((unsigned char)(*at)[hexadecimal ? 2 : 0]))
        return false;
    errno = 0;
    *number = strtoull(*at, &end, hexadecimal ? 16 : 10);
    if (end == *at || errno || *number > CALLGRIND_MOST || (*end && !isblank((unsigned char)*end)))
        return false;
    *at = end + strspn(end, " \t");
    return true;
}

/* "WHERE... COSTS...": takes the cost in instructions; a missing one is 0. */
static bool cost_of(const struct reader *reader, const char *at, uint64_t *cost)
{
    *cost = 0;
    for (size_t i = 0; i < reader->positions; i++) {
        at += strcspn(at, " \t");
        at += strspn(at, " \t");
    }
    for (size_t i = 0; *at; i++) {
        uint64_t number;
        if (i >= reader->events || !natural(&at, &number))
            return fail(reader, "has a cost that cannot be");
        if (i == reader->event)
            *cost = number;
    }
    return true;
}

static bool take_cost(struct reader *reader, const char *line)
{
    struct callgrind *seen = reader->seen;
    uint64_t cost;
    if (reader->context == SIZE_MAX || reader->events == 0)
        return fail(reader, "has a cost of no function");
    if (!cost_of(reader, line, &cost))
        return false;
    if (reader->in_call) {
        seen->calls[reader->call].cost += (double)cost;
        seen->contexts[reader->context].below += (double)cost;
        reader->in_call = false;
        return true;
    }
    seen->contexts[reader->context].self += (double)cost;
    seen->total += (double)cost;
    reader->costs += cost;
    return reader->costs <= CALLGRIND_MOST || fail(reader, "is too much to be counted");
}

/* "COUNT WHERE...": the line that follows has the cost. */
static bool take_call(struct reader *reader, const char *at)
{
    struct callgrind *seen = reader->seen;
    uint64_t count;
    size_t to;
    if (reader->context == SIZE_MAX || !reader->to || !natural(&at, &count))
        return fail(reader, "has a call that cannot be");
    to = context_of(seen, reader->to, reader->to_object ? reader->to_object : reader->object,
                    reader->to_file ? reader->to_file : reader->inlined, reader->pid);
    if (to == SIZE_MAX)
        return fail(reader, "calls no function");
    reader->call = call_of(seen, reader->context, to);
    struct callgrind_call *call = &seen->calls[reader->call];
    call->count += count;
    reader->in_call = true;
    reader->to_object = reader->to_file = NULL;
    return call->count <= CALLGRIND_MOST || fail(reader, "is too much to be counted");
}

/* "KIND=NAME". */
static bool take_name(struct reader *reader, const char *kind, const char *text)
{
    static const char *const files[] = {"fl", "fi", "fe", "cfi", "cfl"};
    bool file = false;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        file = file || strcmp(kind, files[i]) == 0;
    bool object = strcmp(kind, "ob") == 0 || strcmp(kind, "cob") == 0;
    bool function = strcmp(kind, "fn") == 0 || strcmp(kind, "cfn") == 0;
    if (!file && !object && !function)
        return fail(reader, "is of a kind that is not known");
    const char *name = name_of(reader, file ? "fl" : object ? "ob" : "fn", text);
    if (!name)
        return false;
    if (strcmp(kind, "ob") == 0) {
        reader->object = name;
    } else if (strcmp(kind, "cob") == 0) {
        reader->to_object = name;
    } else if (*kind == 'c' && file) {
        reader->to_file = name;
    } else if (strcmp(kind, "cfn") == 0) {
        free(reader->to);
        reader->to = copy_string(name);
    } else if (strcmp(kind, "fl") == 0) {
        reader->file = reader->inlined = name;
    } else if (file) {
        reader->inlined = name;
    } else {
        reader->inlined = reader->file;
        reader->context = context_of(reader->seen, name, reader->object, reader->file, reader->pid);
        return reader->context != SIZE_MAX || fail(reader, "names no function");
    }
    return true;
}

/* "KEY: VALUE", before and after a part's costs. */
static bool take_header(struct reader *reader, const char *key, const char *value)
{
    if (strcmp(key, "events") == 0) {
        reader->events = 0;
        reader->event = 0;
        for (const char *at = value; *at; at += strspn(at, " \t")) {
            size_t length = strcspn(at, " \t");
            if (length == 2 && strncmp(at, "Ir", 2) == 0)
                reader->event = reader->events;
            reader->events++;
            at += length;
        }
        reader->open = true;
    } else if (strcmp(key, "positions") == 0) {
        reader->positions = strstr(value, "instr") ? 2 : 1;
        if (!strstr(value, "line"))
            reader->positions--;
    } else if (strcmp(key, "pid") == 0) {
        if (!natural(&value, &reader->pid))
            return fail(reader, "has a process that cannot be");
    } else if (strcmp(key, "totals") == 0) {
        uint64_t total = 0;
        size_t positions = reader->positions;
        reader->positions = 0;
        bool good = cost_of(reader, value, &total);
        reader->positions = positions;
        if (!good)
            return false;
        if (!reader->open || total != reader->costs)
            return fail(reader, "has a total that is not the sum");
        reader->costs = 0;
        reader->open = false;
    }
    return true;
}

static bool take_line(struct reader *reader, char *line)
{
    if (*line == '\0' || *line == '#')
        return true;
    if (isdigit((unsigned char)*line) || strchr("+-*", *line))
        return take_cost(reader, line);
    if (reader->in_call)
        return fail(reader, "should have the cost of a call");
    size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz");
    char *value = line + length + 1;
    char mark = line[length];
    if (length == 0 || (mark != ':' && mark != '='))
        return fail(reader, "is no line of it");
    line[length] = '\0';
    value += strspn(value, " \t");
    if (mark == ':')
        return take_header(reader, line, value);
    if (strcmp(line, "calls") == 0)
        return take_call(reader, value);
    if (strcmp(line, "jump") == 0 || strcmp(line, "jcnd") == 0)
        return true; /* within a function */
    return take_name(reader, line, value);
}

bool callgrind_read(struct callgrind *seen, FILE *file, char *why, size_t why_size)
{
    const char *nowhere = keep(seen, "???");
    struct reader reader = {.seen = seen,
                            .why = why,
                            .why_size = why_size,
                            .numbered = json_object(),
                            .positions = 1,
                            .object = nowhere,
                            .file = nowhere,
                            .inlined = nowhere,
                            .context = SIZE_MAX};
    char *line = NULL;
    size_t room = 0;
    ssize_t length = 0;
    bool good = true, ended = false;
    while (good && (length = getline(&line, &room, file)) >= 0) {
        reader.line++;
        line[strcspn(line, "\n")] = '\0';
        if (strlen(line) + 1 < (size_t)length)
            good = fail(&reader, "is not text");
        else
            good = take_line(&reader, line);
        ended = reader.events > 0 && !reader.open;
    }
    if (good && !ended)
        good = fail(&reader, "is the last, and the total is missing");
    free(line);
    free(reader.to);
    json_decref(reader.numbered);
    return good;
}
