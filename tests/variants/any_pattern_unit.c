/* Any pattern, by our own search on every instruction set and by Hyperscan, against PCRE2's
 * interpreter on each line by itself: lines made by hand, and random patterns on random lines. The
 * bytes searched end where their memory does, so that a read beyond is seen by ASan. */
#include "tests/support/dice.h"
#include "tests/support/wild.h"
#include "variants/counting.h"
#include "variants/regex.h"
#include "variants/simd.h"

#ifdef WITH_HYPERSCAN
#include "variants/hyper.h"
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define WILD_PATTERNS 1000
#define WILD_TEXT 1500
#define OFFSET 1000 /* of the span in its text */

typedef struct tally engine(const struct regex *regex, struct span span);

/* Each line without its newline. */
static struct tally count_lines(engine *count, const struct regex *regex, struct span span)
{
    struct tally tally = {0};
    for (size_t at = 0, length; at < span.length; at += length + 1) {
        const char *newline = memchr(span.bytes + at, '\n', span.length - at);
        length = newline ? (size_t)(newline - span.bytes) - at : span.length - at;
        tally_add(&tally, count(regex, (struct span){span.bytes + at, length, span.offset + at}));
    }
    return tally;
}

/* False where PCRE2's interpreter and its machine code count differently, as 10.42's do for
 * (?>a+?)b: then neither is one to compare with. */
static bool reference(const struct workload *work, struct span span, struct tally *tally)
{
    bool agree = true;
    *tally = (struct tally){0};
    for (size_t i = 0; i < work->pattern_count; i++) {
        struct regex regex = regex_compile_jit(work->patterns[i], regex_caseless(work));
        struct tally one = count_lines(regex_count_jit, &regex, span);
        regex_free(&regex);
        regex = regex_compile(work->patterns[i], regex_caseless(work));
        struct tally other = count_lines(regex_count, &regex, span);
        regex_free(&regex);
        agree &= one.matches == other.matches && one.digest == other.digest;
        tally_add(tally, other);
    }
    return agree;
}

/* Who took how many of the workloads, and found how much. */
static struct {
    size_t workloads, by_simd, by_hyperscan, disputed;
    uint64_t matches;
} taken;

static void expect(const char *who, const struct workload *work, struct span span,
                   struct tally tally, struct tally expected)
{
    if (tally.matches != expected.matches || tally.digest != expected.digest)
        fail_msg("%s, %s and %s, %s, %s, %zu bytes, seed %llu: %llu, not %llu", who,
                 work->patterns[0], work->patterns[work->pattern_count - 1],
                 work->caseless ? "caseless" : "cased", work->lines ? "lines" : "matches",
                 span.length, (unsigned long long)test_seed(), (unsigned long long)tally.matches,
                 (unsigned long long)expected.matches);
}

static void check_simd(const struct workload *work, struct span span, struct tally expected)
{
    struct workload with = *work;
    taken.by_simd += !simd_unsupported(work);
    for (enum isa isa = 0; isa < ISA_COUNT && !simd_unsupported(work); isa++) {
        if (!isa_available(isa))
            continue;
        with.isa = isa_name(isa);
        struct simd *simd = simd_prepare(&with);
        expect(with.isa, work, span, simd_count(simd, span), expected);
        simd_learn(simd, span);
        expect(with.isa, work, span, simd_count(simd, span), expected);
        expect(with.isa, work, span, simd_count_streams(simd, span), expected);
        simd_free(simd);
    }
}

static void check_hyperscan(const struct workload *work, struct span span, struct tally expected)
{
#ifdef WITH_HYPERSCAN
    if (hyper_unsupported(work))
        return;
    taken.by_hyperscan++;
    struct hyper *hyper = hyper_compile(work, work->caseless);
    expect("Hyperscan", work, span, hyper_count(hyper, span), expected);
    hyper_free(hyper);
#else
    (void)work;
    (void)span;
    (void)expected;
#endif
}

/* Both ways of counting. */
static void check(struct workload work, const char *text, size_t length)
{
    struct span span = {malloc(length + !length), length, OFFSET};
    assert_non_null(span.bytes);
    memcpy(span.bytes, text, length);
    for (int lines = 0; lines < 2; lines++) {
        work.lines = counting_lines = lines;
        struct tally expected;
        taken.workloads++;
        if (!reference(&work, span, &expected)) {
            taken.disputed++;
            continue;
        }
        check_simd(&work, span, expected);
        check_hyperscan(&work, span, expected);
        taken.matches += expected.matches;
    }
    work.lines = counting_lines = false;
    free(span.bytes);
}

static void check_text(const char *const *patterns, size_t count, const char *text, size_t length)
{
    for (int caseless = 0; caseless < 2; caseless++) {
        struct workload work = {
            .patterns = patterns, .pattern_count = count, .caseless = caseless, .threads = 1};
        check(work, text, length);
    }
}

static const char *const patterns[] = {
    "foo",
    "fo+",
    "^foo",
    "foo$",
    "^foo$",
    "\\bfoo\\b",
    "\\Bfoo|foo\\B",
    "foo|bar",
    "foo|foobar|bar",
    "fo?o?b",
    "foo\\s*bar",
    "foo[^x]bar",
    "foo\\Wbar",
    "foo.*bar",
    "foo.?bar",
    "(?i)FOO",
    "(?x) f o o # a comment",
    "(foo|bar)\\1",
    "foo(?=bar)",
    "(?<=foo)bar",
    "(?<!foo)bar",
    "foo(?!bar)",
    "foo++b",
    "(?>foo|fo)o",
    "\\Qfoo\\E",
    "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
    "[^\\n]oo",
    "\\w+oo",
    "f\\x6fo\\r?$",
    "\xe4oo",
    "foo\\x{0}",
    "a.c",
    "oof?",
    "x*foo",
};

/* Where lines start and end, what is empty, and what only looks like a match. */
static void test_lines_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } texts[] = {
#define TEXT(text) {text, sizeof(text) - 1}
        TEXT(""),
        TEXT("\n"),
        TEXT("\n\n\n"),
        TEXT("foo"),
        TEXT("foo\n"),
        TEXT("\nfoo"),
        TEXT("\n\nfoo\n\n"),
        TEXT("foo\nbar\n"),
        TEXT("foobar\nbarfoo\nfoo bar\nfoo\n bar"),
        TEXT("foo\r\nbar\r\nfoo\r\n"),
        TEXT("foo\0bar\0foo\0\nfoo\0"),
        TEXT("\xe4oo foo\xe4 \xff\xfe foo\xff\n\xe4oo"),
        TEXT("foofoofoofoo foofoo\nfoo foo foo\n"),
        TEXT("f\nfo\nfoob\nfo\no\nfo ofo\n"),
        TEXT("1.2.3.4 and 10.20.30.40\n1.2.3\n.4\n256.1.1.1.1.1.1.1\n1.2.3.4"),
        TEXT("FOO Foo fOO fooBAR FOObar\n"),
        TEXT("xfoox _foo_ -foo- foo1\nfoo.bar\tfoo\tbar\v\ffoo"),
        TEXT("ab\nc abc aXc a\nc acc"),
#undef TEXT
    };
    for (size_t i = 0; i < COUNT(patterns); i++)
        for (size_t j = 0; j < COUNT(texts); j++)
            check_text(&patterns[i], 1, texts[j].text, texts[j].length);
}

/* Each alone, and not joined: 'ab' and 'bc' both count in 'abc', and every \1 is its own. */
static void test_several_patterns(void **state)
{
    (void)state;
    static const char *const sets[][3] = {
        {"ab", "bc", "abc"},         {"(a)\\1", "(b)\\1", "(c)\\1"}, {"foo", "foo", "fo+"},
        {"[ab]c", "[bc]c", "[cd]c"}, {"abc", "bbc", "cbc"},          {"^a", "b$", "\\bc"},
    };
    static const char text[] = "abc aabbcc abcbc\nfoo foofoo\nacbcccdc\nabbbccbc\nc a b\n\nab\nbc";
    for (size_t i = 0; i < COUNT(sets); i++)
        for (size_t count = 1; count <= 3; count++)
            check_text(sets[i], count, text, sizeof text - 1);
}

static void put(char *to, const char *string)
{
    while (*string)
        *to++ = *string++;
}

/* Lines longer than what is searched at once, and many of them: a match at each end of each. */
static void test_long_text(void **state)
{
    (void)state;
    static const size_t lengths[] = {10, 63, 64, 65, 1000, 131071, 131072, 300000};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        size_t length = 400000;
        char *text = malloc(length);
        assert_non_null(text);
        memset(text, 'b', length);
        for (size_t at = 0; at + lengths[i] < length; at += lengths[i]) {
            put(text + at, "foo");
            put(text + at + lengths[i] - 5, "1fooa\n");
        }
        for (size_t j = 0; j < COUNT(patterns); j += 3)
            check((struct workload){.patterns = &patterns[j], .pattern_count = 1, .threads = 1},
                  text, length);
        check((struct workload){.patterns = patterns, .pattern_count = 4, .threads = 1}, text,
              length);
        free(text);
    }
}

static size_t wild_text(struct dice *dice, char *text)
{
    size_t length = 0;
    for (size_t least = roll(dice, WILD_TEXT); length < least;) {
        length += wild_line(dice, text + length);
        text[length++] = '\n';
    }
    return length > 0 && roll(dice, 2) ? length - 1 : length;
}

static void test_wild(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    memset(&taken, 0, sizeof taken);
    for (int i = 0; i < WILD_PATTERNS; i++) {
        char several[2][WILD_BYTES], text[WILD_TEXT + WILD_LINE + 1];
        const char *wild[] = {several[0], several[1]};
        wild_pattern(&dice, several[0]);
        wild_pattern(&dice, several[1]);
        struct workload work = {.patterns = wild,
                                .pattern_count = roll(&dice, 4) ? 1 : 2,
                                .caseless = roll(&dice, 3) == 0,
                                .threads = 1};
        check(work, text, wild_text(&dice, text));
    }
    print_message("of %zu workloads, %zu by simd, %zu by Hyperscan, %llu matches; on %zu PCRE2 "
                  "doesn't agree with itself\n",
                  taken.workloads, taken.by_simd, taken.by_hyperscan,
                  (unsigned long long)taken.matches, taken.disputed);
    assert_true(taken.disputed < taken.workloads / 50);
    assert_true(taken.by_simd > taken.workloads / 5 && taken.matches > WILD_PATTERNS);
#ifdef WITH_HYPERSCAN
    assert_true(taken.by_hyperscan > taken.workloads / 5);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_by_hand),
        cmocka_unit_test(test_several_patterns),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_wild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
