/* Where two files first differ. */
#include "base/first_difference.h"
#include "tests/support/samples.h"

#include <string.h>

static FILE *file_of(const char *text, size_t length)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    return file;
}

static bool differ(const char *one, const char *other, struct first_difference *difference)
{
    FILE *first = file_of(one, strlen(one)), *second = file_of(other, strlen(other));
    bool found = first_difference(first, second, difference);
    fclose(first);
    fclose(second);
    return found;
}

static void the_same(void **state)
{
    (void)state;
    struct first_difference difference;
    assert_false(differ("", "", &difference));
    assert_false(differ("one\ntwo", "one\ntwo", &difference));
}

static void a_line_and_both_sides(void **state)
{
    (void)state;
    struct first_difference difference;
    assert_true(differ("one\ntwo\nthree\n", "one\ntoo\nthree\n", &difference));
    assert_int_equal(difference.line, 2);
    assert_string_equal(difference.lines[0], "two");
    assert_string_equal(difference.lines[1], "too");
    assert_false(difference.ended[0] || difference.ended[1]);
}

static void one_ends_early(void **state)
{
    (void)state;
    struct first_difference difference;
    assert_true(differ("one\n", "one\ntwo\n", &difference));
    assert_int_equal(difference.line, 2);
    assert_true(difference.ended[0]);
    assert_string_equal(difference.lines[1], "two");
    assert_true(differ("one", "one\n", &difference));
    assert_int_equal(difference.line, 1);
    assert_string_equal(difference.lines[0], "one (without a newline)");
    assert_string_equal(difference.lines[1], "one");
}

static void a_long_line_is_cut_around_the_place(void **state)
{
    (void)state;
    struct first_difference difference;
    char one[1001] = "", other[1001] = "";
    memset(one, 'x', 1000);
    memset(other, 'x', 1000);
    other[500] = 'y';
    assert_true(differ(one, other, &difference));
    assert_int_equal(difference.line, 1);
    assert_string_equal(difference.lines[1], "…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                             "yxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…");
    assert_true(differ("a\033[31m\n", "b\n", &difference)); /* nothing paints the terminal */
    assert_string_equal(difference.lines[0], "a?[31m");
}

static void bytes_of_any_kind(void **state)
{
    (void)state;
    struct first_difference difference;
    FILE *one = file_of("a\0b\n", 4), *other = file_of("a\0c\n", 4);
    assert_true(first_difference(one, other, &difference));
    assert_string_equal(difference.lines[0], "a?b");
    assert_string_equal(difference.lines[1], "a?c");
    fclose(one);
    fclose(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same),          cmocka_unit_test(a_line_and_both_sides),
        cmocka_unit_test(one_ends_early),    cmocka_unit_test(a_long_line_is_cut_around_the_place),
        cmocka_unit_test(bytes_of_any_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
