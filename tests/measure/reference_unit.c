/* The reference's counts, with a case for each construct. A pattern is applied to each line without
 * its newline. */
#include "base/strings.h"
#include "measure/kept_counts.h"
#include "measure/pattern_words.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct patterns patterns_of(const char *one, const char *other)
{
    const char *both[] = {one, other};
    json_t *list = json_pack("[s, s*]", one, other);
    return (struct patterns){.list = list,
                             .combined = patterns_join(both, other ? 2 : 1),
                             .joined = true,
                             .caseless = true};
}

static struct reference_counts count(const struct patterns *patterns, const char *text)
{
    struct reference_counts counts = {0};
    char *why, told[300];
    struct reference *reference = reference_new(patterns, &why);
    if (!reference)
        fail_msg("%s", why);
    assert_true(reference_count(reference, text, strlen(text), 0, &counts, told, sizeof told));
    reference_free(reference);
    return counts;
}

static void golden(void **state)
{
    (void)state;
    static const char text[] = "foo bar\nfoo\n\nxfoofoo\nBar foo\r\nab12 ab\xe9z_1";
    static const struct {
        const char *pattern;
        size_t matches;
    } cases[] = {
        {"foo", 5},
        {"^foo", 2},
        {"foo$", 2}, /* not before a carriage return, which is part of the line */
        {"foo\\r$", 1},
        {"^", 0}, /* empty matches don't count */
        {"x*", 1},
        {"\\bfoo", 3},
        {"\\Bfoo", 2},
        {"\\s", 4}, /* three blanks, one carriage return, and no newline */
        {"o\\s", 2},
        {"\\S+", 8},
        {"\\W", 5}, /* a byte beyond ASCII is not a letter */
        {"[^a-z0-9_]", 5},
        {"foo(?= bar)", 1},
        {"foo(?!foo|\\r| bar)", 2},
        {"(?<=x)foo", 1},
        {"(?<!^)foo", 3},
        {"(foo)\\1", 1},
        {"(?>fo+)o", 0},
        {"fo++", 5},
        {"fo++o", 0},
        {"(?-i)bar", 1},
        {"(?x) b a r # in any case", 2},
        {"(?s)foo.", 3},
        {"foo\\R", 1},
        {"foo(\\n|$)", 2},
        {"\\Afoo\\z", 1},
        {"x\\Kfoo", 1},
        {"\\Gfoo", 2},
        {"(?C1)bar", 2},
        {"\\Qbar", 2},
        {"(?:a|ab)2?", 4},
        {"[[:alpha:]]+", 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct patterns patterns = patterns_of(cases[i].pattern, NULL);
        struct reference_counts counts = count(&patterns, text);
        if (counts.all.matches != cases[i].matches)
            fail_msg("%s: %zu, not %zu", cases[i].pattern, (size_t)counts.all.matches,
                     cases[i].matches);
        assert_int_equal(counts.lines, 6);
        assert_int_equal(counts.bytes, strlen(text));
        patterns_free(&patterns);
    }
}

static void lines_and_places(void **state)
{
    (void)state;
    struct patterns patterns = patterns_of("o", "foo");
    struct reference_counts counts = count(&patterns, "foo\nboo foo\n");
    assert_int_equal(counts.each[0].matches, 6);
    assert_int_equal(counts.each[1].matches, 2);
    assert_true(counts.each[1].digest == scan_spread(0) + scan_spread(8));
    assert_int_equal(counts.combined.matches, 8 - 4); /* foo has the o in it */
    patterns.lines = true;
    counts = count(&patterns, "foo\nboo foo\n");
    assert_int_equal(counts.all.matches, 4);
    assert_true(counts.each[0].digest == scan_spread(0) + scan_spread(4));
    assert_int_equal(counts.combined.matches, 2);
    patterns_free(&patterns);
}

static void what_pcre2_refuses(void **state)
{
    (void)state;
    char *why;
    struct patterns patterns = patterns_of("a(b", NULL);
    assert_null(reference_new(&patterns, &why));
    assert_non_null(strstr(why, "a(b\n"));
    assert_non_null(strstr(why, "^ missing closing parenthesis"));
    free(why);
    patterns_free(&patterns);

    patterns = patterns_of("(?<n>a)", "(?<n>b)"); /* each is valid alone, but not both as one */
    struct reference *reference = reference_new(&patterns, &why);
    assert_non_null(reference);
    assert_non_null(reference_combined_refusal(reference));
    reference_free(reference);
    patterns_free(&patterns);
}

static void kept(void **state)
{
    (void)state;
    char folder[] = "/tmp/reference_unit.XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *path = format_string("%s/text", folder), *manifest = format_string("%s.json", path);
    struct stat text = {.st_size = 12, .st_mtim = {.tv_sec = 5}};
    struct patterns patterns = patterns_of("o", "foo"), others = patterns_of("o", NULL);
    struct reference_counts counts = count(&patterns, "foo\nboo foo\n"), found;
    assert_false(kept_counts_find(path, &text, &patterns, &found));
    kept_counts_add(path, &text, &patterns, &counts);
    assert_true(kept_counts_find(path, &text, &patterns, &found));
    assert_memory_equal(&found, &counts, sizeof counts);
    assert_false(kept_counts_find(path, &text, &others, &found));
    patterns.caseless = false;
    assert_false(kept_counts_find(path, &text, &patterns, &found));
    patterns.caseless = true;
    text.st_mtim.tv_nsec++; /* another text */
    assert_false(kept_counts_find(path, &text, &patterns, &found));

    FILE *foreign = fopen(manifest, "w"); /* another program's file stays */
    assert_non_null(foreign);
    fputs("{\"a\": 1}\n", foreign);
    fclose(foreign);
    kept_counts_add(path, &text, &patterns, &counts);
    char *left = samples_file(manifest);
    assert_string_equal(left, "{\"a\": 1}\n");
    free(left);
    unlink(manifest);
    rmdir(folder);
    free(manifest);
    free(path);
    patterns_free(&patterns);
    patterns_free(&others);
}

static void words(void **state)
{
    (void)state;
    char *got[PATTERN_WORDS_MOST];
    struct patterns patterns = patterns_default();
    assert_int_equal(pattern_words(&patterns, got), 0);
    assert_int_equal(pattern_words(NULL, got), 0);
    patterns.lines = true;
    patterns.caseless = false;
    static const char *const expected[] = {"--pattern",        "[0-9]{1}bob", "--pattern",
                                           "[0-9]{1}rob",      "--combined",  "[0-9][rb]ob",
                                           "--case-sensitive", "--count",     "lines"};
    size_t count = pattern_words(&patterns, got);
    assert_int_equal(count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(got[i], expected[i]);
    patterns_free(&patterns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden),
        cmocka_unit_test(lines_and_places),
        cmocka_unit_test(what_pcre2_refuses),
        cmocka_unit_test(kept),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
