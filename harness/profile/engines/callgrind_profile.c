#include "profile/engines/callgrind.h"

#include "base/printable.h"
#include "base/strings.h"
#include "profile/engines/own_code.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NOTICED 0.001 /* a module without symbols is mentioned from this share on */

/* If callgrind knows no name, it writes the address: "0x" and 16 digits. */
static bool is_address(const char *function, uint64_t *address)
{
    int length = 0;
    return strncmp(function, "0x", 2) == 0 &&
           sscanf(function, "%" SCNx64 "%n", address, &length) == 1 && !function[length];
}

/* What helps to classify functions. */
struct names {
    const char *program, *maps;
    bool told; /* we know which functions are the program's own: if not, all are */
};

static bool tells_own(const struct callgrind *seen, const char *program)
{
    for (size_t i = 0; i < seen->context_count; i++)
        if (strcmp(seen->contexts[i].object, program) == 0 &&
            category_of_source(seen->contexts[i].source) == PROFILE_OWN)
            return true;
    return false;
}

static size_t function_of(const struct callgrind_context *context, const struct names *names,
                          struct profile *profile)
{
    char jit[256];
    char *name = copy_string(context->function); /* of any length: C++'s are */
    const char *module = file_of_path(context->object);
    enum profile_category category = PROFILE_LIBRARY;
    uint64_t address = 0;
    char *version = strchr(name, '@'); /* fopen@@GLIBC_2.2.5 */
    if (version && version > name)
        *version = '\0';
    bool unnamed = is_address(name, &address);
    if (unnamed)
        snprintf(name, strlen(name) + 1, "0x%" PRIx64, address);
    if (strcmp(context->object, names->program) == 0) {
        category = names->told ? category_of_source(context->source) : PROFILE_OWN;
    } else if (strcmp(context->object, "???") == 0) {
        /* A linker's stub (.init, .plt.got), which callgrind doesn't look up, or JIT code. */
        module = "";
        category = PROFILE_UNKNOWN;
        if (unnamed && jit_map_name(names->maps, context->pid, address, jit, sizeof jit)) {
            free(name);
            name = copy_string(jit);
            module = "[jit]";
            category = PROFILE_JIT;
        }
    }
    char *file = copy_string(module);
    printable_ascii(name);
    printable_ascii(file);
    size_t function = profile_function(profile, name, file, category);
    free(file);
    free(name);
    return function;
}

static void sum_up(const struct callgrind *seen, const size_t *functions, struct profile *profile)
{
    for (size_t i = 0; i < seen->context_count; i++) {
        const struct callgrind_context *context = &seen->contexts[i];
        struct profile_function *function = &profile->functions[functions[i]];
        function->self += context->self;
        if (context->level == 1)
            function->total += context->self + context->below;
    }
    for (size_t i = 0; i < seen->call_count; i++) {
        const struct callgrind_call *call = &seen->calls[i];
        struct profile_function *function = &profile->functions[functions[call->to]];
        bool outermost =
            seen->contexts[call->from].level == 1 || seen->contexts[call->to].level == 1;
        function->calls += call->count;
        function->has_calls = true;
        profile_call(profile, functions[call->from], functions[call->to], call->count,
                     outermost ? call->cost : 0);
    }
}

/* --- the tree --- */

struct branch {
    size_t parent; /* a branch, or PROFILE_NONE */
    size_t function;
    size_t node; /* in the profile, once it has one */
    double self;
};

/* Groups contexts into branches: contexts that differ only in the level of recursion are one. */
static size_t find_branches(const struct callgrind *seen, const size_t *functions,
                            struct branch *branches, size_t *branch_of)
{
    json_t *places = json_object();
    size_t count = 0;
    for (size_t i = 0; i < seen->context_count; i++) {
        const struct callgrind_context *context = &seen->contexts[i];
        char *key = format_string("%s\n%s%s", context->object, context->function, context->callers);
        branch_of[i] = profile_place(places, key, count);
        if (branch_of[i] == count)
            branches[count++] = (struct branch){PROFILE_NONE, functions[i], PROFILE_NONE, 0};
        branches[branch_of[i]].self += context->self;
        free(key);
    }
    json_decref(places);
    return count;
}

/* False if one has two parents. */
static bool find_parents(const struct callgrind *seen, const size_t *branch_of,
                         struct branch *branches)
{
    for (size_t i = 0; i < seen->call_count; i++) {
        size_t from = branch_of[seen->calls[i].from];
        struct branch *to = &branches[branch_of[seen->calls[i].to]];
        if (&branches[from] == to)
            continue;
        if (to->parent != PROFILE_NONE && to->parent != from)
            return false;
        to->parent = from;
    }
    return true;
}

/* False if branches are above each other. */
static bool is_tree(const struct branch *branches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t steps = 0;
        for (size_t at = i; at != PROFILE_NONE; at = branches[at].parent)
            if (++steps > count)
                return false;
    }
    return true;
}

static void grow_tree(struct branch *branches, size_t count, struct profile *profile)
{
    for (size_t i = 0; i < count; i++)
        while (branches[i].node == PROFILE_NONE) {
            size_t at = i; /* the uppermost one without a node */
            while (branches[at].parent != PROFILE_NONE &&
                   branches[branches[at].parent].node == PROFILE_NONE)
                at = branches[at].parent;
            size_t parent = branches[at].parent;
            size_t above = parent == PROFILE_NONE ? PROFILE_NONE : branches[parent].node;
            branches[at].node = profile_node(profile, above, branches[at].function, PROFILE_NONE);
            profile_hit(profile, branches[at].node, branches[at].self, 0);
        }
}

static void fill_tree(const struct callgrind *seen, const size_t *functions,
                      struct profile *profile)
{
    struct branch *branches = profile_room(seen->context_count, sizeof *branches);
    size_t *branch_of = profile_room(seen->context_count, sizeof *branch_of);
    size_t count = find_branches(seen, functions, branches, branch_of);
    if (count <= CALLGRIND_NODES_MOST && find_parents(seen, branch_of, branches) &&
        is_tree(branches, count))
        grow_tree(branches, count, profile);
    free(branches);
    free(branch_of);
}

/* --- what has no name --- */

static void tell_unnamed(struct profile *profile)
{
    json_t *modules = json_object(); /* to their weight without a name */
    double total = profile_total(profile), unnamed = 0;
    uint64_t address;
    const char *module;
    json_t *cost;
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        if (!is_address(function->name, &address) || function->category == PROFILE_JIT)
            continue;
        unnamed += function->self;
        double before = json_real_value(json_object_get(modules, function->module));
        if (json_object_set_new_nocheck(modules, function->module,
                                        json_real(before + function->self)) < 0)
            errx(1, "no memory for module names");
    }
    json_decref(profile->how.unsymbolized);
    profile->how.unsymbolized = json_array();
    json_object_foreach(modules, module,
                        cost) if (*module && json_real_value(cost) > NOTICED * total)
        json_array_append_new(profile->how.unsymbolized, json_string(module));
    profile->how.unattributed = total > 0 ? unnamed / total : 0;
    json_decref(modules);
}

void callgrind_fill(const struct callgrind *seen, const char *program, const char *maps,
                    struct profile *profile)
{
    const struct names names = {program, maps, tells_own(seen, program)};
    size_t *functions = profile_room(seen->context_count, sizeof *functions);
    for (size_t i = 0; i < seen->context_count; i++)
        functions[i] = function_of(&seen->contexts[i], &names, profile);
    sum_up(seen, functions, profile);
    fill_tree(seen, functions, profile);
    free(functions);
    tell_unnamed(profile);
    profile->unit = PROFILE_INSTRUCTIONS;
    free(profile->how.event);
    profile->how.event = copy_string("Ir");
}
