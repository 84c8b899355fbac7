#include "profile/model/counts.h"

#include "base/strings.h"

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define STEM 512
#define WANTED_NS 2e7
#define LINES_LEAST 2000
#define CALLS_MOST 0x1p62 /* JSON's integers are signed */

/* --- names --- */

/* Cuts `suffix` off a name's end, if something is left. */
static bool cut_off(char *name, const char *suffix)
{
    size_t length = strlen(name), more = strlen(suffix);
    if (length <= more || strcmp(name + length - more, suffix) != 0)
        return false;
    name[length - more] = '\0';
    return true;
}

/* Cuts off what compilers add to the name of a changed copy: ".constprop.0". */
static bool cut_clone(char *name)
{
    static const char *const kinds[] = {".constprop.", ".isra.", ".lto_priv."};
    char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i]);
        char *kind = dot + 1 - length;
        if (isdigit((unsigned char)dot[1]) && kind > name && strncmp(kind, kinds[i], length) == 0) {
            *kind = '\0';
            return true;
        }
    }
    return false;
}

/* Cuts off the part that differs between versions for several processors. */
static bool cut_version(char *name)
{
    static const char *const versions[] = {
        "_scalar", "_generic", "_sse2",   "_ssse3", "_sse4_1",  "_sse4_2",    "_sse42",
        "_avx",    "_avx2",    "_avx512", "_evex",  "_evex512", "_avx512bw",  "_neon",
        "_asimd",  "_sve",     "_rtm",    "_erms",  "_fsrm",    "_unaligned", "_no_vzeroupper"};
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++)
        if (cut_off(name, versions[i]))
            return true;
    return false;
}

/* The same at the start of a name, as in Hyperscan. */
static size_t version_before(const char *name)
{
    static const char *const versions[] = {"core2_", "corei7_", "avx2_", "avx512_", "avx512vbmi_"};
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++)
        if (strncmp(name, versions[i], strlen(versions[i])) == 0)
            return strlen(versions[i]);
    return 0;
}

/* A name without the parts that tools may see differently. */
static void stem_of(const struct profile_function *function, char *stem)
{
    static const char *const same[][2] = {
        {"memcpy", "memmove"}, {"index", "strchr"}, {"rindex", "strrchr"}};
    const char *name = function->name;
    if (function->category == PROFILE_LIBRARY) {
        name += strspn(name, "_");
        if (strncmp(name, "GI_", 3) == 0)
            name += 3 + strspn(name + 3, "_");
        if (strncmp(name, "libc_", 5) == 0)
            name += 5;
        name += version_before(name);
    }
    if (!*name)
        name = function->name;
    size_t length = strlen(name);
    length = length < STEM ? length : STEM - 1;
    memcpy(stem, name, length);
    stem[length] = '\0';
    char *clone = strstr(stem, " [clone");
    if (clone)
        *clone = '\0';
    while (cut_clone(stem))
        ;
    while (cut_version(stem))
        ;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        if (strcmp(stem, same[i][0]) == 0)
            memcpy(stem, same[i][1], strlen(same[i][1]) + 1);
}

static bool has_name(const struct profile_function *function)
{
    return *function->name && *function->name != '[' && strncmp(function->name, "0x", 2) != 0;
}

/* The only function of the same module with this stem; PROFILE_NONE if there is none or several. */
static size_t only_one(const struct profile *to, const bool *taken,
                       const struct profile_function *from)
{
    char stem[STEM], other[STEM];
    size_t found = PROFILE_NONE;
    stem_of(from, stem);
    for (size_t i = 0; i < to->function_count; i++) {
        const struct profile_function *function = &to->functions[i];
        if (taken[i] || !has_name(function) || strcmp(function->module, from->module) != 0)
            continue;
        stem_of(function, other);
        if (strcmp(stem, other) != 0)
            continue;
        if (found != PROFILE_NONE)
            return PROFILE_NONE;
        found = i;
    }
    return found;
}

/* For each function of `from` its counterpart in `to`, or PROFILE_NONE. */
static size_t *match(const struct profile *to, const struct profile *from)
{
    size_t *matches = profile_room(from->function_count, sizeof *matches);
    bool *taken = profile_room(to->function_count, sizeof *taken);
    for (size_t i = 0; i < from->function_count; i++) {
        const struct profile_function *function = &from->functions[i];
        matches[i] = has_name(function)
                         ? profile_find_function(to, function->name, function->module)
                         : PROFILE_NONE;
        if (matches[i] != PROFILE_NONE)
            taken[matches[i]] = true;
    }
    for (size_t i = 0; i < from->function_count; i++)
        if (matches[i] == PROFILE_NONE && has_name(&from->functions[i]))
            matches[i] = only_one(to, taken, &from->functions[i]);
    free(taken);
    return matches;
}

/* --- calls --- */

enum run {
    SEEN,
    BEFORE,
    TWICE,
    RUNS,
};

/* The counts of a function or an edge. */
struct counted {
    double calls[RUNS];
    bool any;
};

static double above_zero(double number)
{
    return number > 0 ? number : 0;
}

static uint64_t on_all_lines(const struct counted *counted, const struct counts *counts)
{
    const double *calls = counted->calls;
    double lines = (double)counts->lines, all = (double)counts->all_lines;
    double searches = counts->searches ? (double)counts->searches : 1;
    double of_line = lines > 0 ? calls[SEEN] / lines : 0, of_search = calls[SEEN];
    if (counts->before)
        of_line = above_zero(calls[SEEN] - calls[BEFORE]) / (lines - (double)counts->before_lines);
    if (counts->twice)
        of_search = above_zero(calls[TWICE] - calls[SEEN]);
    double sum =
        calls[SEEN] + (searches - 1) * of_search + searches * of_line * above_zero(all - lines);
    return sum < CALLS_MOST ? (uint64_t)(sum + 0.5) : (uint64_t)CALLS_MOST;
}

static void add_up(const struct profile *to, const struct profile *from, enum run run,
                   struct counted *functions, struct counted *edges)
{
    if (!from)
        return;
    size_t *matches = match(to, from);
    for (size_t i = 0; i < from->function_count; i++)
        if (matches[i] != PROFILE_NONE && from->functions[i].has_calls) {
            functions[matches[i]].calls[run] += (double)from->functions[i].calls;
            functions[matches[i]].any = true;
        }
    for (size_t i = 0; i < from->edge_count; i++) {
        const struct profile_edge *edge = &from->edges[i];
        size_t place = profile_find_edge(to, matches[edge->caller], matches[edge->callee]);
        if (place != PROFILE_NONE && edge->has_calls) {
            edges[place].calls[run] += (double)edge->calls;
            edges[place].any = true;
        }
    }
    free(matches);
}

uint64_t counts_lines(uint64_t clean_ns, uint64_t lines)
{
    double all = (double)lines;
    double wanted = clean_ns > 0 ? all * WANTED_NS / (double)clean_ns : all;
    wanted = wanted < LINES_LEAST ? LINES_LEAST : wanted;
    return wanted < all ? (uint64_t)wanted : lines;
}

void profile_take_calls(struct profile *to, const struct counts *counts)
{
    struct counted *functions = profile_room(to->function_count, sizeof *functions);
    struct counted *edges = profile_room(to->edge_count, sizeof *edges);
    add_up(to, counts->seen, SEEN, functions, edges);
    add_up(to, counts->before, BEFORE, functions, edges);
    add_up(to, counts->twice, TWICE, functions, edges);
    for (size_t i = 0; i < to->function_count; i++)
        if ((to->functions[i].has_calls = functions[i].any))
            to->functions[i].calls = on_all_lines(&functions[i], counts);
    for (size_t i = 0; i < to->edge_count; i++)
        if ((to->edges[i].has_calls = edges[i].any))
            to->edges[i].calls = on_all_lines(&edges[i], counts);
    free(functions);
    free(edges);
    free(to->how.counts_engine);
    to->how.counts_engine = copy_string("callgrind");
    to->how.counts_lines = counts->lines;
    to->how.counts_scale =
        counts->lines > 0 ? (double)counts->all_lines / (double)counts->lines : 1;
    if (counts->searches)
        to->how.counts_scale *= (double)counts->searches;
}
