/* Numbers as people write and read them. */
#include "common/units.h"
#include "tests/support/samples.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void durations_read(void **state)
{
    (void)state;
    const struct {
        const char *text;
        uint64_t ns;
    } good[] = {
        {"1ms", 1000000},          {"200ms", 200000000},     {"1.5ms", 1500000},
        {"0.001s", 1000000},       {"90s", 90 * NS_PER_S},   {"090s", 90 * NS_PER_S},
        {"0.5s", NS_PER_S / 2},    {"8m", 480 * NS_PER_S},   {"8min", 480 * NS_PER_S},
        {"1.5h", 5400 * NS_PER_S}, {"2.h", 7200 * NS_PER_S}, {"8759h", 8759ULL * 3600 * NS_PER_S},
    };
    const char *const bad[] = {
        "",
        " ",
        "s",
        "ms",
        "90",
        "0s",
        "0.0009s",
        "0ms",
        "-1s",
        "+1s",
        " 1s",
        "1 s",
        "1s ",
        "1S",
        "1sec",
        "1d",
        "1h30m",
        "1,5h",
        ".5s",
        "1..5s",
        "1.2.3s",
        "8760h",
        "1e9h",
        "1e400s",
        "1e3s",
        "infs",
        "nans",
        "0x10s",
        "0x1p3s",
        "1\n",
        "99999999999999999999999999999999999999999999h",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        uint64_t ns = 77;
        if (!units_parse_duration(good[i].text, &ns) || ns != good[i].ns)
            fail_msg("%s is %llu ns", good[i].text, (unsigned long long)ns);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        uint64_t ns;
        if (units_parse_duration(bad[i], &ns))
            fail_msg("\"%s\" is taken for a duration", bad[i]);
    }
    for (unsigned ms = 1; ms <= 5000; ms++) { /* no millisecond falls short */
        char text[16];
        uint64_t ns = 0;
        snprintf(text, sizeof text, "%ums", ms);
        assert_true(units_parse_duration(text, &ns));
        assert_int_equal(ns, ms * 1000000ULL);
    }
}

static void numbers_read(void **state)
{
    (void)state;
    const char *const bad[] = {
        "",
        " ",
        "-50",
        "+50",
        " 50",
        "50 ",
        "50.0",
        "50k",
        "50\n",
        "0x32",
        "5e1",
        "٥٠",
        "9",
        "101",
        "18446744073709551615",
        "18446744073709551616",
        "18446744073709551666",
    };
    uint64_t value = 0;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (units_parse_number(bad[i], 10, 100, &value))
            fail_msg("\"%s\" is taken for a number from 10 to 100", bad[i]);
    assert_true(units_parse_number("10", 10, 100, &value));
    assert_int_equal(value, 10);
    assert_true(units_parse_number("0100", 10, 100, &value));
    assert_int_equal(value, 100);
    assert_true(units_parse_number("0", 0, 0, &value));
    assert_int_equal(value, 0);
    assert_true(units_parse_number("18446744073709551615", 0, UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
    assert_false(units_parse_number("18446744073709551616", 0, UINT64_MAX, &value));
}

static void significant_digits(void **state)
{
    (void)state;
    const struct {
        double value;
        int digits;
        const char *text;
    } cases[] = {
        {10.52, 4, "10.52"},       {0.02612, 4, "0.02612"},
        {1234, 4, "1234"},         {123456, 4, "123456"}, /* digits before the point are all kept */
        {1, 4, "1.000"},           {10, 4, "10.00"},
        {1000, 4, "1000"},         {0, 4, "0.000"},
        {-2.5, 2, "-2.5"},         {9.9994, 4, "9.999"},
        {9.9996, 4, "10.00"}, /* rounding adds a digit in front */
        {99.996, 4, "100.0"},      {999.96, 4, "1000"},
        {0.99996, 4, "1.000"},     {0.099996, 4, "0.1000"},
        {-9.9996, 4, "-10.00"},    {0.001, 4, "0.001000"},
        {0.1, 1, "0.1"},           {9.6, 1, "10"},
        {2.345, 3, "2.35"}, /* the double is a little above */
        {1e-12, 4, "0.000000000"}, {1e15, 3, "1000000000000000"},
    };
    char text[UNITS_SIZE];
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(units_significant(text, cases[i].value, cases[i].digits),
                            cases[i].text);
}

/* Nothing that is no number, or too long for its room, does harm. */
static void odd_numbers_fit_their_room(void **state)
{
    (void)state;
    const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1e300, -1e300, 5e-324};
    for (size_t i = 0; i < COUNT(odd); i++) {
        char text[UNITS_SIZE + 1];
        memset(text, '#', sizeof text);
        assert_ptr_equal(units_significant(text, odd[i], 4), text);
        assert_non_null(memchr(text, '\0', UNITS_SIZE));
        assert_int_equal(text[UNITS_SIZE], '#');
    }
}

static void durations_shown(void **state)
{
    (void)state;
    const struct {
        uint64_t ns;
        const char *text;
    } cases[] = {
        {0, "0 s"},
        {1, "0 s"},
        {NS_PER_S / 2 - 1, "0 s"},
        {NS_PER_S / 2, "1 s"},
        {52 * NS_PER_S, "52 s"},
        {99 * NS_PER_S, "99 s"},
        {99 * NS_PER_S + NS_PER_S / 2, "1 min 40 s"},
        {100 * NS_PER_S, "1 min 40 s"},
        {200 * NS_PER_S, "3 min 20 s"},
        {120 * NS_PER_S, "2 min 00 s"},
        {36000 * NS_PER_S, "600 min 00 s"},
        {UINT64_MAX, "307445734 min 34 s"},
    };
    char text[UNITS_SIZE];
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(units_duration(text, cases[i].ns), cases[i].text);
}

static void one_and_several(void **state)
{
    (void)state;
    assert_string_equal(units_plural(0, "match", "matches"), "matches");
    assert_string_equal(units_plural(1, "match", "matches"), "match");
    assert_string_equal(units_plural(2, "match", "matches"), "matches");
    assert_string_equal(units_plural(UINT64_MAX, "match", "matches"), "matches");
}

static void grouped_digits(void **state)
{
    (void)state;
    const struct {
        uint64_t value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1,000"},
        {12345, "12,345"},
        {100000, "100,000"},
        {1001000000, "1,001,000,000"},
        {UINT64_MAX, "18,446,744,073,709,551,615"},
    };
    char text[UNITS_SIZE];
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(units_grouped(text, cases[i].value), cases[i].text);
}

static void percentages_read(void **state)
{
    (void)state;
    const struct {
        const char *text;
        double share;
    } good[] = {{"2%", 0.02}, {"2", 0.02}, {"2 %", 0.02}, {"0.5%", 0.005}, {"0%", 0}, {"100%", 1}};
    const char *const bad[] = {"",     "%",    "-1%",  "+1%",  " 2%", "2%%",  "2% ", "2  %",
                               "101%", "1e1%", "0x2%", "2,5%", ".5%", "nan%", "inf", "1.2.3%"};
    for (size_t i = 0; i < COUNT(good); i++) {
        double share = 77;
        assert_true(units_parse_percent(good[i].text, 100, &share));
        assert_true(fabs(share - good[i].share) < 1e-15);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        double share;
        if (units_parse_percent(bad[i], 100, &share))
            fail_msg("'%s' is taken for a percentage", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_read),
        cmocka_unit_test(percentages_read),
        cmocka_unit_test(numbers_read),
        cmocka_unit_test(significant_digits),
        cmocka_unit_test(odd_numbers_fit_their_room),
        cmocka_unit_test(durations_shown),
        cmocka_unit_test(grouped_digits),
        cmocka_unit_test(one_and_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
