/* What makes rungs comparable. A pattern that provably sees no line ends finds the same matches in
 * a text as in its lines one by one. A pattern that doesn't tell case finds in a lower-cased text
 * what caseless matching finds. Tested with random patterns and texts, of characters that could
 * break these promises. */
#include "tests/support/texts.h"
#include "variants/lower.h"
#include "variants/patterns.h"
#include "variants/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
    PATTERNS = 200000,
    TEXTS = 5, /* for each pattern */
    MOST_PIECES = 5,
    PATTERN_BYTES = 1024,
    TEXT_BYTES = 40,
};

static const char *const pieces[] = {
    "a",       "b",      "A",        "c",    "0",    "_",     " ",       "z",         "!",
    "~",       "\x80",   "\xff",     "\t",   "\n",   "]",     "-",       "^",         "$",
    ".",       "*",      "+",        "?",    "{2}",  "|",     "(",       "(?:",       ")",
    ")",       "\\",     "\\n",      "\\t",  "\\r",  "\\d",   "\\w",     "\\s",       "\\D",
    "\\W",     "\\N",    "\\h",      "\\v",  "\\R",  "\\e",   "\\a",     "\\.",       "\\]",
    "\\!",     "\\-",    "\\b",      "\\x",  "\\Q",  "\\E",   "\\0",     "\\1",       "\\K",
    "(?=",     "(?s",    "(?i",      "(*",   "[",    "a-z",   "0-9",     "\\S",       "\\H",
    "\\V",     "\\B",    "\\A",      "\\z",  "\\Z",  "\\G",   "(?>",     "(?<=",      "(?<*",
    "(?*",     "(?<!",   "(?!",      "(?x)", "(?i)", "(?-i)", "(?s)",    "(?m)",      "(?^)",
    "(?x:",    "(?<n>",  "(?|",      "(?#a", "#",    "\\x41", "\\x{42}", "\\x0a",     "\\012",
    "\\cJ",    "\\ca",   "\\o{101}", "++",   "{,2}", "{0,2}", "(?1)",    "(?(1)a|B)", "\\k<n>",
    "\\p{Lu}", "\\N{2}", "\\g1",
};
static const char *const class_pieces[] = {
    "a",         "b",         "C",         "0",          "_",          " ",         "z",
    "!",         "~",         "\x80",      "\xff",       "\t",         "\n",        "-",
    "-",         "-",         "-",         "-",          "]",          "[",         "^",
    "\\n",       "\\n",       "\\t",       "\\",         "\\a",        "\\d",       "\\w",
    "\\e",       "\\.",       "\\]",       "\\!",        "\\-",        "\\s",       "\\N",
    "[:alpha:]", "[:upper:]", "[:lower:]", "[:^space:]", "[:^upper:]", "[:cntrl:]", "[:word:]",
    "\\S",       "\\D",       "\\H",       "\\V",        "\\W",        "\\h",       "\\v",
    "\\x41",     "\\x0a",     "\\012",     "\\101",      "\\cJ",       "\\b",       "\\Q",
    "\\E",       "\\r",       "Z",
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void make_pattern(struct dice *dice, char *pattern)
{
    *pattern = '\0';
    for (uint64_t count = 1 + roll(dice, MOST_PIECES); count > 0; count--) {
        if (roll(dice, 3) > 0) {
            append(pattern, PATTERN_BYTES, pieces[roll(dice, COUNT(pieces))]);
            continue;
        }
        append(pattern, PATTERN_BYTES, roll(dice, 2) ? "[" : "[^");
        for (uint64_t inside = 1 + roll(dice, MOST_PIECES); inside > 0; inside--)
            append(pattern, PATTERN_BYTES, class_pieces[roll(dice, COUNT(class_pieces))]);
        append(pattern, PATTERN_BYTES, "]");
    }
}

static void make_text(struct dice *dice, char *text)
{
    static const char alphabet[] = "aAbBcCzZ059_ -!~[]^\t\r\n\n\n\n\033\a\x80\xc3\xff\0";
    for (int i = 0; i < TEXT_BYTES; i++)
        text[i] = alphabet[roll(dice, sizeof alphabet - 1)];
}

static pcre2_code *compile(const char *pattern, uint32_t options)
{
    int error;
    size_t where;
    return pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &where, NULL);
}

/* Like regex_count(), but doesn't end the program if PCRE2 gives up. */
static bool count(const pcre2_code *code, const char *text, size_t length, uint64_t offset,
                  struct tally *tally)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    assert_non_null(data);
    const size_t *found = pcre2_get_ovector_pointer(data);
    size_t start = 0;
    int result;
    while ((result = pcre2_match(code, (PCRE2_SPTR)text, length, start, PCRE2_NOTEMPTY, data,
                                 NULL)) > 0) {
        tally_add(tally, (struct tally){1, mix64(offset + found[0])});
        start = found[1];
    }
    pcre2_match_data_free(data);
    return result == PCRE2_ERROR_NOMATCH;
}

static bool count_lines(const pcre2_code *code, const char *text, struct tally *tally)
{
    for (size_t at = 0, end; at < TEXT_BYTES; at = end) {
        const char *newline = memchr(text + at, '\n', TEXT_BYTES - at);
        end = newline ? (size_t)(newline + 1 - text) : TEXT_BYTES;
        if (!count(code, text + at, end - at - (newline != NULL), at, tally))
            return false;
    }
    return true;
}

static void expect_same(struct tally one, struct tally other, const char *pattern, const char *how)
{
    if (one.matches != other.matches || one.digest != other.digest)
        fail_msg("pattern %s: %zu matches, but %zu %s; TEST_SEED=%llu", pattern,
                 (size_t)one.matches, (size_t)other.matches, how, (unsigned long long)test_seed());
}

/* Returns whether there was anything to compare. */
static bool check(const char *pattern, const char *text, pcre2_code *as_is, pcre2_code *caseless)
{
    struct tally whole = {0}, lines = {0}, lower_lines = {0};
    if (!count_lines(caseless, text, &lines))
        return false;
    bool sees = pattern_sees_line_ends(pattern);
    if (!sees) {
        if (!count(caseless, text, TEXT_BYTES, 0, &whole))
            return false;
        expect_same(lines, whole, pattern, "in all of the text");
    }
    struct workload work = {
        .patterns = &pattern, .pattern_count = 1, .combined = pattern, .caseless = true};
    bool lowers = !lower_unsupported(&work);
    if (lowers) {
        char lowered[TEXT_BYTES];
        memcpy(lowered, text, TEXT_BYTES);
        lower((struct span){lowered, TEXT_BYTES, 0});
        if (!count_lines(as_is, lowered, &lower_lines))
            return false;
        expect_same(lines, lower_lines, pattern, "in the lower-cased text");
    }
    return lines.matches > 0 && (!sees || lowers);
}

static void test_random_patterns(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    char pattern[PATTERN_BYTES], why[160], text[TEXT_BYTES];
    size_t compared = 0;
    for (int i = 0; i < PATTERNS; i++) {
        make_pattern(&dice, pattern);
        if (pattern_refusal(pattern, why, sizeof why))
            continue;
        pcre2_code *as_is = compile(pattern, 0), *caseless = compile(pattern, PCRE2_CASELESS);
        assert_int_equal(as_is != NULL, caseless != NULL);
        for (int j = 0; as_is && j < TEXTS; j++) {
            make_text(&dice, text);
            compared += check(pattern, text, as_is, caseless);
        }
        pcre2_code_free(as_is);
        pcre2_code_free(caseless);
    }
    /* Otherwise this test would prove nothing. */
    assert_true(compared > PATTERNS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_patterns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
