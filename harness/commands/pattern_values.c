#include "commands/pattern_values.h"
#include "base/strings.h"
#include "common/arguments.h"
#include "measure/pattern_words.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2

enum {
    PATTERN = ARGUMENT_OTHER + 0x1000, /* no key of another table */
    COUNT
};

static const struct argp_option options[] = {
    {"pattern", PATTERN, "P", 0,
     "Count the matches of this pattern, in PCRE2's syntax, in each line without its newline "
     "(default: [0-9]{1}bob and [0-9]{1}rob). May be repeated: counts are added",
     0},
    {"combined", ARGUMENT_TEXT(struct pattern_values, combined), "P", 0,
     "One pattern with the same matches (default: the patterns joined by |)", 0},
    {"case-sensitive", ARGUMENT_FLAG(struct pattern_values, case_sensitive), NULL, 0,
     "Match only the case that the patterns are written in", 0},
    {"count", COUNT, "WHAT", 0,
     "Count matches (the default), or lines: for each pattern, the lines with a match", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct pattern_values *values = state->input;
    switch (key) {
    case PATTERN:
        if (values->count == PATTERNS_MOST)
            errx(EXIT_USAGE, "--pattern: %d patterns at most", PATTERNS_MOST);
        values->given[values->count++] = text;
        return 0;
    case COUNT:
        if (strcmp(text, "lines") != 0 && strcmp(text, "matches") != 0)
            errx(EXIT_USAGE, "--count takes matches or lines, not '%s'", text);
        values->lines = strcmp(text, "lines") == 0;
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

const struct argp pattern_argp = {.options = options, .parser = parse};

/* Refuses what a results file (UTF-8) can't hold, and what can't be counted line by line. */
static void check(const char *option, const char *pattern)
{
    char why[200];
    json_t *text = json_string(pattern);
    if (!text)
        errx(EXIT_USAGE, "%s: a pattern is UTF-8: write another byte as \\xHH", option);
    json_decref(text);
    if (pattern_refusal(pattern, why, sizeof why))
        errx(EXIT_USAGE, "%s '%s': %s", option, pattern_shown(pattern), why);
}

struct patterns pattern_values_read(const struct pattern_values *values)
{
    struct patterns patterns = patterns_default();
    patterns.caseless = !values->case_sensitive;
    patterns.lines = values->lines;
    if (values->combined)
        check("--combined", values->combined);
    if (values->count > 0) {
        json_array_clear(patterns.list);
        for (size_t i = 0; i < values->count; i++) {
            check("--pattern", values->given[i]);
            json_array_append_new(patterns.list, json_string(values->given[i]));
        }
    }
    if (values->count > 0 || values->combined) {
        free(patterns.combined);
        patterns.joined = !values->combined;
        patterns.combined = values->combined    ? copy_string(values->combined)
                            : values->count > 1 ? patterns_join(values->given, values->count)
                                                : copy_string(values->given[0]);
    }
    return patterns;
}

struct reference *pattern_values_reference(const struct patterns *patterns)
{
    char *why;
    struct reference *reference = reference_new(patterns, &why);
    if (!reference)
        errx(EXIT_USAGE, "%s", why);
    return reference;
}
