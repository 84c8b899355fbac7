#include "counted.h"

#include "base/strings.h"
#include "common/units.h"
#include "profile/engines/engine.h"
#include "system/machine.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *to_be_read(const char *text, size_t length)
{
    FILE *file = tmpfile();
    if (!file || fwrite(text, 1, length, file) != length)
        err(1, "a file to be read");
    rewind(file);
    return file;
}

FILE *counted_open(const char *name)
{
    static const char scrubbed[] = "/project/";
    char *path = format_string("%s/%s", RECORDED, name), *text = NULL, *line = NULL;
    size_t length, room = 0;
    FILE *from = fopen(path, "re"), *to = open_memstream(&text, &length);
    if (!from || !to)
        err(1, "%s", path);
    while (getline(&line, &room, from) >= 0) {
        const char *at = line;
        for (char *found; (found = strstr(at, scrubbed)); at = found + sizeof scrubbed - 1)
            fprintf(to, "%.*s%s/", (int)(found - at), at, machine_compiled_dir());
        fputs(at, to);
    }
    fclose(from);
    fclose(to);
    from = to_be_read(text, length);
    free(line);
    free(text);
    free(path);
    return from;
}

FILE *counted_text(const char *lines)
{
    char *text = copy_string(lines);
    for (char *at = text; (at = strchr(at, '|'));)
        *at = '\n';
    FILE *file = to_be_read(text, strlen(text));
    free(text);
    return file;
}

static bool is_told(const struct profile_function *function)
{
    return strncmp(function->module, "libc.", 5) != 0 && strncmp(function->module, "ld-", 3) != 0;
}

static void print_calls(FILE *to, uint64_t calls, bool has_calls)
{
    if (has_calls)
        fprintf(to, ", %llu calls\n", (unsigned long long)calls);
    else
        fputs("\n", to);
}

static char *print(const struct profile *profile)
{
    const struct profile_function *functions = profile->functions;
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    for (size_t i = 0; i < profile->function_count; i++)
        if (is_told(&functions[i])) {
            fprintf(to, "%s %s/%s: %.0f of %.0f", profile_category_name(functions[i].category),
                    functions[i].module, functions[i].name, functions[i].self, functions[i].total);
            print_calls(to, functions[i].calls, functions[i].has_calls);
        }
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        if (is_told(&functions[edge->caller]) && is_told(&functions[edge->callee])) {
            fprintf(to, "%s > %s: %.0f", functions[edge->caller].name, functions[edge->callee].name,
                    edge->total);
            print_calls(to, edge->calls, edge->has_calls);
        }
    }
    for (size_t i = 0; i < profile->node_count; i++)
        if (is_told(&functions[profile->nodes[i].function])) {
            for (size_t at = i; at != PROFILE_NONE; at = profile->nodes[at].parent)
                fprintf(to, "%s%s", at == i ? "" : " < ",
                        functions[profile->nodes[at].function].name);
            fprintf(to, ": %.0f\n", profile->nodes[i].self);
        }
    fclose(to);
    return text;
}

void assert_profile(const struct profile *profile, const char *name)
{
    char expected[16384], *path = format_string("%s/%s", RECORDED, name);
    char *got = print(profile);
    FILE *file = fopen(path, "re");
    if (!file)
        err(1, "%s", path);
    expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
    fclose(file);
    if (strcmp(got, expected) != 0)
        fprintf(stderr, "not what %s says:\n%s", path, got);
    assert_string_equal(got, expected);
    free(got);
    free(path);
}

const struct profile_function *counted_function(const struct profile *profile, const char *name)
{
    const struct profile_function *found = NULL;
    for (size_t i = 0; i < profile->function_count; i++)
        if (strcmp(profile->functions[i].name, name) == 0) {
            if (found)
                fail_msg("%s twice", name);
            found = &profile->functions[i];
        }
    if (!found)
        fail_msg("no function %s", name);
    return found;
}

const struct profile_edge *counted_edge(const struct profile *profile, const char *caller,
                                        const char *callee)
{
    for (size_t i = 0; i < profile->edge_count; i++)
        if (strcmp(profile->functions[profile->edges[i].caller].name, caller) == 0 &&
            strcmp(profile->functions[profile->edges[i].callee].name, callee) == 0)
            return &profile->edges[i];
    fail_msg("no edge %s > %s", caller, callee);
    return NULL;
}

/* What known_calls.c says. */
static void check_known(const struct profile *profile)
{
    static const struct {
        const char *caller, *callee; /* no caller: all of them */
        unsigned calls;
    } known[] = {
        {NULL, "main", 1},      {NULL, "leaf", 42},      {"middle", "leaf", 30},
        {"main", "leaf", 5},    {"in_child", "leaf", 7}, {NULL, "middle", 10},
        {"main", "middle", 10}, {NULL, "deep", 10},      {"main", "deep", 1},
        {"deep", "deep", 9},    {NULL, "even", 4},       {"main", "even", 1},
        {"odd", "even", 3},     {NULL, "odd", 3},        {"even", "odd", 3},
        {NULL, "in_child", 1},  {NULL, "made", 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct profile_function *function = counted_function(profile, known[i].callee);
        assert_string_equal(function->module, "known_calls");
        assert_int_equal(function->category, PROFILE_OWN);
        assert_true(function->has_calls);
        uint64_t calls = known[i].caller
                             ? counted_edge(profile, known[i].caller, known[i].callee)->calls
                             : function->calls;
        if (calls != known[i].calls)
            fail_msg("%s calls %s %llu times, not %u", known[i].caller ? known[i].caller : "all",
                     known[i].callee, (unsigned long long)calls, known[i].calls);
    }
}

static void remove_folder(const char *folder)
{
    char *command = format_string("rm -r '%s'", folder);
    if (system(command) != 0) // NOLINT(cert-env33-c): the name is ours
        warnx("%s stays", folder);
    free(command);
}

struct profile *counted_known(const struct engine *engine)
{
    static char program[] = KNOWN_CALLS;
    char *const command[] = {program, NULL};
    char folder[] = "/tmp/counted %p.XXXXXX", why[400] = "";
    struct watch watch = {
        .command = command, .program = program, .folder = folder, .timeout_ns = 60 * NS_PER_S};
    struct profile *profile = profile_new();
    bool works = engine->works(why, sizeof why);
    if (!works) {
        print_message("skipped: %s\n", why);
        profile_free(profile);
        skip();
    }
    if (!mkdtemp(folder))
        err(1, "a folder");
    bool good = engine->look(&watch, profile, why, sizeof why);
    remove_folder(folder);
    if (!good)
        fail_msg("%s: %s", engine->name, why);
    assert_int_equal(profile->how.profiled_ns, 1); /* the program's own claim */
    check_known(profile);
    return profile;
}

const char *counted_why_not(const struct engine *engine)
{
    static char why[400];
    char *path = copy_string(getenv("PATH"));
    setenv("PATH", "/nowhere", 1);
    bool works = engine->works(why, sizeof why);
    setenv("PATH", path ? path : "", 1);
    free(path);
    assert_false(works);
    assert_true(samples_one_line(why));
    return why;
}
