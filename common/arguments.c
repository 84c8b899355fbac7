#include "common/arguments.h"
#include "common/nearest.h"
#include "common/units.h"

#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2
#define THREADS_MOST 1024

uint64_t argument_number(const char *option, const char *text, uint64_t least, uint64_t most)
{
    uint64_t value;
    if (!units_parse_number(text, least, most, &value))
        errx(EXIT_USAGE, "--%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'",
             option, least, most, text);
    return value;
}

uint64_t argument_duration_ns(const char *option, const char *text)
{
    uint64_t ns;
    if (!units_parse_duration(text, &ns))
        errx(EXIT_USAGE, "--%s takes a time such as 500ms, 90s, 8m or 1h, not '%s'", option, text);
    return ns;
}

int argument_threads(const char *text)
{
    return (int)argument_number("threads", text, 1, THREADS_MOST);
}

void arguments_quick_or_data(bool quick, const char *data)
{
    if (quick && data)
        errx(EXIT_USAGE, "--quick has a text of its own: leave it out, or --data");
}

/* --- options that are none --- */

/* argp's own options. */
static const struct argp_option always[] = {
    {.name = "help"}, {.name = "usage"}, {.name = "version"}, {0}};

/* The option that a word, perhaps abbreviated, stands for; or NULL. */
static const struct argp_option *find(const struct argp_option *options, struct nearest *nearest)
{
    const struct argp_option *found = NULL;
    size_t length = strlen(nearest->word);
    for (; options && (options->name || options->doc); options++) {
        if (!options->name)
            continue;
        nearest_try(nearest, options->name);
        if (strncmp(options->name, nearest->word, length) == 0 &&
            (!found || !options->name[length]))
            found = options;
    }
    return found;
}

/* Searches its own options and those of its children, which have no children here. */
static const struct argp_option *find_all(const struct argp *argp, struct nearest *nearest)
{
    const struct argp_option *found = find(argp->options, nearest);
    for (const struct argp_child *child = argp->children; child && child->argp; child++) {
        const struct argp_option *other = find(child->argp->options, nearest);
        found = found ? found : other;
    }
    return found;
}

/* Whether the next argument is the value of this one, which starts with a dash or two. A word that
 * is near no option is left to getopt(), whose message says all there is to say. */
static bool takes_next(const struct argp *argp, const char *command, const char *argument)
{
    size_t dashes = argument[1] == '-' ? 2 : 1;
    char *word = strndup(argument + dashes, strcspn(argument + dashes, "="));
    struct nearest nearest = {.word = word};
    if (!word)
        err(1, "%s", argument);
    const struct argp_option *found = find_all(argp, &nearest), *own = find(always, &nearest);
    bool known = dashes == 2 && (found || own);
    if (!known && nearest.name)
        errx(EXIT_USAGE, "unrecognized option '%.*s'; the nearest is '--%s', see %s --help",
             (int)(dashes + strlen(word)), argument, nearest.name, command);
    free(word);
    return known && found && found->arg && !(found->flags & OPTION_ARG_OPTIONAL) &&
           !strchr(argument, '=');
}

void arguments_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (argv[i][0] == '-' && strlen(argv[i]) > 2 && takes_next(argp, argv[0], argv[i]))
            i++;
    argp_parse(argp, argc, argv, 0, NULL, input);
}

/* --- options that set a member --- */

error_t argument_parse(int key, char *text, struct argp_state *state)
{
    void *member = (char *)state->input + key % ARGUMENT_KIND;
    switch (key / ARGUMENT_KIND) {
    case 1:
        *(const char **)member = text;
        return 0;
    case 2:
        *(bool *)member = true;
        return 0;
    case 3:
        *(int *)member = argument_threads(text);
        return 0;
    default:
        if (key == ARGP_KEY_ARG)
            argp_error(state, "'%s' is not an option", text);
        return ARGP_ERR_UNKNOWN;
    }
}
