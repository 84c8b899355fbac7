/* What a profile says is the bottleneck. */
#include "profile/model/profile_figures.h"
#include "profile/model/profile_file.h"
#include "profile/model/profile_verdict.h"
#include "profile/model/profile_words.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static void expect_verdict(const struct profile *profile, const char *text)
{
    char *told = profile_verdict_text(profile);
    assert_string_equal(told, text);
    free(told);
}

static void without_what_it_gains(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    char *seen = profile_verdict_seen(profile);
    assert_string_equal(seen, "`pcre2_match_8` and below: 80 % of the CPU time. Next after that: "
                              "`lower` 10 %, `read` 5.0 % and `search` itself 4.0 %.");
    free(seen);
    profile_free(profile);
}

static void glue_is_passed_through(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    expect_verdict(profile, "`pcre2_match_8` and below: 80 % of the CPU time. Making it free gains "
                            "at most 7.5×. Next after that: `lower` 10 %, `read` 5.0 % and "
                            "`search` itself 4.0 %.");
    profile_free(profile);
    profile = profile_sample_counted(); /* without stacks */
    expect_verdict(profile, "`pcre2_match_8` and below: 90 % of the instructions. Were they all as "
                            "long, making it free would gain at most 10×. Next after that: "
                            "`search` itself 9.0 % and `main` itself 1.0 %.");
    profile_free(profile);
}

/* A stack of functions, the outermost first; the weight is the last one's own. */
struct stack {
    const char *functions[6];
    double ms;
};

static struct profile *of_stacks(const struct stack *stacks, size_t count)
{
    struct profile *profile = profile_new();
    for (size_t i = 0; i < count; i++) {
        size_t at = PROFILE_NONE;
        for (size_t j = 0; j < 6 && stacks[i].functions[j]; j++) {
            const char *name = stacks[i].functions[j];
            enum profile_category category = *name == '+'   ? PROFILE_LIBRARY
                                             : *name == '*' ? PROFILE_KERNEL
                                             : *name == '?' ? PROFILE_UNKNOWN
                                                            : PROFILE_OWN;
            const char *module = strncmp(name, "+_dl", 4) == 0 ? "ld-linux-x86-64.so.2" : "x";
            at = profile_node(profile, at, profile_function(profile, name, module, category),
                              PROFILE_NONE);
        }
        profile_hit(profile, at, stacks[i].ms * 1e6, 1);
    }
    profile_sum_up(profile);
    return profile;
}

#define EXPECT_OF(text, ...)                                                                       \
    do {                                                                                           \
        const struct stack stacks[] = {__VA_ARGS__};                                               \
        struct profile *profile = of_stacks(stacks, sizeof stacks / sizeof stacks[0]);             \
        expect_verdict(profile, text);                                                             \
        profile_free(profile);                                                                     \
    } while (0)

/* The run-time of OpenMP calls us back: it is no end. What it waits is told. */
static void others_code_that_leads_home_is_passed_through(void **state)
{
    (void)state;
    EXPECT_OF("`+scan` and below: 60 % of the time. Making it free gains at most 2.5×. Next after "
              "that: `+pool` itself 30 % and `body` itself 10 %.",
              {{"main", "+pool", "body", "+scan", "+inner"}, 60}, {{"main", "+pool", "body"}, 10},
              {{"main", "+pool"}, 30});
}

static void own_code_that_does_the_work_is_named(void **state)
{
    (void)state;
    EXPECT_OF("`count` and below: 90 % of the time. Making it free gains at most 10×. Next after "
              "that: `+read` 10 %.",
              {{"main", "search", "count"}, 60}, {{"main", "search", "count", "*fault"}, 30},
              {{"main", "search", "+read", "*copy"}, 10});
}

static void what_has_no_name_is_none(void **state)
{
    (void)state;
    EXPECT_OF("`work` and below: 40 % of the time. Making it free gains at most 1.7×. Nothing else "
              "that can be told from it takes 1 %.",
              {{"main", "?"}, 60}, {{"main", "work"}, 40});
    EXPECT_OF("Nothing was seen whose name is known: there is no bottleneck to name.", {{"?"}, 60});
    struct profile *profile = profile_new();
    assert_int_equal(profile_verdict(profile).function, PROFILE_NONE);
    profile_free(profile);
}

/* A stack that was unwound wrongly says that the library calls main. */
static void a_wrong_edge_leads_nowhere(void **state)
{
    (void)state;
    EXPECT_OF("`+scan` and below: 100 % of the time. Making it free would leave next to nothing. "
              "Nothing else that can be told from it takes 1 %.",
              {{"main", "+scan"}, 995}, {{"main", "+scan", "main"}, 5});
}

/* As many samples as of_stacks() gives milliseconds. */
static void expect_sampled(const struct stack *stacks, size_t count, const char *text)
{
    struct profile *profile = of_stacks(stacks, count);
    profile->how.samples = (uint64_t)(profile_total(profile) / 1e6 + 0.5);
    json_t *object = profile_object(profile);
    const json_t *verdict = json_object_get(object, "verdict");
    expect_verdict(profile, text);
    assert_int_equal(json_is_integer(json_object_get(verdict, "function")), *text == '`');
    json_decref(object);
    profile_free(profile);
}
#define EXPECT_SAMPLED(text, ...)                                                                  \
    do {                                                                                           \
        const struct stack stacks[] = {__VA_ARGS__};                                               \
        expect_sampled(stacks, sizeof stacks / sizeof stacks[0], text);                            \
    } while (0)

#define MORE " A longer text, or a higher --frequency, gives more samples."

static void few_samples_name_nothing(void **state)
{
    (void)state;
    EXPECT_SAMPLED("From 1 sample it cannot be told what takes most of the time: `work` and below "
                   "100 %." MORE,
                   {{"main", "work"}, 1});
    EXPECT_SAMPLED("From 5 samples it cannot be told what takes most of the time: `work` and below "
                   "100 %." MORE,
                   {{"main", "work"}, 5});
    EXPECT_SAMPLED(
        "`work` and below: 100 % of the time. Making it free gains 2.6× or more. Nothing "
        "else that can be told from it takes 1 %.",
        {{"main", "work"}, 6});
    EXPECT_SAMPLED("From 30 samples it cannot be told what takes most of the time: `a` and below "
                   "60 %, `b` 40 %." MORE,
                   {{"main", "a"}, 18}, {{"main", "b"}, 12});
    EXPECT_SAMPLED("`a` and below: 60 % of the time. Making it free gains at most 2.9×. Next after "
                   "that: `b` 40 %.",
                   {{"main", "a"}, 180}, {{"main", "b"}, 120});
    EXPECT_SAMPLED("`work` and below: 100 % of the time. Making it free would leave next to "
                   "nothing. Nothing else that can be told from it takes 1 %.",
                   {{"main", "work"}, 5000});
}

/* `a` may be called by what takes more. */
static void of_cut_stacks_it_is_said_what_is_not_known(void **state)
{
    (void)state;
    const struct stack stacks[] = {{{"a", "hot"}, 670}, {{"main", "other"}, 330}};
    struct profile *profile = of_stacks(stacks, 2);
    profile->how.samples = 1000;
    profile->how.cut = 30; /* so few do no harm */
    expect_verdict(profile, "`hot` and below: 67 % of the time. Making it free gains at most 3.3×. "
                            "Next after that: `other` 33 %.");
    profile->how.cut = 670;
    expect_verdict(profile,
                   "`hot` and below: 67 % of the time. But 67 % of the stacks are cut: what "
                   "called their functions is not known and may take more, and neither is "
                   "what making it free would gain. Next after that: `other` 33 %.");
    profile_free(profile);
}

/* Of a text of a few bytes the loader's and the kernel's part is the largest. */
static void starting_a_process_is_no_bottleneck(void **state)
{
    (void)state;
    EXPECT_SAMPLED("Most of the time went into the process's start and end, not into the search: "
                   "there is no bottleneck to name. Take a longer text.",
                   {{"+_start", "+_dl_start", "+_dl_relocate_object"}, 40}, {{"*execve"}, 20},
                   {{"+_start of it", "main", "work"}, 50});
    EXPECT_SAMPLED("`work` and below: 62 % of the time. Making it free gains at most 3.6×. Nothing "
                   "else that can be told from it takes 1 %.",
                   {{"+_start", "+_dl_start", "+_dl_relocate_object"}, 30},
                   {{"+_start of it", "main", "work"}, 50});
    /* as callgrind has it, where the loader calls the program */
    EXPECT_SAMPLED("`work` and below: 62 % of the time. Making it free gains at most 3.6×. Nothing "
                   "else that can be told from it takes 1 %.",
                   {{"+_dl_begin", "+_dl_start", "+_dl_relocate_object"}, 30},
                   {{"+_dl_begin", "+_start", "main", "work"}, 50});
    EXPECT_SAMPLED("Most of the time went into the process's start and end, not into the search: "
                   "there is no bottleneck to name. Take a longer text.",
                   {{"+_dl_begin", "+_dl_start", "+_dl_relocate_object"}, 80},
                   {{"+_dl_begin", "+_start", "main", "work"}, 50});
}

/* The host waits for it, in CUDA's calls: that is no work. */
static void of_a_gpu_what_it_did(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    static const struct {
        const char *name;
        enum profile_category category;
        double ms;
    } functions[] = {{"cudaStreamSynchronize", PROFILE_LIBRARY, 95},
                     {"copy to GPU", PROFILE_GPU, 75},
                     {"count", PROFILE_GPU, 24},
                     {"main", PROFILE_OWN, 5},
                     {"fill", PROFILE_GPU, 1}};
    for (size_t i = 0; i < 5; i++) {
        size_t place = profile_function(profile, functions[i].name, "", functions[i].category);
        profile->functions[place].self = profile->functions[place].total = functions[i].ms * 1e6;
    }
    expect_verdict(profile, "`copy to GPU`: 75 % of what the GPU did. Making it free gains at most "
                            "4.0×, where nothing else goes on beside it. Next after that: `count` "
                            "24 % and `fill` 1.0 %.");
    struct profile_whole whole = profile_whole(profile);
    assert_true(whole.gpu == 100e6 && whole.cpu == 100e6);
    char *words = profile_whole_words(profile);
    assert_string_equal(words, "100 ms on the GPU and 100 ms of the host's time");
    free(words);
    profile_free(profile);
}

/* Nothing but a circle: it must end. */
static void a_circle_ends(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    size_t a = profile_function(profile, "a", "", PROFILE_OWN);
    size_t b = profile_function(profile, "b", "", PROFILE_OWN);
    size_t edges[] = {profile_edge(profile, a, b), profile_edge(profile, b, a)};
    for (size_t i = 0; i < 2; i++) {
        profile->edges[edges[i]].total = 10;
        profile->functions[i].self = 1;
        profile->functions[i].total = 10;
    }
    assert_true(profile_verdict(profile).function < 2);
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glue_is_passed_through),
        cmocka_unit_test(without_what_it_gains),
        cmocka_unit_test(others_code_that_leads_home_is_passed_through),
        cmocka_unit_test(own_code_that_does_the_work_is_named),
        cmocka_unit_test(what_has_no_name_is_none),
        cmocka_unit_test(a_wrong_edge_leads_nowhere),
        cmocka_unit_test(few_samples_name_nothing),
        cmocka_unit_test(of_cut_stacks_it_is_said_what_is_not_known),
        cmocka_unit_test(starting_a_process_is_no_bottleneck),
        cmocka_unit_test(of_a_gpu_what_it_did),
        cmocka_unit_test(a_circle_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
