#include "patterns.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Escapes that stand for bytes other than a newline, whatever follows them. */
static bool safe_escape(char c)
{
    return c && (strchr("dwhNtfae", c) || ispunct((unsigned char)c));
}

static const char *refuse(char *why, size_t size, const char *what, const char *part, size_t length)
{
    snprintf(why, size, "'%.*s' %s", (int)length, part, what);
    return why;
}

static const char *const newline = "could match a newline, where the text is cut";
static const char *const around = "looks at what stands around a match";

/* A range is taken where no lower-casing can change what is in it. */
static bool safe_range(unsigned char from, unsigned char to)
{
    return (isdigit(from) && isdigit(to)) || (islower(from) && islower(to)) ||
           (isupper(from) && isupper(to)) || (from >= 0x80 && to >= 0x80);
}

/* Reads the class that starts at *at; leaves *at behind its ']'. */
static const char *class_refusal(const char **at, char *why, size_t size)
{
    const char *open = *at, *p = open + 1;
    bool negated = *p == '^';
    bool names_newline = false;
    if (negated)
        p++;
    for (const char *first = p; *p && (*p != ']' || p == first); p++) {
        if (*p == '\\') {
            p++;
            if (*p && p[1] == '-' && p[2] && p[2] != ']')
                return refuse(why, size, "is not a range of digits or of letters of one case",
                              p - 1, 4);
            if (*p == 'n')
                names_newline = true;
            else if (!safe_escape(*p))
                return refuse(why, size, newline, p - 1, *p ? 2 : 1);
        } else if (*p == '[') {
            return refuse(why, size, "in a class is not taken: write \\[", p, 1);
        } else if (p[1] == '-' && p[2] && p[2] != ']') {
            if (!safe_range((unsigned char)p[0], (unsigned char)p[2]))
                return refuse(why, size, "is not a range of digits or of letters of one case", p,
                              3);
            p += 2;
        } else if (*p == '\n') {
            names_newline = true;
        }
    }
    if (negated != names_newline)
        return refuse(why, size,
                      negated ? "could match a newline: add \\n to what it excludes" : newline,
                      open, (size_t)(p - open) + (*p == ']'));
    *at = *p ? p + 1 : p;
    return NULL;
}

const char *pattern_refusal(const char *pattern, char *why, size_t why_size)
{
    if (!*pattern) {
        snprintf(why, why_size, "it is empty");
        return why;
    }
    for (const char *p = pattern; *p;) {
        if (*p == '[') {
            const char *refusal = class_refusal(&p, why, why_size);
            if (refusal)
                return refusal;
            continue;
        }
        if (*p == '\\') {
            if (p[1] == 'b' || p[1] == 'B' || isdigit((unsigned char)p[1]))
                return refuse(why, why_size, p[1] == 'b' || p[1] == 'B' ? around : newline, p, 2);
            if (!safe_escape(p[1]))
                return refuse(why, why_size, newline, p, p[1] ? 2 : 1);
            p += 2;
            continue;
        }
        if (*p == '\n')
            return refuse(why, why_size, newline, "\\n", 2);
        if (*p == '^' || *p == '$')
            return refuse(why, why_size, around, p, 1);
        if (*p == '(' && (p[1] == '*' || (p[1] == '?' && p[2] != ':')))
            return refuse(why, why_size, "is not taken: use ( or (?:", p, 3);
        p++;
    }
    return NULL;
}
