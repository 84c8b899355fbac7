#include "patterns.h"
#include "pattern_reader.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *pattern_refusal(const char *pattern, char *why, size_t why_size)
{
    const struct pattern_seen seen = pattern_read(pattern);
    if (!*pattern)
        snprintf(why, why_size, "it is empty");
    else if (seen.verb)
        snprintf(why, why_size, "'%.*s' is not accepted: it sets how PCRE2 searches",
                 (int)strcspn(seen.verb, ")") + 1, seen.verb);
    else if (seen.newline)
        snprintf(why, why_size, "a pattern is applied to each line, and a newline is never in one");
    else
        return NULL;
    return why;
}

bool pattern_sees_line_ends(const char *pattern)
{
    return pattern_read(pattern).line_ends;
}

bool pattern_tells_case(const char *pattern)
{
    return pattern_read(pattern).cases;
}

const char *patterns_need_lines(const struct workload *work)
{
    if (work->lines)
        return "it counts matches, not lines";
    bool sees = pattern_sees_line_ends(work->combined);
    for (size_t i = 0; i < work->pattern_count; i++)
        sees |= pattern_sees_line_ends(work->patterns[i]);
    return sees ? "it searches many lines at once, and a pattern may see where one ends" : NULL;
}

char *pattern_shown(const char *pattern)
{
    char *line = strdup(pattern);
    if (!line)
        err(1, "pattern");
    for (char *at = line; *at; at++)
        if (iscntrl((unsigned char)*at))
            *at = '?';
    return line;
}

char *pattern_pointed(const char *pattern, size_t where, const char *message)
{
    char *line = pattern_shown(pattern), *both = NULL;
    int column = (int)strlen(program_invocation_short_name) + 2; /* after "harness: " */
    for (size_t i = 0; i < where && line[i]; i++)
        column += (line[i] & 0xc0) != 0x80; /* UTF-8: a column for each character */
    if (asprintf(&both, "%s\n%*s^ %s", line, column, "", message) < 0)
        err(1, "pattern");
    free(line);
    return both;
}

char *patterns_join(const char *const *patterns, size_t count)
{
    char *joined = NULL;
    for (size_t i = 0; i < count; i++) {
        char *longer;
        const struct pattern_seen seen = pattern_read(patterns[i]);
        const char *end = seen.quoting ? "\\E" : seen.in_comment ? "\n" : "";
        if (asprintf(&longer, "%s%s(?:%s%s)", joined ? joined : "", joined ? "|" : "", patterns[i],
                     end) < 0)
            err(1, "combined pattern");
        free(joined);
        joined = longer;
    }
    return joined;
}
