/* Two profiles held against one another. */
#include "profile/model/profile_changes.h"

#include "base/strings.h"
#include "profile/show/profile_views.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static void expect(const struct profile *before, const struct profile *after, int width,
                   const char *expected)
{
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, width, false};
    profile_diff_views(&terminal, before, after);
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

static void what_moved(void **state)
{
    (void)state;
    struct profile *before = profile_sample(), *after = profile_sample_faster();
    expect(before, after, 80,
           "\n"
           "variant and faster, function by function\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "A is variant: 100 ms of CPU time, `pcre2_match_8` and below 80 %. B is faster:\n"
           "30.0 ms of CPU time for 2 searches, `pcre2_match_8` and below 67 %. For the same\n"
           "amount of text, A takes 6.67 times the CPU time of B. Below, what B takes is\n"
           "scaled to A's amount.\n"
           "function      A self % B self % change    ±  A self  B self    B − A\n"
           "match             60.0        –  -60.0 15.0 60.0 ms       – -60.0 ms gone\n"
           "pcre2_match_8     20.0     16.7   -3.3 19.1 20.0 ms 2.50 ms -17.5 ms\n"
           "lower             10.0        –  -10.0 13.6 10.0 ms       – -10.0 ms gone\n"
           "jit code             –     50.0  +50.0 17.2       – 7.50 ms +7.50 ms new\n"
           "copy_to_user       4.0     13.3   +9.3 17.4 4.00 ms 2.00 ms -2.00 ms\n"
           "search             4.0     13.3   +9.3 17.4 4.00 ms 2.00 ms -2.00 ms\n"
           "main               1.0      3.3   +2.3 14.1 1.00 ms  500 µs  -500 µs\n"
           "read               1.0      3.3   +2.3 14.1 1.00 ms  500 µs  -500 µs\n"
           "(left out: A total %, B total %; a wider terminal shows them)\n"
           "change: of self %, in points; ± to the farther end of its 95 % interval from\n"
           "sampling. Times are CPU time, of all threads together. Sorted by the change of\n"
           "self; 0 more functions hardly moved.\n");
    expect(before, after, 120,
           "\n"
           "variant and faster, function by function\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "A is variant: 100 ms of CPU time, `pcre2_match_8` and below 80 %. B is faster: 30.0 ms "
           "of CPU time\n"
           "for 2 searches, `pcre2_match_8` and below 67 %. For the same amount of text, A takes "
           "6.67 times the\n"
           "CPU time of B. Below, what B takes is scaled to A's amount.\n"
           "function       A self %  B self %  change     ±   A self   B self     B − A  A total % "
           " B total %\n"
           "match              60.0         –   -60.0  15.0  60.0 ms        –  -60.0 ms       60.0 "
           "         –  gone\n"
           "pcre2_match_8      20.0      16.7    -3.3  19.1  20.0 ms  2.50 ms  -17.5 ms       80.0 "
           "      66.7\n"
           "lower              10.0         –   -10.0  13.6  10.0 ms        –  -10.0 ms       10.0 "
           "         –  gone\n"
           "jit code              –      50.0   +50.0  17.2        –  7.50 ms  +7.50 ms          – "
           "      50.0  new\n"
           "copy_to_user        4.0      13.3    +9.3  17.4  4.00 ms  2.00 ms  -2.00 ms        4.0 "
           "      13.3\n"
           "search              4.0      13.3    +9.3  17.4  4.00 ms  2.00 ms  -2.00 ms       99.0 "
           "      96.7\n"
           "main                1.0       3.3    +2.3  14.1  1.00 ms   500 µs   -500 µs       90.0 "
           "     100.0\n"
           "read                1.0       3.3    +2.3  14.1  1.00 ms   500 µs   -500 µs        5.0 "
           "      16.7\n"
           "change: of self %, in points; ± to the farther end of its 95 % interval from sampling. "
           "Times are CPU\n"
           "time, of all threads together. Sorted by the change of self; 0 more functions hardly "
           "moved.\n");
    after->data_bytes = 0;
    expect(before, after, 80,
           "\n"
           "variant and faster, function by function\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "A is variant: 100 ms of CPU time, `pcre2_match_8` and below 80 %. B is faster:\n"
           "30.0 ms of CPU time for 2 searches, `pcre2_match_8` and below 67 %. How much\n"
           "text they searched is not known: only shares can be compared.\n"
           "function       A self %  B self %  change     ±  A total %  B total %\n"
           "match              60.0         –   -60.0  15.0       60.0          –  gone\n"
           "jit code              –      50.0   +50.0  17.2          –       50.0  new\n"
           "lower              10.0         –   -10.0  13.6       10.0          –  gone\n"
           "copy_to_user        4.0      13.3    +9.3  17.4        4.0       13.3\n"
           "search              4.0      13.3    +9.3  17.4       99.0       96.7\n"
           "pcre2_match_8      20.0      16.7    -3.3  19.1       80.0       66.7\n"
           "main                1.0       3.3    +2.3  14.1       90.0      100.0\n"
           "read                1.0       3.3    +2.3  14.1        5.0       16.7\n"
           "change: of self %, in points; ± to the farther end of its 95 % interval from\n"
           "sampling. Times are CPU time, of all threads together. Sorted by the change of\n"
           "self %; 0 more functions hardly moved.\n");
    profile_free(before);
    profile_free(after);
}

/* By self, not by total: main's total hardly moves here, whatever the search in it gained, and a
 * list by total would have it and its like among match and its callers, all for one cause. The
 * page once had such a list of its own, and said something else than --diff. */
static void the_largest_change_comes_first(void **state)
{
    (void)state;
    static const char *const names[] = {"match",        "pcre2_match_8", "lower", "jit code",
                                        "copy_to_user", "search",        "main",  "read"};
    size_t count;
    struct profile *before = profile_sample(), *after = profile_sample_faster();
    struct profile_change *changes = profile_changes(before, after, &count);
    assert_int_equal(count, 8);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(changes[i].name, names[i]);
    assert_true(changes[0].in[0] && !changes[0].in[1]); /* gone */
    assert_true(!changes[3].in[0] && changes[3].in[1]); /* new */
    assert_near(changes[3].self[1], 7.5e6);             /* of two searches */
    assert_near(changes[3].self_share[1], 0.5);
    free(changes);
    profile_free(before);
    profile_free(after);
}

/* A library that is linked into one and loaded by the other is the same one. */
static void functions_of_one_name_add_up(void **state)
{
    (void)state;
    size_t count;
    struct profile *before = profile_sample(), *after = profile_sample();
    size_t twin = profile_function(after, "match", "libpcre2-8.so.0", PROFILE_LIBRARY);
    after->functions[twin].self = after->functions[3].self / 2;
    after->functions[3].self /= 2;
    struct profile_change *changes = profile_changes(before, after, &count);
    assert_int_equal(count, 7);
    for (size_t i = 0; i < count; i++)
        assert_near(changes[i].self[1], changes[i].self[0]);
    free(changes);
    profile_free(before);
    profile_free(after);
}

static char *told(const struct profile *before, const struct profile *after)
{
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, 1000, false};
    profile_diff_views(&terminal, before, after);
    fclose(to);
    for (char *at = text; *at; at++)
        if (*at == '\n')
            *at = ' ';
    return text;
}

static void the_same_twice(void **state)
{
    (void)state;
    struct profile *before = profile_sample(), *after = profile_sample();
    char *text = told(before, after);
    assert_non_null(strstr(text, "For the same amount of text, B takes as much. "));
    assert_null(strstr(text, "kernel's time"));
    free(text);
    free(after->how.event);
    after->how.event = copy_string("cpu-clock:u");
    text = told(before, after);
    assert_non_null(strstr(text, " B leaves out the kernel's time, A does not: take both anew."));
    free(text);
    profile_free(before);
    profile_free(after);
}

static void what_counts_has_no_sampling_error(void **state)
{
    (void)state;
    struct profile *before = profile_sample_counted(), *after = profile_sample_counted();
    char *text = told(before, after);
    assert_null(strstr(text, "±"));
    free(text);
    profile_free(before);
    profile_free(after);
}

static void nothing_against_nothing(void **state)
{
    (void)state;
    size_t count;
    struct profile *before = profile_new(), *after = profile_new();
    struct profile_change *changes = profile_changes(before, after, &count);
    assert_int_equal(count, 0);
    assert_true(profile_text_ratio(before, after) == 0);
    free(changes);
    profile_free(before);
    profile_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_moved),
        cmocka_unit_test(the_largest_change_comes_first),
        cmocka_unit_test(functions_of_one_name_add_up),
        cmocka_unit_test(the_same_twice),
        cmocka_unit_test(what_counts_has_no_sampling_error),
        cmocka_unit_test(nothing_against_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
