/* Which patterns are taken, and that one which is taken finds the same however the text is cut. */
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

/* In memory of its own size, where the address sanitizer sees a look beyond its end. */
static bool is_refused(const char *pattern, char *why, size_t why_size)
{
    size_t size = strlen(pattern) + 1;
    char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, pattern, size);
    *why = '\0';
    const char *refusal = pattern_refusal(copy, why, why_size);
    if (refusal)
        assert_ptr_equal(refusal, why);
    free(copy);
    return refusal;
}

static void test_taken(void **state)
{
    (void)state;
    static const char *const taken[] = {
        "[0-9]{1}bob", "[0-9]{1}rob", "[0-9][rb]ob", "(?:[0-9]{1}bob)|(?:[0-9]{1}rob)", "a", " ",
        /* repetitions, lazy and possessive too, and groups */
        "a{2}", "a{2,}b?", "a+?b*+", "(a|b)c", "(?:ab){2}", "((a))", "a||b", "()", "x*",
        /* a dot matches all but a newline; so do these escapes */
        ".", "a.*b", "\\d\\w\\h\\N\\t\\f\\a\\e", "\\.\\*\\[\\]\\(\\)\\\\\\^\\$", "\\N{2}",
        /* classes */
        "[abc]", "[a-z]", "[A-Z0-9]", "[a-]", "[-a]", "[]a]", "[a^]", "[\\]a]", "[\\d.]", "[.$^(]",
        "[^a\\n]", "[^\\n]", "[^\n]", "[^]\\n]", "[a-c-]", "[\\-a]", "[\\d-]",
        /* bytes that are no ASCII */
        "\xc3\xa9", "[\x80-\xff]", "[^\n\xff]",
        /* whether it is well formed is not asked */
        "[0-9", "a(", "a)", "+", "a{", "[", "[^\\n"};
    char why[160];
    for (size_t i = 0; i < COUNT(taken); i++)
        if (is_refused(taken[i], why, sizeof why))
            fail_msg("refused: %s: %s", taken[i], why);
}

static void test_refused(void **state)
{
    (void)state;
    static const char newline[] = "newline", around[] = "around", range[] = "not a range",
                      group[] = "use ( or (?:";
    static const struct {
        const char *pattern, *says;
    } refused[] = {
        {"", "empty"},
        /* could match a newline */
        {"\n", newline},
        {"a\nb", newline},
        {"a\\nb", newline},
        {"\\s", newline},
        {"\\s+a", newline},
        {"\\R", newline},
        {"\\v", newline},
        {"\\r", newline},
        {"\\D", newline},
        {"\\W", newline},
        {"\\S", newline},
        {"\\X", newline},
        {"\\C", newline},
        {"\\x0a", newline},
        {"\\x{a}", newline},
        {"\\012", newline},
        {"\\o{12}", newline},
        {"\\cJ", newline},
        {"\\Qa\\E", newline},
        {"\\pL", newline},
        {"(a)\\1", newline},
        {"\\g1", newline},
        {"\\K", newline},
        {"a\\", newline},
        {"[^a]", newline},
        {"[^]", newline},
        {"[^", newline},
        {"[^\\d]", newline},
        {"[a\\n]", newline},
        {"[a\n]", newline},
        {"[\\s]", newline},
        {"[\\D]", newline},
        {"[\\x0a]", newline},
        {"[\\012]", newline},
        {"[a\\", newline},
        {"[\\", newline},
        {"[[:space:]]", "write \\["},
        {"[^\\n[:digit:]]", "write \\["},
        {"[a[]", "write \\["},
        /* ranges that hold a newline, or more cases of a letter than are written */
        {"[\\t- ]", NULL},
        {"[\\t-z]", NULL},
        {"[a\\a-\\e]", NULL},
        {"[\\!-_]", NULL},
        {"[^\\n-a]", NULL},
        {"[\t- ]", range},
        {"[ -~]", range},
        {"[!-~]", range},
        {"[A-z]", range},
        {"[9-a]", range},
        {"[^\\n -~]", range},
        {"[a-\\d]", range},
        {"[\x01-\xff]", range},
        /* looks at what stands around the match */
        {"^a", around},
        {"a$", around},
        {"(^|b)a", around},
        {"\\bx", around},
        {"x\\B", around},
        {"\\Aa", NULL},
        {"a\\z", NULL},
        {"a\\Z", NULL},
        {"\\Ga", NULL},
        {"(?=a)", group},
        {"(?!a)b", group},
        {"(?<=a)b", group},
        {"(?<!a)b", group},
        /* changes what the rest means */
        {"(?s).", group},
        {"(?s:.)", group},
        {"(?i)a", group},
        {"(?m)a", group},
        {"(?x)a", group},
        {"(?|a|b)", group},
        {"(?>a)", group},
        {"(?<name>a)", group},
        {"(?P<name>a)", group},
        {"(?#a)", group},
        {"(?R)", group},
        {"(?1)", group},
        {"(?", group},
        {"(*CRLF).", group},
        {"(*UTF)a", group},
        {"a(*SKIP)b", group},
        {"(?:a|[^b])", newline},
        {"(a(b(\\s)))", newline},
    };
    char why[160];
    for (size_t i = 0; i < COUNT(refused); i++) {
        if (!is_refused(refused[i].pattern, why, sizeof why))
            fail_msg("taken: %s", refused[i].pattern);
        if (refused[i].says && !strstr(why, refused[i].says))
            fail_msg("refused, but for another reason: %s: %s", refused[i].pattern, why);
    }
}

/* A reason is cut to the room there is. */
static void test_short_reason(void **state)
{
    (void)state;
    char why[16] = "";
    assert_true(is_refused("[^abc]", why, 8));
    assert_int_equal(strlen(why), 7);
    assert_string_equal(why, "'[^abc]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_short_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
