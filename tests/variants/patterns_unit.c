/* Which patterns are accepted, and what is proven of them. cutting_unit tests that proofs hold. */
#include "variants/patterns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* In memory of the exact size, so that the address sanitizer sees reads beyond its end. */
static char *copy_of(const char *pattern)
{
    size_t size = strlen(pattern) + 1;
    char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, pattern, size);
    return copy;
}

static bool sees_line_ends(const char *pattern)
{
    char *copy = copy_of(pattern);
    bool sees = pattern_sees_line_ends(copy);
    free(copy);
    return sees;
}

static bool tells_case(const char *pattern)
{
    char *copy = copy_of(pattern);
    bool tells = pattern_tells_case(copy);
    free(copy);
    return tells;
}

/* Patterns that may be searched for in many lines at once. */
static const char *const blind[] = {"[0-9]{1}bob",
                                    "[0-9]{1}rob",
                                    "[0-9][rb]ob",
                                    "(?:[0-9]{1}bob)|(?:[0-9]{1}rob)",
                                    "a",
                                    " ",
                                    "a{2}",
                                    "a{2,}b?",
                                    "a+?b*+",
                                    "(a|b)c",
                                    "(?:ab){2}",
                                    "((a))",
                                    "a||b",
                                    "()",
                                    "x*",
                                    "(?>a+)b",
                                    "(?<name>a)",
                                    "(?|a|b)",
                                    "(?#a\n)b",
                                    "(?i)a",
                                    "(?x) a # b\n",
                                    "(?m)a",
                                    "a(?i:b)",
                                    ".",
                                    "a.*b",
                                    "\\d\\w\\h\\N\\t\\f\\a\\e\\r",
                                    "\\.\\*\\[\\]\\(\\)\\\\\\^\\$",
                                    "\\S",
                                    "\\V",
                                    "\\x41",
                                    "\\Qa^\\E",
                                    "\\Qa",
                                    "\\ca",
                                    "[abc]",
                                    "[a-z]",
                                    "[A-Z0-9]",
                                    "[a-]",
                                    "[-a]",
                                    "[]a]",
                                    "[a^]",
                                    "[\\]a]",
                                    "[\\d.]",
                                    "[.$^(]",
                                    "[^a\\n]",
                                    "[^\\n]",
                                    "[^\n]",
                                    "[^]\\n]",
                                    "[a-c-]",
                                    "[\\-a]",
                                    "[\\d-]",
                                    "[^\\s]",
                                    "[^\\x0a]",
                                    "[[:alpha:]]",
                                    "[^[:space:]]",
                                    "[!-~]",
                                    "[A-z]",

                                    "[^\\012]",
                                    "\xc3\xa9",
                                    "[\x80-\xff]",
                                    "[^\n\xff]"};

/* Patterns that must be searched for line by line. */
static const char *const seeing[] = {
    "\n",           "a\nb",       "a\\nb",   "\\s",         "\\s+a",       "\\R",
    "\\v",          "\\D",        "\\W",     "\\H",         "\\X",         "\\C",
    "\\x0a",        "\\x{a}",     "\\012",   "\\o{12}",     "\\cJ",        "\\pL",
    "(a)\\1",       "\\g1",       "\\k<a>",  "\\K",         "a\\",         "[^a]",
    "[^",           "[^\\d]",     "[a\\n]",  "[a\n]",       "[\\s]",       "[\\D]",
    "[\\x0a]",      "[\\012]",    "[a\\",    "[\\p{L}]",    "[[:space:]]", "[[:^alpha:]]",
    "[^[:digit:]]", "[\t- ]",     "[\\t-z]", "[\x01-\xff]", "^a",          "a$",
    "(^|b)a",       "[\\Q^]\\E]", "[\\E^a]", "\\bx",        "x\\B",        "\\Aa",
    "a\\z",         "a\\Z",       "\\Ga",    "(?=a)",       "(?!a)b",      "(?<=a)b",
    "(?<!a)b",      "(?s).",      "(?s:.)",  "(?R)",        "(?1)",        "(?<*a)b",
    "(?*a)b",       "(?P=n)",     "(?P>n)",  "(?(1)a)",     "(?",          "(*atomic:a)",
    "(?:a|[^b])",   "(a(b(\\s)))"};

static void test_line_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(blind); i++)
        if (sees_line_ends(blind[i]))
            fail_msg("not proven: %s", blind[i]);
    for (size_t i = 0; i < COUNT(seeing); i++)
        if (!sees_line_ends(seeing[i]))
            fail_msg("proven, but wrong: %s", seeing[i]);
}

static void test_case(void **state)
{
    (void)state;
    static const char *const tells[] = {"A",     "[A-Z]",  "[!-B]",    "[[:upper:]]",
                                        "\\x41", "(?-i)a", "(?^)a",    "\\p{Lu}",
                                        "[^A]",  "\\101",  "\\o{101}", "\\QA"},
                             *const blind_to_it[] = {"a",      "[a-z]",       "[!-z]",  "\\D\\W\\S",
                                                     "[^a]",   "\\bq\\B",     "(a)\\1", "(?i)a",
                                                     "(?<=a)", "[[:alpha:]]", "[^\\W]", "\\x61"};
    for (size_t i = 0; i < COUNT(tells); i++)
        if (!tells_case(tells[i]))
            fail_msg("proven, but wrong: %s", tells[i]);
    for (size_t i = 0; i < COUNT(blind_to_it); i++)
        if (tells_case(blind_to_it[i]))
            fail_msg("not proven: %s", blind_to_it[i]);
}

static void test_refused(void **state)
{
    (void)state;
    static const char newline[] = "never in one", verb[] = "sets how";
    static const struct {
        const char *pattern, *says; /* NULL: accepted */
    } cases[] = {
        {"", "empty"},
        {"\n", newline},
        {"a\nb", newline},
        {"a\\nb", newline},
        {"a\\n+", newline},
        {"(a\\n)", newline},
        {"(?:a\\n|\\nb)c", newline},
        {"a\\x0ab", newline},
        {"a\\cJb", newline},
        {"\\Qa\nb\\E", newline},
        {"a\\n?b", NULL},
        {"(a\\n)*b", NULL},
        {"(\\n){0,2}b", NULL},
        {"a(\\n|$)", NULL},
        {"a(?!\\n)", NULL},
        {"a(?=\\n)|b", NULL},
        {"a|b\\n", NULL},
        {"[a\\n]", NULL},
        {"\\\\n", NULL},
        {"a\\R", NULL}, /* \R also matches a carriage return */
        {"(?x) a\nb", NULL},
        {"(?x) a # b\n", NULL},
        {"(*CRLF).", "'(*CRLF)'"},
        {"(*UTF)a", verb},
        {"a(*SKIP)b", verb},
        {"a(*:name)b", verb},
        {"(*atomic:a)", NULL},
        {"\\(*A", NULL},
        {"[(*A)]", NULL},
        {"(?#(*A)", NULL},
        {"\\Q(*A)\\E", NULL},
        {"(?x)#(*A)", NULL},
        /* being well formed doesn't matter */
        {"[0-9", NULL},
        {"a(", NULL},
        {"a)", NULL},
        {"+", NULL},
        {"a\\", NULL},
        {"[[:", NULL},
        {"(?<", NULL},
        {"\\x{", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char why[160] = "", *copy = copy_of(cases[i].pattern);
        const char *refusal = pattern_refusal(copy, why, sizeof why);
        if (!refusal != !cases[i].says)
            fail_msg("%s: %s", refusal ? "refused" : "taken", copy);
        if (refusal && !strstr(refusal, cases[i].says))
            fail_msg("refused, but for another reason: %s: %s", copy, refusal);
        free(copy);
    }
}

static void test_join(void **state)
{
    (void)state;
    static const struct {
        const char *patterns[2], *joined;
    } cases[] = {{{"a", "b|c"}, "(?:a)|(?:b|c)"},
                 {{"\\Qa", "b"}, "(?:\\Qa\\E)|(?:b)"},
                 {{"(?x)a #", "b"}, "(?:(?x)a #\n)|(?:b)"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *joined = patterns_join(cases[i].patterns, 2);
        assert_string_equal(joined, cases[i].joined);
        free(joined);
    }
}

/* A reason is cut to fit the buffer. */
static void test_short_reason(void **state)
{
    (void)state;
    char why[16] = "";
    assert_non_null(pattern_refusal("(*UTF)", why, 8));
    assert_string_equal(why, "'(*UTF)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_ends),    cmocka_unit_test(test_case),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_join),
        cmocka_unit_test(test_short_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
