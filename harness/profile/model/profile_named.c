#include "profile/model/profile_named.h"

#include "common/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_SHOWN 3

/* --- names --- */

static bool of_identifier(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* Whether the text after a function's own name isn't part of the name: nothing, parameters, the
 * arguments of a template, what a compiler adds to a clone, a hash, a closure, a script's path. */
static bool is_ending(const char *text)
{
    static const char *const endings[] = {".constprop", ".isra", ".part",      ".cold", ".lto_priv",
                                          ".llvm",      ".func", "::{closure", ":/",    "::h"};
    if (!*text || strchr("( <[", *text))
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t length = strlen(endings[i]);
        if (strncmp(text, endings[i], length) == 0)
            return strcmp(endings[i], "::h") != 0 ||
                   (strspn(text + length, "0123456789abcdef") == 16 && !text[length + 16]);
    }
    return false;
}

/* Whether a function is of that name, but for what is added to it: behind it alone, or before it,
 * too. */
static bool is_of_name(const char *function, const char *name, bool before)
{
    size_t depth = 0, length = strlen(name);
    for (const char *at = function; *at && (before || at == function); at++) {
        if (depth == 0 && strncmp(at, name, length) == 0 && is_ending(at + length) &&
            (at == function || !of_identifier(at[-1])))
            return true;
        depth += *at == '<' || *at == '(';
        depth -= depth > 0 && (*at == '>' || *at == ')');
    }
    return false;
}

/* Marks all functions of a name; false if there is none. */
static bool mark(const struct profile *profile, const char *name, bool *is_named)
{
    bool any = false;
    for (int before = 0; *name && !any && before <= 1; before++)
        for (size_t i = 0; i < profile->function_count; i++) {
            const struct profile_function *function = &profile->functions[i];
            if (function->total > 0 && is_of_name(function->name, name, before))
                any = is_named[i] = true;
        }
    return any;
}

/* Behind its namespaces: a name may lack them. */
static const char *last_part(const char *name)
{
    const char *last = name;
    size_t depth = 0;
    for (const char *at = name; *at && *at != '('; at++) {
        depth += *at == '<';
        depth -= depth > 0 && *at == '>';
        if (depth == 0 && (*at == ':' || *at == '.') && of_identifier(at[1]))
            last = at + 1;
    }
    return last;
}

static void tell_missing(const struct profile *profile, const char *name, char *why,
                         size_t why_size)
{
    struct nearest nearest = {.word = name};
    size_t *order = profile_sorted(profile, PROFILE_BY_SELF);
    for (size_t i = 0; i < profile->function_count; i++) {
        nearest_try(&nearest, profile->functions[order[i]].name);
        nearest_try(&nearest, last_part(profile->functions[order[i]].name));
    }
    int length = snprintf(why, why_size, "no function '%s' was seen: %smost time is in", name,
                          nearest_hint(&nearest));
    for (size_t i = 0; i < LARGEST_SHOWN && i < profile->function_count && length > 0 &&
                       (size_t)length < why_size;
         i++)
        length += snprintf(why + length, why_size - (size_t)length, "%s '%.60s'", i ? "," : "",
                           profile->functions[order[i]].name);
    free(order);
}

/* Where a name ends: a comma within <..> or (..) is a part of it. */
static size_t length_of(const char *names)
{
    size_t depth = 0, i = 0;
    for (; names[i] && (depth > 0 || names[i] != ','); i++) {
        depth += names[i] == '<' || names[i] == '(';
        depth -= depth > 0 && (names[i] == '>' || names[i] == ')');
    }
    return i;
}

/* --- shares --- */

/* What all of them take together, by stacks. */
static double weight_of_stacks(const struct profile *profile, const bool *is_named)
{
    bool *below = profile_room(profile->node_count, sizeof *below);
    double weight = 0;
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        below[i] =
            is_named[node->function] || (node->parent != PROFILE_NONE && below[node->parent]);
        weight += below[i] ? node->self : 0;
    }
    free(below);
    return weight;
}

/* False if there are no stacks, and several functions. */
static bool weigh(const struct profile *profile, struct profile_named *named)
{
    double weight = 0;
    size_t count = 0;
    for (size_t i = 0; i < profile->function_count; i++)
        if (named->is_named[i]) {
            weight = profile->functions[i].total;
            count++;
        }
    if (profile->node_count > 0)
        weight = weight_of_stacks(profile, named->is_named);
    else if (count > 1)
        return false;
    named->share = profile_share(weight, profile_total(profile));
    named->interval = profile_interval(named->share, (double)profile->how.samples);
    return true;
}

bool profile_named(const struct profile *profile, const char *names, struct profile_named *named,
                   char *why, size_t why_size)
{
    *named =
        (struct profile_named){.is_named = profile_room(profile->function_count, sizeof(bool))};
    bool good = true;
    for (const char *at = names; good; at++) {
        at += strspn(at, " ");
        size_t length = length_of(at);
        char *name = profile_room(length, 1);
        memcpy(name, at, length);
        good = mark(profile, name, named->is_named);
        if (!good)
            tell_missing(profile, name, why, why_size);
        free(name);
        at += length;
        if (!*at)
            break;
    }
    if (good && !weigh(profile, named)) {
        snprintf(why, why_size,
                 "what several functions take together needs stacks, and %s knows none",
                 profile->engine ? profile->engine : "this profile");
        good = false;
    }
    if (!good)
        profile_named_free(named);
    return good;
}

struct profile_named profile_named_one(const struct profile *profile, size_t function)
{
    struct profile_named named = {.is_named = profile_room(profile->function_count, sizeof(bool))};
    named.is_named[function] = true;
    weigh(profile, &named);
    return named;
}

void profile_named_free(struct profile_named *named)
{
    free(named->is_named);
    named->is_named = NULL;
}
