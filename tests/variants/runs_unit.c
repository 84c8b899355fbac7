/* What must occur in every match of a pattern: known values, and what is refused and why. For
 * random patterns, every match that PCRE2 finds contains a run, within the stated distance of its
 * start. */
#include "tests/support/dice.h"
#include "tests/support/wild.h"
#include "variants/regex.h"
#include "variants/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ANY SIZE_MAX
#define WILD_PATTERNS 4000
#define LINES 12 /* for each pattern */

static struct byte_frequency even(void)
{
    struct byte_frequency frequency;
    byte_frequency_of(&frequency, NULL, 0);
    return frequency;
}

static void check_run(const char *pattern, const struct classes *run, const char *expected,
                      bool caseless)
{
    struct classes classes;
    char why[256];
    if (!classes_parse(expected, caseless, &classes, why, sizeof why))
        fail_msg("%s: %s", expected, why);
    if (run->length != classes.length ||
        memcmp(run->sets, classes.sets, run->length * sizeof run->sets[0]) != 0)
        fail_msg("%s: a run is not %s", pattern, expected);
}

static void test_known(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *runs[RUNS_MOST + 1];
        size_t least_before, most_before;
        bool complete, caseless;
    } cases[] = {
        {"bot|crawler|spider", {"bot", "crawler", "spider"}, 0, 0, true, false},
        {"\" 5[0-9][0-9] ", {"\" 5[0-9][0-9] "}, 0, 0, true, false},
        {"[0-9]{1,3}(\\.[0-9]{1,3}){3}",
         {"[0-9]\\.[0-9]{3}\\.[0-9]", "[0-9]\\.[0-9]{2}\\.[0-9]", "[0-9]\\.[0-9]\\.[0-9]"},
         0,
         2,
         false,
         false},
        {"\\bfoo\\b", {"foo"}, 0, 0, false, false},
        {"^foo$", {"foo"}, 0, 0, false, false},
        {"colou?r", {"colour", "color"}, 0, 0, true, false},
        {"colou??r", {"color", "colour"}, 0, 0, true, false},
        {"(a|b)c", {"ac", "bc"}, 0, 0, true, false},
        {"(?:ab){2}", {"abab"}, 0, 0, true, false},
        {"a{2,3}", {"aaa", "aa"}, 0, 0, true, false},
        {"a{2}{3}", {"aaaaaa"}, 0, 0, true, false},
        {"bot", {"bot"}, 0, 0, true, true},
        {"(?i)b(?-i)ot", {"[bB]ot"}, 0, 0, true, false},
        {"(?i:b)ot|c", {"[bB]ot", "c"}, 0, 0, true, false},
        {"a(?i)b|c", {"a[bB]", "[cC]"}, 0, 0, true, false},
        {"(?x) f o o # bar", {"foo"}, 0, 0, true, false},
        {"(?x) fo {2} [ ]", {"foo "}, 0, 0, true, false},
        {"\\Qa.b*\\E\\Qc\\Ed", {"a\\.b\\*cd"}, 0, 0, true, false},
        {"\\Qab\\E+c", {"ab"}, 0, 0, false, false},
        {"a(?#b)c", {"ac"}, 0, 0, true, false},
        {"x*abc", {"abc"}, 0, ANY, false, false},
        {"x{2,5}abc", {"xxxxxabc", "xxxxabc", "xxxabc", "xxabc"}, 0, 0, true, false},
        {"x{2,50}abc", {"xxabc"}, 0, 48, false, false},
        {".{3}abc.*", {".{3}abc"}, 0, 0, false, false},
        {"(?<=x)abc(?!d)", {"abc"}, 0, 0, false, false},
        {"(?=a)\\w+bc", {"\\wbc"}, 0, ANY, false, false},
        {"(abc)\\1", {"abc"}, 0, 0, false, false},
        {"(?<n>abc)\\k<n>", {"abc"}, 0, 0, false, false},
        {"(?>abc|abd)e", {"abce", "abde"}, 0, 0, false, false},
        {"ab++c", {"ab"}, 0, 0, false, false},
        {"a?b++c", {"bc"}, 0, ANY, false, false},
        {"a[^\\d\\W]b", {"a[a-zA-Z_]b"}, 0, 0, true, false},
        {"a[[:digit:]\\]]", {"a[0-9\\]]"}, 0, 0, true, false},
        {"a[]b]", {"a[\\]b]"}, 0, 0, true, false},
        {"a\\x41\\x{42}", {"aAB"}, 0, 0, true, false},
        {"a{,b}c{x", {NULL}, 0, 0, false, false}, /* newer versions of PCRE2 read {, as a quantifier
                                                   */
        {"ab{c", {"ab\\{c"}, 0, 0, true, false},
        {"x(?:abc|def)+y", {"xabc", "xdef"}, 0, 0, false, false},
        {"a.b", {"a.b"}, 0, 0, true, false},
        {"abc|ab*", {"a"}, 0, 0, false, false},
    };
    const struct byte_frequency frequency = even();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct runs runs = {0};
        char why[256] = "";
        size_t count = 0;
        bool known =
            runs_of(cases[i].pattern, cases[i].caseless, &frequency, &runs, why, sizeof why);
        for (; cases[i].runs[count]; count++)
            ;
        if (known != (count > 0) || (known && runs.count != count))
            fail_msg("%s: %zu runs, not %zu; %s", cases[i].pattern, runs.count, count, why);
        for (size_t j = 0; j < count; j++)
            check_run(cases[i].pattern, &runs.runs[j], cases[i].runs[j], cases[i].caseless);
        if (known &&
            (runs.complete != cases[i].complete || runs.least_before != cases[i].least_before ||
             runs.most_before != cases[i].most_before))
            fail_msg("%s: complete %d, %zu to %zu bytes before", cases[i].pattern, runs.complete,
                     runs.least_before, runs.most_before);
    }
}

/* The text decides which part of the pattern is the rarest. */
static void test_rarest(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {{"aaaaaaaaaaaaaaaa", "bbb"}, {"bbbbbbbbbbbbbbbb", "aaa"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct byte_frequency frequency;
        struct runs runs;
        char why[256];
        byte_frequency_of(&frequency, (const unsigned char *)cases[i].text, strlen(cases[i].text));
        assert_true(runs_of("aaa.*bbb", false, &frequency, &runs, why, sizeof why));
        assert_int_equal(runs.count, 1);
        check_run("aaa.*bbb", &runs.runs[0], cases[i].expected, false);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *why;
    } cases[] = {
        {"", "nothing in common to look for"},
        {"a*", "nothing in common to look for"},
        {"a|b*", "nothing in common to look for"},
        {"(?=abc)", "nothing in common to look for"},
        {"a|b|c|d|e|f|g|h|i+", "nothing in common to look for"},
        {"\\w+", "in nearly every line"},
        {"[^a]+", "in nearly every line"},
        {"(*COMMIT)abc", "is unknown"},
        {"(?(?=a)ab|cd)", "is unknown"},
        {"abc\\K", "is unknown"},
        {"\\Gabc", "is unknown"},
        {"abc(", "is unknown"},
        {"abc)", "is unknown"},
        {"[abc", "is unknown"},
        {"a(?#b)+", "is unknown"},
        {"(?x)ab+ +", "is unknown"},
        {"(?^)abc", "is unknown"},
    };
    const struct byte_frequency frequency = even();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct runs runs;
        char why[256] = "";
        if (runs_of(cases[i].pattern, false, &frequency, &runs, why, sizeof why))
            fail_msg("%s has runs", cases[i].pattern);
        if (!strstr(why, cases[i].why) || strchr(why, '\n'))
            fail_msg("%s: '%s', not '%s'", cases[i].pattern, why, cases[i].why);
    }
}

/* The match from `start` to `end` contains a run, within the stated distance of its start. */
static bool has_run(const struct runs *runs, struct span line, size_t start, size_t end)
{
    const unsigned char *bytes = (const unsigned char *)line.bytes;
    for (size_t at = start; at < end; at++)
        if (runs_at(runs, bytes + at, bytes + end) && at - start >= runs->least_before &&
            at - start <= runs->most_before)
            return true;
    return false;
}

static void test_wild(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    const struct byte_frequency frequency = even();
    size_t matches = 0, complete = 0;
    for (int i = 0; i < WILD_PATTERNS; i++) {
        char pattern[WILD_BYTES], why[256];
        struct runs runs;
        wild_pattern(&dice, pattern);
        bool caseless = roll(&dice, 3) == 0;
        if (!runs_of(pattern, caseless, &frequency, &runs, why, sizeof why))
            continue;
        complete += runs.complete;
        struct regex regex = regex_compile(pattern, caseless ? PCRE2_CASELESS : 0);
        for (int j = 0; j < LINES; j++) {
            char bytes[WILD_LINE];
            struct span line = {bytes, wild_line(&dice, bytes), 0};
            size_t from = 0, *found = pcre2_get_ovector_pointer(regex.match_data);
            for (; pcre2_match(regex.code, (PCRE2_SPTR)bytes, line.length, from, PCRE2_NOTEMPTY,
                               regex.match_data, NULL) > 0;
                 from = found[1], matches++)
                if (!has_run(&runs, line, found[0], found[1]))
                    fail_msg("%s matches '%.*s' without a run, seed %llu", pattern,
                             (int)(found[1] - found[0]), bytes + found[0],
                             (unsigned long long)test_seed());
        }
        regex_free(&regex);
    }
    assert_true(matches > WILD_PATTERNS && complete > WILD_PATTERNS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_rarest),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_wild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
