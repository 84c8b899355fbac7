/* A profile in the terminal, word for word. */
#include "base/strings.h"
#include "profile/model/profile_words.h"
#include "profile/show/profile_views.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is shown of it; frees the profile. */
static char *shown(struct profile *profile, int width, enum profile_sort by, size_t focus)
{
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, width, false};
    profile_views(&terminal, profile, by, focus);
    fclose(to);
    profile_free(profile);
    return text;
}

static void expect(struct profile *profile, int width, const char *expected)
{
    char *text = shown(profile, width, PROFILE_BY_SELF, PROFILE_NONE);
    assert_string_equal(text, expected);
    free(text);
}

static void unknown_cpu_time(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    profile->threads[1].cpu_ns = 0;
    char *text = shown(profile, 80, PROFILE_BY_SELF, PROFILE_NONE);
    assert_non_null(
        strstr(text, "helper       100  101      –       –          –   0.020  0.060\n"));
    free(text);
}

static void preempted_is_not_waiting(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    profile->threads[0].preempted_ns = 8000000;
    char *text = shown(profile, 80, PROFILE_BY_SELF, PROFILE_NONE);
    assert_has(text, "thread   process   id  CPU s  used %  preempted %  waiting %  from s   to s\n"
                     "variant      100  100  0.090    90.0          8.0        2.0   0.000  0.100\n"
                     "helper       100  101  0.010    25.0          0.0       75.0   0.020  0.060\n"
                     "They were preempted for 5.7 % of their time: others ran on their cores.\n");
    free(text);
    profile = profile_sample();
    profile->thread_count = 1;
    profile->threads[0].preempted_ns = 7000000;
    text = profile_preempted_note(profile);
    assert_string_equal(text, "It was preempted for 7.0 % of its time: others ran on its core.");
    free(text);
    profile->threads[0].preempted_ns = 900000;
    assert_null(profile_preempted_note(profile));
    profile->thread_count = 2;
    profile_free(profile);
}

static void without_the_kernel(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    free(profile->how.event);
    profile->how.event = copy_string("cpu-clock:u");
    char *text = shown(profile, 80, PROFILE_BY_SELF, PROFILE_NONE);
    for (char *at = text; *at; at++)
        if (*at == '\n')
            *at = ' ';
    assert_non_null(strstr(text, "`pcre2_match_8` and below: 80 % of the CPU time outside the "
                                 "kernel. What making it free would gain is not known without the "
                                 "kernel's time. Next after that: "));
    assert_null(strstr(text, "gains"));
    assert_non_null(strstr(text, "Event: cpu-clock:u. The kernel's time, such as that of "
                                 "reading, is in no figure here; with it: sudo sysctl "
                                 "kernel.perf_event_paranoid=1."));
    free(text);
}

static void on_80_columns(void **state)
{
    (void)state;
    expect(profile_sample(), 80,
           "\n"
           "Profile of variant\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "`pcre2_match_8` and below: 80 % of the CPU time. Making it free gains at most\n"
           "7.5×. Next after that: `lower` 10 %, `read` 5.0 % and `search` itself 4.0 %.\n"
           "\n"
           "Functions, by self\n"
           "function            calls per call self ms self %   ± total ms total % code\n"
           "match         ~10,000,000 ~6.00 ns    60.0   60.0 9.8     60.0    60.0 library\n"
           "pcre2_match_8  ~2,000,000 ~40.0 ns    20.0   20.0 8.9     80.0    80.0 library\n"
           "lower          ~1,000,000 ~10.0 ns    10.0   10.0 7.4     10.0    10.0 own\n"
           "search                 ~1 ~99.0 ms     4.0    4.0 5.8     99.0    99.0 own\n"
           "copy_to_user                           4.0    4.0 5.8      4.0     4.0 kernel\n"
           "main                                   1.0    1.0 4.4     90.0    90.0 own\n"
           "read                                   1.0    1.0 4.4      5.0     5.0 library\n"
           "(left out: module; a wider terminal shows it)\n"
           "~ counted by callgrind on the first 100 lines, and scaled to all that was\n"
           "searched.\n"
           "± to the farther end of the 95 % interval of self %, in points: sampling alone\n"
           "may be off by so much.\n"
           "\n"
           "Threads\n"
           "thread   process   id  CPU s  used %  waiting %  from s   to s\n"
           "variant      100  100  0.090    90.0       10.0   0.000  0.100\n"
           "helper       100  101  0.010    25.0       75.0   0.020  0.060\n"
           "Imbalance 1.80: the busiest of the 2 that share the work over their mean, in CPU\n"
           "time.\n"
           "\n"
           "How it was obtained\n"
           "perf: it works here. Text: data/random.txt, 1,000 lines, 1,001,000 bytes. Event:\n"
           "cpu-clock. 1000 samples per second of CPU time asked for, 998 delivered: 100\n"
           "samples, 0 lost. Not known which function: 2.0 %. Stacks end in JIT code: 7\n"
           "samples given to their only possible caller, 2 left without one. Without\n"
           "symbols: libnameless.so. Calls: counted by callgrind. The run took 103 ms,\n"
           "without the profiler 100 ms: +3.0 %.\n");
}

static void on_120_columns(void **state)
{
    (void)state;
    expect(profile_sample(), 120,
           "\n"
           "Profile of variant\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "`pcre2_match_8` and below: 80 % of the CPU time. Making it free gains at most 7."
           "5×. Next after that:\n"
           "`lower` 10 %, `read` 5.0 % and `search` itself 4.0 %.\n"
           "\n"
           "Functions, by self\n"
           "function             calls  per call  self ms  self %    ±  total ms  total %  c"
           "ode     module\n"
           "match          ~10,000,000  ~6.00 ns     60.0    60.0  9.8      60.0     60.0  l"
           "ibrary  variant\n"
           "pcre2_match_8   ~2,000,000  ~40.0 ns     20.0    20.0  8.9      80.0     80.0  l"
           "ibrary  variant\n"
           "lower           ~1,000,000  ~10.0 ns     10.0    10.0  7.4      10.0     10.0  o"
           "wn      variant\n"
           "search                  ~1  ~99.0 ms      4.0     4.0  5.8      99.0     99.0  o"
           "wn      variant\n"
           "copy_to_user                              4.0     4.0  5.8       4.0      4.0  k"
           "ernel   [kernel]\n"
           "main                                      1.0     1.0  4.4      90.0     90.0  o"
           "wn      variant\n"
           "read                                      1.0     1.0  4.4       5.0      5.0  l"
           "ibrary  libc.so.6\n"
           "~ counted by callgrind on the first 100 lines, and scaled to all that was search"
           "ed.\n"
           "± to the farther end of the 95 % interval of self %, in points: sampling alone may be "
           "off by so\n"
           "much.\n"
           "\n"
           "Threads\n"
           "thread   process   id  CPU s  used %  waiting %  from s   to s\n"
           "variant      100  100  0.090    90.0       10.0   0.000  0.100\n"
           "helper       100  101  0.010    25.0       75.0   0.020  0.060\n"
           "Imbalance 1.80: the busiest of the 2 that share the work over their mean, in CPU"
           " time.\n"
           "\n"
           "How it was obtained\n"
           "perf: it works here. Text: data/random.txt, 1,000 lines, 1,001,000 bytes. Event:"
           " cpu-clock. 1000\n"
           "samples per second of CPU time asked for, 998 delivered: 100 samples, 0 lost. No"
           "t known which\n"
           "function: 2.0 %. Stacks end in JIT code: 7 samples given to their only possible "
           "caller, 2 left\n"
           "without one. Without symbols: libnameless.so. Calls: counted by callgrind. The r"
           "un took 103 ms,\n"
           "without the profiler 100 ms: +3.0 %.\n");
}

static void without_stacks_and_threads(void **state)
{
    (void)state;
    expect(profile_sample_counted(), 80,
           "\n"
           "Profile of variant\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "`pcre2_match_8` and below: 90 % of the instructions. Were they all as long,\n"
           "making it free would gain at most 10×. Next after that: `search` itself 9.0 %\n"
           "and `main` itself 1.0 %.\n"
           "\n"
           "Functions, by self\n"
           "function       calls per call self G self % total G total % code    module\n"
           "match         20,000   30.0 k  0.600   60.0   0.600    60.0 library variant\n"
           "pcre2_match_8 20,000   45.0 k  0.300   30.0   0.900    90.0 library variant\n"
           "search             1    990 M  0.090    9.0   0.990    99.0 own     variant\n"
           "main                           0.010    1.0   1.000   100.0 own     variant\n"
           "\n"
           "How it was obtained\n"
           "callgrind: it works here. Text: data/random.txt, 1,000 lines, 1,001,000 bytes.\n"
           "Event: Ir. The run took 5.00 s, without the profiler 100 ms: 50.0 times as long.\n");
}

static void lanes_and_hostile_names(void **state)
{
    (void)state;
    expect(profile_sample_hostile(), 80,
           "\n"
           "Profile of hos\"tile\n"
           "Counted: [0-9]{1}bob, [0-9]{1}rob, in any case.\n"
           "`kernel<int>(float*)`: 100 % of what the GPU did. Making it free would leave\n"
           "next to nothing. Nothing else that can be told from it takes 1 %.\n"
           "\n"
           "Functions, by self\n"
           "function               self ms  self %  total ms  total %  code     module\n"
           "kernel<int>(float*)      6.000   100.0     6.000    100.0  gpu\n"
           "quo\"te, comma            2.000    50.0    10.000    100.0  own      mod\\ule\"\n"
           "caf? ?[31m               1.000    25.0     1.000     25.0  unknown\n"
           "semi;colon blank?line    1.000    25.0     1.000     25.0  unknown\n"
           "Shares of what ran on the GPU are of the time that it worked, all others of the\n"
           "host's.\n"
           "\n"
           "Threads\n"
           "thread   process   id  CPU s  used %  waiting %  from s   to s\n"
           "a;b c\"d      100  100  0.010   100.0        0.0   0.000  0.010\n"
           "\n"
           "What ran when, by lane\n"
           "lane        spans  compute ms  copy ms  wait ms\n"
           "stream \"7\"      2        6.00     2.00\n"
           "host            1                          9.50\n"
           "\n"
           "How it was obtained\n"
           "cupti: it works here. Text: data/random.txt, 1,000 lines, 1,001,000 bytes.\n");
}

static void under_one_function(void **state)
{
    (void)state;
    char *text = shown(profile_sample(), 80, PROFILE_BY_TOTAL, 2);
    assert_has(text, "Below, shares are of what lies under `pcre2_match_8`: 80 % of all.\n"
                     "\n"
                     "Functions under pcre2_match_8, by total\n"
                     "function       self ms  self %     ±  total ms  total %  code     module\n"
                     "pcre2_match_8    20.00    25.0  10.5     80.00    100.0  library  variant\n"
                     "match            60.00    75.0  10.5     60.00     75.0  library  variant\n");
    free(text);
}

/* Names and numbers as large as they come fit all the same. */
static void nothing_is_too_wide(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    char name[200];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    for (int i = 0; i < 60; i++) {
        name[0] = (char)('A' + i % 26);
        name[1] = (char)('a' + i / 26);
        size_t function = profile_function(profile, name, name, PROFILE_LIBRARY);
        size_t node = profile_node(profile, PROFILE_NONE, function, 0);
        profile_hit(profile, node, 1e15, 123456789);
        profile->functions[function].calls = 1234567890123;
        profile->functions[function].has_calls = true;
    }
    profile_sum_up(profile);
    char *text = shown(profile, 80, PROFILE_BY_CALLS, PROFILE_NONE);
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t width = 0;
        for (const char *at = line; *at && *at != '\n'; at++)
            width += ((unsigned char)*at & 0xc0) != 0x80;
        if (width > 80)
            fail_msg("%zu columns: %.*s", width, (int)strcspn(line, "\n"), line);
    }
    assert_has(text, "(43 more)");
    free(text);
}

static void imbalance_is_of_those_that_work(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    assert_near(profile_imbalance(profile).times, 1.8);
    assert_int_equal(profile_imbalance(profile).count, 2);
    profile->threads[1].cpu_ns = 8000000; /* under a tenth of the other */
    assert_near(profile_imbalance(profile).times, 1);
    assert_int_equal(profile_imbalance(profile).count, 1);
    profile->threads[0].cpu_ns = profile->threads[1].cpu_ns = 0;
    assert_true(profile_imbalance(profile).times == 0);
    assert_true(profile_imbalance(profile).busiest == PROFILE_NONE);
    profile_free(profile);
}

static void imbalance_is_not_of_who_hands_out(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    static const struct {
        const char *name;
        uint64_t start_ms, end_ms, cpu_ms;
    } processes[] = {{"worker", 1, 99, 60}, {"worker", 1, 99, 80}, {"parent", 0, 100, 39}};
    for (size_t i = 0; i < 3; i++) {
        size_t place =
            profile_thread(profile, 100 - (int64_t)i, 100 - (int64_t)i, processes[i].name);
        profile->threads[place].start_ns = processes[i].start_ms * 1000000;
        profile->threads[place].end_ns = processes[i].end_ms * 1000000;
        profile->threads[place].cpu_ns = processes[i].cpu_ms * 1000000;
    }
    assert_near(profile_imbalance(profile).times, 80.0 / 70);
    assert_int_equal(profile_imbalance(profile).busiest, 1);
    assert_int_equal(profile_imbalance(profile).count, 2);
    profile->threads[2].cpu_ns = 100000000; /* it works itself, and is what the others wait for */
    assert_near(profile_imbalance(profile).times, 100.0 / 80);
    assert_int_equal(profile_imbalance(profile).count, 3);
    profile->threads[2].cpu_ns = 40000000; /* half of the busiest's */
    assert_near(profile_imbalance(profile).times, 80.0 / 60);
    profile->threads[2].cpu_ns = 39000000;
    for (size_t i = 0; i < 3; i++) /* threads of one process wait where they are to work */
        profile->threads[i].pid = 98;
    assert_int_equal(profile_imbalance(profile).count, 3);
    profile_free(profile);
}

static void what_is_not_known_is_not_told(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    profile->variant = copy_string("empty");
    profile->engine = copy_string("perf");
    char *text = shown(profile, 80, PROFILE_BY_SELF, PROFILE_NONE);
    assert_lacks(text, "nan");
    assert_lacks(text, "inf");
    assert_lacks(text, "(null)");
    assert_has(text, "Nothing was seen");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_80_columns),
        cmocka_unit_test(unknown_cpu_time),
        cmocka_unit_test(preempted_is_not_waiting),
        cmocka_unit_test(without_the_kernel),
        cmocka_unit_test(on_120_columns),
        cmocka_unit_test(without_stacks_and_threads),
        cmocka_unit_test(lanes_and_hostile_names),
        cmocka_unit_test(under_one_function),
        cmocka_unit_test(nothing_is_too_wide),
        cmocka_unit_test(imbalance_is_of_those_that_work),
        cmocka_unit_test(imbalance_is_not_of_who_hands_out),
        cmocka_unit_test(what_is_not_known_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
