#include "base/strings.h"
#include "build_info.h"
#include "commands/doctor.h"

#include <stdlib.h>
#include <string.h>

static const char *reason_of(const struct rung *rung)
{
    return rung->skipped ? rung->skipped : rung->failure;
}

/* The names of all rungs with this one's reason, or NULL if it isn't the first of them; free() it.
 */
static char *names_of(const struct rungs *rungs, size_t rung)
{
    const char *reason = reason_of(&rungs->all[rung]);
    char *names = NULL;
    for (size_t i = 0; i < rungs->count; i++) {
        const char *other = reason_of(&rungs->all[i]);
        if (!other || strcmp(other, reason) != 0)
            continue;
        if (i < rung)
            return NULL;
        names = append_string(names, "%s", rungs->all[i].name);
    }
    return names;
}

/* What the build left out. After a semicolon, the reason says how to get it. */
static void missing(struct checks *checks, const struct rungs *rungs, size_t rung)
{
    const char *reason = reason_of(&rungs->all[rung]), *fix = strstr(reason, "; ");
    char *names = names_of(rungs, rung);
    if (!names)
        return;
    checks_add(checks, rungs->all[rung].failure ? "failing" : "skipped", CHECK_MISSING, "%s: %.*s",
               names, (int)(fix ? fix - reason : (int)strlen(reason)), reason);
    if (fix)
        checks_fix(checks, "%s", fix + 2);
    free(names);
}

static void library(struct checks *checks, const char *name, const char *version)
{
    if (*version) /* if not, its rungs say so */
        checks_add(checks, name, CHECK_OK, "%s", version);
}

/* PCRE2 is linked into the rungs, not into the harness: if it lacks its JIT compiler, they say so
 * (regex_jit_unsupported()). */
static void pcre2(struct checks *checks, const struct rungs *rungs)
{
    bool lacks = false;
    for (size_t i = 0; i < rungs->count; i++) {
        const char *reason = reason_of(&rungs->all[i]);
        lacks |= reason && strstr(reason, "without its JIT");
    }
    if (lacks)
        checks_add(checks, "PCRE2", CHECK_LIMITED, "%s, without its JIT compiler", BUILD_PCRE2);
    else
        library(checks, "PCRE2", BUILD_PCRE2);
}

/* The instruction set that rungs with a choice use; all choose the same. */
static const char *isa_of(const struct rungs *rungs)
{
    for (size_t i = 0; i < rungs->count; i++)
        if (rungs->all[i].is.isa)
            return rungs->all[i].is.isa;
    return "";
}

void doctor_rungs(struct checks *checks, const struct rungs *rungs)
{
    size_t able = 0;
    checks->part = "For the rungs";
    for (size_t i = 0; i < rungs->count; i++)
        able += reason_of(&rungs->all[i]) == NULL;
    checks_add(checks, "rungs",
               able == rungs->count ? CHECK_OK
               : able > 0           ? CHECK_LIMITED
                                    : CHECK_MISSING,
               "%zu of %zu run here", able, rungs->count);
    for (size_t i = 0; i < rungs->count; i++)
        if (reason_of(&rungs->all[i]))
            missing(checks, rungs, i);
    pcre2(checks, rungs);
    library(checks, "Hyperscan", BUILD_HYPERSCAN);
    library(checks, "OpenMP", BUILD_OPENMP);
    library(checks, "SIMD", isa_of(rungs));
}
