#include "base/strings.h"
#include "commands/commands.h"
#include "commands/pattern_values.h"
#include "common/arguments.h"
#include "measure/rungs.h"
#include "show/terminal.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct values {
    const char *ladder;
    struct pattern_values patterns;
};

static const struct argp_option options[] = {
    {"ladder", ARGUMENT_TEXT(struct values, ladder), "FILE", 0,
     "Use this list of variants instead of this build's own", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    if (key != ARGP_KEY_INIT)
        return argument_parse(key, text, state);
    state->child_inputs[0] = &values->patterns;
    return 0;
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = (const struct argp_child[]){{&pattern_argp, 0, "What to count:", 1}, {0}},
    .doc = "List the variants of this build in ladder order: the one that each follows, and its "
           "idea; or why it cannot count these patterns."};

static int max(int a, int b)
{
    return a > b ? a : b;
}

int list_command(int argc, char **argv)
{
    struct values values = {.ladder = rungs_default_list()};
    struct rungs rungs;
    char why[4400];
    arguments_parse(&argp, argc, argv, &values);
    struct patterns patterns = pattern_values_read(&values.patterns);
    reference_free(pattern_values_reference(&patterns));
    if (!rungs_load(values.ladder, machine_cores(), 1, &patterns, &rungs, why, sizeof why))
        errx(1, "%s", why);
    int name_width = (int)strlen("variant"), after_width = (int)strlen("after");
    for (size_t i = 0; i < rungs.count; i++) {
        const struct rung *rung = &rungs.all[i];
        name_width = max(name_width, (int)strlen(rung->name));
        after_width = max(after_width, rung->is.after ? (int)strlen(rung->is.after) : 0);
    }
    struct terminal terminal = terminal_of(stdout);
    fprintf(terminal.to, "%-*s  %-*s  idea\n", name_width, "variant", after_width, "after");
    for (size_t i = 0; i < rungs.count; i++) {
        const struct rung *rung = &rungs.all[i];
        char *label = format_string("%-*s  %-*s  ", name_width, rung->name, after_width,
                                    rung->is.after ? rung->is.after : "");
        char *text = rung->skipped   ? format_string("skipped: %s", rung->skipped)
                     : rung->failure ? format_string("failed: %s", rung->failure)
                                     : copy_string(rung->is.idea);
        table_print_wrapped(terminal.to, terminal.width, label, text);
        free(label);
        free(text);
    }
    rungs_free(&rungs);
    patterns_free(&patterns);
    return 0;
}
