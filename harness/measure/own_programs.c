#include "measure/own_programs.h"
#include "base/command_line.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/nearest.h"
#include "measure/lineup.h"
#include "system/machine.h"
#include "system/programs.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2

static const struct program_option *find(const struct program_option *given, size_t count,
                                         const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(given[i].name, name) == 0)
            return &given[i];
    return NULL;
}

/* --- what is said of a program --- */

static size_t word_count(char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    return count;
}

static void check_name(const struct rungs *rungs, const struct program_option *given, size_t i)
{
    const char *name = given[i].name;
    char *shown = printable(copy_string(name), '?');
    if (!*name || strchr(name, ',') || strcmp(shown, name) != 0)
        errx(EXIT_USAGE, "%s: a program's name is printable UTF-8 without commas",
             printable(copy_string(given[i].where), '?'));
    free(shown);
    if (strcmp(name, LINEUP_CONTROL) == 0 || strcmp(name, LINEUP_SLOW_CONTROL) == 0)
        errx(EXIT_USAGE, "%s: '%s' is a control's name: give the program another one",
             given[i].where, name);
    if (find(given, i, name))
        errx(EXIT_USAGE, "%s: there are two programs '%s'", given[i].where, name);
    if (rungs_find(rungs, name))
        errx(EXIT_USAGE, "%s: there is a variant '%s' already: give the program another name",
             given[i].where, name);
}

static struct own_program *own_of(const struct program_option *given)
{
    char why[200];
    struct own_program own = {.command = given->command,
                              .words = command_line_split(given->command, why, sizeof why),
                              .prints = given->prints,
                              .foretold = given->foretold};
    if (!own.words)
        errx(EXIT_USAGE, "%s: %s", given->where, why);
    if (word_count(own.words) > PROGRAM_WORDS_MOST)
        errx(EXIT_USAGE, "%s: over %d words are too many: put the command into a script",
             given->where, PROGRAM_WORDS_MOST);
    bool names_text = strstr(given->command, "{data}") != NULL;
    if (names_text && own.prints == PRINTS_JSON)
        errx(EXIT_USAGE,
             "%s: a program that prints json gets the text after its options: leave out {data}",
             given->where);
    if (!names_text && own.prints != PRINTS_JSON)
        errx(EXIT_USAGE, "%s: '%s' does not say what to search: put {data} into the command",
             given->where, given->command);
    struct own_program *copy = own_program_copy(&own);
    command_line_free(own.words);
    return copy;
}

/* --- what it attacks --- */

static bool stage_of(const char *name, size_t length, unsigned *stages)
{
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (strlen(stage_name(stage)) == length && strncmp(stage_name(stage), name, length) == 0) {
            *stages |= STAGE_BIT(stage);
            return true;
        }
    return false;
}

/* Stages of a parent that has a stage clock, or else functions. */
static void set_attacks(const struct program_option *given, const struct rung *parent,
                        struct rung *rung)
{
    unsigned stages = 0;
    size_t known = 0, all = 0;
    if (!parent)
        errx(EXIT_USAGE,
             "%s: a program attacks a part of the one that it follows: name that one (after)",
             given->where);
    if (!given->attacks[strspn(given->attacks, ", ")])
        errx(EXIT_USAGE, "%s: '%s' names no stage or function that it attacks", given->where,
             given->attacks);
    for (const char *at = given->attacks; *at; at += strcspn(at, ","), at += *at == ',') {
        known += !parent->is.clockless && stage_of(at, strcspn(at, ","), &stages);
        all++;
    }
    if (known > 0 && known < all)
        errx(EXIT_USAGE, "%s: '%s' names stages and functions: name only one kind", given->where,
             given->attacks);
    if (known == 0)
        rung->own->functions = copy_string(given->attacks);
    rung->is.attacks = stages;
}

/* --- where it stands --- */

/* "a follows b, which follows a". Each program that is left follows another one that is. */
static void refuse_circle(const struct program_option *given, size_t count,
                          const struct program_option *in)
{
    for (size_t i = 0; i < count && in; i++) /* from what only leads there into the circle */
        in = find(given, count, in->after);
    if (!in)
        return;
    char *line = format_string("'%s' follows '%s'", in->name, in->after);
    for (const struct program_option *at = find(given, count, in->after); at != in;
         at = find(given, count, at->after)) {
        char *longer = format_string("%s, which follows '%s'", line, at->after);
        free(line);
        line = longer;
    }
    errx(EXIT_USAGE, "%s: %s: one of them has to be first", in->where, line);
}

static _Noreturn void refuse_parent(const struct rungs *rungs, const struct program_option *given,
                                    size_t count, const struct program_option *of)
{
    struct nearest nearest = {.word = of->after};
    for (size_t i = 0; i < rungs->count; i++)
        nearest_try(&nearest, rungs->all[i].name);
    for (size_t i = 0; i < count; i++)
        nearest_try(&nearest, given[i].name);
    errx(EXIT_USAGE,
         "%s: there is no variant or program '%s' to follow; %s%s list shows the variants",
         of->where, of->after, nearest_hint(&nearest), machine_self());
}

/* None of the programs that are left follows a known one: says why. */
static _Noreturn void refuse_order(const struct rungs *rungs, const struct program_option *given,
                                   size_t count)
{
    const struct program_option *left = NULL;
    for (size_t i = 0; i < count; i++) {
        if (rungs_find(rungs, given[i].name))
            continue;
        left = &given[i];
        if (!find(given, count, left->after))
            refuse_parent(rungs, given, count, left);
    }
    if (left)
        refuse_circle(given, count, left);
    abort(); /* never: some program is left */
}

/* --- all of it --- */

static void add(struct rungs *rungs, const struct program_option *given,
                const struct run_options *options, const struct patterns *patterns)
{
    struct rung rung = {.name = copy_string(given->name), .own = own_of(given)};
    const char *program = rung.own->words[0];
    rung.program = program_find(program);
    if (!rung.program)
        rung.failure =
            format_string("there is no program %s%s", program,
                          strchr(program, '/') ? "" : " in PATH: install it, or give its path");
    else if (rung.own->prints == PRINTS_JSON)
        rungs_describe(&rung, options->threads, options->gpus, patterns);
    if (rung.own->prints != PRINTS_JSON) {
        rung.is.idea = copy_string(given->command);
        rung.is.clockless = true;
    }
    if (given->after) {
        free(rung.is.after);
        rung.is.after = copy_string(given->after);
    }
    const struct rung *parent = rung.is.after ? rungs_find(rungs, rung.is.after) : NULL;
    if (parent && parent->is.cold)
        errx(EXIT_USAGE,
             "%s: '%s' reads the text from the disk, your program from memory: choose another "
             "variant "
             "to follow",
             given->where, parent->name);
    if (given->attacks)
        set_attacks(given, parent, &rung);
    if (given->foretold > 0 && !rung.is.after)
        errx(EXIT_USAGE, "%s: %g times as fast as what? say which program it follows (after)",
             given->where, given->foretold);
    rungs->all[rungs->count++] = rung;
}

void own_programs_add(struct rungs *rungs, const struct run_options *options,
                      const struct patterns *patterns)
{
    const struct program_option *given = options->programs;
    size_t count = options->program_count;
    for (size_t i = 0; i < count; i++)
        check_name(rungs, given, i);
    rungs->all = reallocarray(rungs->all, rungs->count + count + 1, sizeof rungs->all[0]);
    if (!rungs->all)
        err(1, "programs");
    for (size_t left = count, before = count + 1; left > 0;) {
        if (left == before)
            refuse_order(rungs, given, count);
        before = left;
        for (size_t i = 0; i < count; i++) {
            if (rungs_find(rungs, given[i].name) ||
                (given[i].after && !rungs_find(rungs, given[i].after)))
                continue;
            add(rungs, &given[i], options, patterns);
            left--;
        }
    }
}
