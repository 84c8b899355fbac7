#include "wild.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define DEEPEST 3

#define PICK(dice, array) (array)[roll(dice, sizeof(array) / sizeof(array)[0])]

// NOLINTBEGIN(misc-no-recursion): no deeper than DEEPEST
static void alternatives(struct dice *dice, char *pattern, int depth);

static void atom(struct dice *dice, char *pattern)
{
    static const char *const atoms[] = {
        "a",     "b",       "c",     "d",      "ab",       "abc",         "cd",
        "1",     "2",       " ",     "_",      "A",        ".",           "\\d",
        "\\w",   "\\s",     "\\S",   "\\W",    "\\D",      "\\h",         "[ab]",
        "[^a]",  "[a-c]",   "[0-9]", "[^\\s]", "[\\w.-]",  "[[:alpha:]]", "[^[:digit:]b]",
        "\\x61", "\\x{62}", "\\.",   "\xe4",   "\\Qa.\\E", "\\Qab\\E",    "[]a]",
        "{",     "}",
    };
    append(pattern, WILD_BYTES, PICK(dice, atoms));
}

static void around(struct dice *dice, char *pattern)
{
    static const char *const assertions[] = {
        "^",      "$",      "\\b",     "\\B",    "(?=a)",   "(?!b)",   "(?<=a)",
        "(?<!b)", "(?=.b)", "(?<=ab)", "(?!cd)", "\\1",     "(?i)",    "(?-i)",
        "(?#a)",  "(?x) ",  "(?s)",    "(?m)",   "(?=(a))", "\\g{-1}",
    };
    append(pattern, WILD_BYTES, PICK(dice, assertions));
}

static void group(struct dice *dice, char *pattern, int depth)
{
    static const char *const opens[] = {"(", "(", "(?:", "(?:", "(?>", "(?i:", "(?|", "(?<n>"};
    append(pattern, WILD_BYTES, PICK(dice, opens));
    alternatives(dice, pattern, depth);
    append(pattern, WILD_BYTES, ")");
}

static void unlimited(struct dice *dice, char *pattern)
{
    static const char *const repetitions[] = {"*", "+", "*?", "+?", "*+", "++", "{2,}"};
    append(pattern, WILD_BYTES, PICK(dice, repetitions));
}

static void limited(struct dice *dice, char *pattern)
{
    static const char *const repetitions[] = {
        "?", "??", "?+", "{2}", "{1,3}", "{0,2}", "{1,2}?", "{2}+", "{0}", "{2}{2}",
    };
    append(pattern, WILD_BYTES, PICK(dice, repetitions));
}

/* One thing, repeated or not. What is repeated without limit has no repetition in it: PCRE2 would
 * try too many ways. */
static void item(struct dice *dice, char *pattern, int depth)
{
    bool is_group = roll(dice, 5) == 0 && depth < DEEPEST;
    bool is_unlimited = roll(dice, 8) == 0 && depth < DEEPEST;
    if (is_group)
        group(dice, pattern, is_unlimited ? DEEPEST : depth + 1);
    else
        atom(dice, pattern);
    if (is_unlimited)
        unlimited(dice, pattern);
    else if (roll(dice, 8) == 0 && depth < DEEPEST)
        limited(dice, pattern);
}

static void sequence(struct dice *dice, char *pattern, int depth)
{
    for (uint64_t count = roll(dice, depth > 0 ? 3 : 5) + (depth == 0 || roll(dice, 8)); count > 0;
         count--)
        if (roll(dice, 5) == 0)
            around(dice, pattern);
        else
            item(dice, pattern, depth);
}

static void alternatives(struct dice *dice, char *pattern, int depth)
{
    sequence(dice, pattern, depth);
    for (uint64_t more = roll(dice, 4) ? 0 : 1 + roll(dice, 2); more > 0; more--) {
        append(pattern, WILD_BYTES, "|");
        sequence(dice, pattern, depth);
    }
}

// NOLINTEND(misc-no-recursion)

static bool is_taken(const char *pattern)
{
    int error;
    size_t where;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, 0, &error, &where, NULL);
    bool taken = code;
    pcre2_code_free(code);
    return taken;
}

void wild_pattern(struct dice *dice, char pattern[WILD_BYTES])
{
    do {
        *pattern = '\0';
        alternatives(dice, pattern, 0);
    } while (!is_taken(pattern));
}

size_t wild_line(struct dice *dice, char line[WILD_LINE])
{
    static const char alphabet[] = "aaabbbcd12 _A.\xe4\r\0{}-B";
    size_t length = roll(dice, 8) ? roll(dice, WILD_LINE) : 0;
    for (size_t i = 0; i < length; i++)
        line[i] = alphabet[roll(dice, sizeof alphabet - 1)];
    return length;
}
