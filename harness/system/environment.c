#include "system/environment.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static char *const chosen[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"};

/* Passed on: the choice of GPUs, and variables of sanitizers, whose times are never used. */
static const char *const passed_on[] = {"CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "ASAN_OPTIONS",
                                        "LSAN_OPTIONS",         "UBSAN_OPTIONS",     "TSAN_OPTIONS",
                                        "GCOV_ERROR_FILE"};

/* How the names start. */
static const char *const users[] = {"OMP_",           "GOMP_", "KMP_", "MALLOC_", "LD_",
                                    "GLIBC_TUNABLES", "LANG",  "LC_",  "PYTHON"};

static bool is_named(const char *variable, const char *name)
{
    size_t length = strlen(name);
    return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

static bool is_passed_on(const char *variable)
{
    for (size_t i = 0; i < COUNT(passed_on); i++)
        if (is_named(variable, passed_on[i]))
            return true;
    return false;
}

static bool is_of_interest(const char *variable)
{
    for (size_t i = 0; i < COUNT(users); i++)
        if (strncmp(variable, users[i], strlen(users[i])) == 0)
            return true;
    return false;
}

static size_t count_of(char *const list[])
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

char **environment_of_variants(char *const more[])
{
    size_t count = COUNT(chosen), more_count = count_of(more);
    char **all = calloc(count + count_of(environ) + more_count + 1, sizeof *all);
    if (!all)
        err(1, "environment");
    memcpy(all, chosen, sizeof chosen);
    for (char *const *each = environ; each && *each; each++)
        if (is_passed_on(*each))
            all[count++] = *each;
    if (more_count > 0)
        memcpy(all + count, more, more_count * sizeof *all);
    return all;
}

char **environment_of_user(char *const more[])
{
    size_t count = count_of(environ), more_count = count_of(more);
    char **all = calloc(count + more_count + 1, sizeof *all);
    if (!all)
        err(1, "environment");
    if (more_count > 0) /* getenv() takes the first of a name */
        memcpy(all, more, more_count * sizeof *all);
    if (count > 0)
        memcpy(all + more_count, environ, count * sizeof *all);
    return all;
}

static void add(json_t *object, const char *variable)
{
    const char *equals = strchr(variable, '=');
    if (!equals)
        return;
    char *name = strndup(variable, (size_t)(equals - variable));
    if (!name)
        err(1, "environment");
    if (json_object_set_new(object, name, json_string(equals + 1)) < 0)
        json_object_set_new(object, name, json_string("(not UTF-8)"));
    free(name);
}

json_t *environment_facts(void)
{
    json_t *variants = json_object(), *user = json_object();
    char **all = environment_of_variants(NULL);
    for (size_t i = 0; all[i]; i++)
        add(variants, all[i]);
    for (char *const *each = environ; each && *each; each++)
        if (is_of_interest(*each))
            add(user, *each);
    free(all);
    return json_pack("{s:o, s:o}", "variants", variants, "user", user);
}
