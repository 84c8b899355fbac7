#include "common/arguments.h"
#include "common/units.h"

#include <err.h>
#include <getopt.h>
#include <inttypes.h>

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
