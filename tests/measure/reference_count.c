/* Prints the reference's matches and digest for each pattern, for their sum and for the combined
 * pattern, a line each. Takes the pattern options of ./harness run. */
#include "commands/pattern_values.h"
#include "common/arguments.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>

struct values {
    struct pattern_values patterns;
    const char *text;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    if (key == ARGP_KEY_INIT)
        state->child_inputs[0] = &values->patterns;
    else if (key == ARGP_KEY_ARG)
        values->text = text;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp argp = {
    .parser = parse, .children = (const struct argp_child[]){{&pattern_argp, 0, NULL, 0}, {0}}};

static void print(const struct scan *scan)
{
    printf("%" PRIu64 " %016" PRIx64 "\n", scan->matches, scan->digest);
}

int main(int argc, char **argv)
{
    struct values values = {0};
    struct reference_counts counts;
    char why[300];
    arguments_parse(&argp, argc, argv, &values);
    struct patterns patterns = pattern_values_read(&values.patterns);
    struct reference *reference = pattern_values_reference(&patterns);
    if (!reference_count_file(reference, values.text, &counts, NULL, NULL, why, sizeof why))
        errx(3, "%s", why);
    for (size_t i = 0; i < values.patterns.count; i++)
        print(&counts.each[i]);
    print(&counts.all);
    if (reference_combined_refusal(reference))
        puts("refused");
    else
        print(&counts.combined);
    reference_free(reference);
    patterns_free(&patterns);
    return 0;
}
