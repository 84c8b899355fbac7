/* What a terminal is not to get, and that all else stays. */
#include "base/printable.h"
#include "base/strings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, const char *shown)
{
    char *copy = copy_string(text); /* on the heap, where a sanitizer sees what is read behind it */
    assert_string_equal(printable(copy, '?'), shown);
    free(copy);
}

static void text_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "all of \\ ASCII ~",
        "9.5 × as fast – 3 µs",
        "\xc2\xa0 the first behind the controls",
        "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
        "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        expect(texts[i], texts[i]);
    assert_null(printable(NULL, ' '));
    assert_null(printable_ascii(NULL));
}

static void controls_go(void **state)
{
    (void)state;
    expect("a\033[31mb\nc\td\177", "a?[31mb?c?d?");
    expect("\xc2\x9b"
           "31m red, \xc2\x80\xc2\x9f",
           "?31m red, ??"); /* U+009B is ESC [ in one */
}

static void what_is_no_text_goes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"caf\xe9", "caf?"}, /* Latin-1 */
        {"\x9b"
         "31m",
         "?31m"},                     /* there U+009B is this byte */
        {"\xc0\x9b\xc1\xbf", "????"}, /* longer than needed */
        {"\xe0\x82\x9b\xf0\x80\x82\x9b", "???????"},
        {"\xed\xa0\x80", "???"},                /* half a pair of UTF-16 */
        {"\xf4\x90\x80\x80\xf5\x80", "??????"}, /* beyond U+10FFFF */
        {"a\xc3", "a?"},                        /* cut off */
        {"\xe2\x82", "??"},
        {"\xe2\x82z", "??z"},
        {"\xe2\xc2\x9b", "??"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect(cases[i].text, cases[i].shown);
}

static void ascii_alone(void **state)
{
    (void)state;
    char text[] = "a\033[1m\177 caf\xc3\xa9 \xc2\x9b~";
    assert_string_equal(printable_ascii(text), "a?[1m? caf?? ??~");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stays),
        cmocka_unit_test(controls_go),
        cmocka_unit_test(what_is_no_text_goes),
        cmocka_unit_test(ascii_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
