/* ASCII in place of other characters, where the locale is not UTF-8. */
#include "base/ascii.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static void passes(const char *locale, const char *text, const char *expected)
{
    char *written;
    FILE *to = samples_memory(&written);
    setenv("LC_ALL", locale, 1);
    FILE *stream = ascii_stream(to);
    for (const char *at = text; *at; at++) /* however the parts are cut */
        fputc(*at, stream);
    fputs(text, stream);
    int columns = ascii_columns(text, strlen(text));
    if (stream != to)
        fclose(stream);
    fclose(to);
    char *twice = written + strlen(expected);
    assert_string_equal(twice, expected);
    *twice = '\0';
    assert_string_equal(written, expected);
    assert_int_equal(columns, strcmp(locale, "C") == 0 ? strlen(expected) : 9);
    free(written);
}

static void each_character_has_one_that_stands_in(void **state)
{
    (void)state;
    passes("C", "1.5× – ✓…", "1.5x - ok...");
    passes("C", "µ±→·−ß字🙂a", "u+-->.-???a");
    passes("C.UTF-8", "1.5× – ✓…", "1.5× – ✓…");
    passes("de_DE.utf8", "µ±→·−ß字🙂a", "µ±→·−ß字🙂a");
}

static void columns_of_a_part(void **state)
{
    (void)state;
    setenv("LC_ALL", "C", 1);
    assert_int_equal(ascii_columns("✓ and more", strlen("✓")), 2);
    assert_int_equal(ascii_columns("", 5), 0);
    setenv("LC_ALL", "C.UTF-8", 1);
    assert_int_equal(ascii_columns("✓ and more", strlen("✓ and")), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_has_one_that_stands_in),
        cmocka_unit_test(columns_of_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
