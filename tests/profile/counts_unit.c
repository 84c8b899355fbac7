/* Calls counted by one tool, put into the profile that another one made. */
#include "profile/model/counts.h"
#include "tests/support/counted.h"

#include <stdlib.h>
#include <string.h>

static size_t function(struct profile *profile, const char *module, const char *name)
{
    enum profile_category category = strcmp(module, "it") == 0      ? PROFILE_OWN
                                     : strcmp(module, "[jit]") == 0 ? PROFILE_JIT
                                                                    : PROFILE_LIBRARY;
    return profile_function(profile, name, module, category);
}

/* `calls` of the last of the names by the one before, of each a "MODULE name". */
static void calls(struct profile *profile, const char *from_module, const char *from,
                  const char *to_module, const char *to, uint64_t count)
{
    size_t caller = function(profile, from_module, from);
    size_t callee = function(profile, to_module, to);
    size_t edge = profile_edge(profile, caller, callee);
    profile->functions[callee].calls += count;
    profile->functions[callee].has_calls = true;
    profile->edges[edge].calls += count;
    profile->edges[edge].has_calls = true;
}

/* An edge that samples showed. */
static void sampled(struct profile *profile, const char *from_module, const char *from,
                    const char *to_module, const char *to)
{
    size_t caller = function(profile, from_module, from);
    profile_edge(profile, caller, function(profile, to_module, to));
}

static void expect(const struct profile *profile, const char *name, uint64_t count)
{
    const struct profile_function *got = counted_function(profile, name);
    if (!got->has_calls || got->calls != count)
        fail_msg("%s: %llu calls, not %llu", name, (unsigned long long)got->calls,
                 (unsigned long long)count);
}

static void take(struct profile *to, struct profile *seen)
{
    profile_take_calls(to, &(struct counts){seen, NULL, 10, 0, 10, NULL, 0});
    profile_free(seen);
}

static struct profile *slice(uint64_t lines)
{
    struct profile *profile = profile_new();
    calls(profile, "libc.so.6", "start", "it", "main", 1);
    calls(profile, "it", "main", "it", "count", lines);
    calls(profile, "it", "main", "it", "read", 1 + lines / 10);
    calls(profile, "it", "count", "libc.so.6", "memchr", 3 * lines + 2);
    return profile;
}

static struct profile *whole(void)
{
    struct profile *profile = profile_new();
    sampled(profile, "it", "main", "it", "count");
    sampled(profile, "it", "main", "it", "read");
    sampled(profile, "it", "count", "libc.so.6", "memchr");
    sampled(profile, "it", "count", "[kernel]", "page_fault");
    return profile;
}

static void one_slice(void **state)
{
    (void)state;
    struct profile *to = whole(), *seen = slice(100);
    profile_take_calls(to, &(struct counts){seen, NULL, 100, 0, 1000, NULL, 0});
    expect(to, "count", 1000);
    expect(to, "read", 110);
    expect(to, "memchr", 3020);
    expect(to, "main", 10); /* so it has to be read with care */
    assert_false(counted_function(to, "page_fault")->has_calls);
    assert_int_equal(counted_edge(to, "main", "count")->calls, 1000);
    assert_int_equal(counted_edge(to, "count", "memchr")->calls, 3020);
    assert_false(counted_edge(to, "count", "page_fault")->has_calls);
    assert_string_equal(to->how.counts_engine, "callgrind");
    assert_int_equal(to->how.counts_lines, 100);
    assert_near(to->how.counts_scale, 10);
    profile_free(seen);
    profile_free(to);
}

static void two_slices(void **state)
{
    (void)state;
    struct profile *to = whole(), *seen = slice(100), *before = slice(50);
    to->how.counts_engine = strdup("another");
    profile_take_calls(to, &(struct counts){seen, before, 100, 50, 1000000, NULL, 0});
    expect(to, "main", 1);
    expect(to, "count", 1000000);
    expect(to, "read", 100001);
    expect(to, "memchr", 3000002);
    assert_int_equal(counted_edge(to, "count", "memchr")->calls, 3000002);
    assert_string_equal(to->how.counts_engine, "callgrind");
    assert_near(to->how.counts_scale, 10000);
    /* Fewer calls in the longer slice: by chance, so no more are added. */
    profile_take_calls(to, &(struct counts){before, seen, 100, 50, 1000000, NULL, 0});
    expect(to, "count", 50);
    profile_free(seen);
    profile_free(before);
    profile_free(to);
}

/* As before, but for what each search calls: main() stays one. */
static void several_searches(void **state)
{
    (void)state;
    struct profile *to = whole(), *seen = slice(100), *before = slice(50), *twice = slice(100);
    calls(twice, "it", "main", "it", "count", 100);
    calls(twice, "it", "main", "it", "read", 11);
    calls(twice, "it", "count", "libc.so.6", "memchr", 300);
    struct counts counts = {seen, before, 100, 50, 1000, twice, 4};
    profile_take_calls(to, &counts);
    expect(to, "main", 1);
    expect(to, "count", 4000);
    expect(to, "read", 404);
    expect(to, "memchr", 12002);
    assert_int_equal(counted_edge(to, "count", "memchr")->calls, 12002);
    assert_near(to->how.counts_scale, 40);
    counts.twice = NULL;
    profile_take_calls(to, &counts);
    expect(to, "main", 4);
    expect(to, "memchr", 12008);
    profile_free(seen);
    profile_free(before);
    profile_free(twice);
    profile_free(to);
}

static void counted_on_all_of_it(void **state)
{
    (void)state;
    struct profile *to = whole(), *seen = slice(7), *before = slice(3);
    profile_take_calls(to, &(struct counts){seen, before, 7, 3, 7, NULL, 0});
    expect(to, "memchr", 23);
    assert_near(to->how.counts_scale, 1);
    profile_take_calls(to, &(struct counts){seen, NULL, 7, 0, 7, NULL, 0});
    expect(to, "memchr", 23);
    profile_free(seen);
    profile_free(before);
    profile_free(to);
}

static void names_of_one_function(void **state)
{
    (void)state;
    static const struct {
        const char *module, *sampled, *counted;
    } same[] = {
        {"libc.so.6", "__memmove_avx512_unaligned_erms", "__memcpy_avx_unaligned_erms"},
        {"libc.so.6", "__strlen_evex", "__strlen_avx2"},
        {"libc.so.6", "__memchr_avx2_rtm", "__memchr_avx2"},
        {"libc.so.6", "malloc", "__GI___libc_malloc"},
        {"libc.so.6", "__strchr_evex", "index"},
        {"it", "count_avx512", "count_avx2"},
        {"it", "match.constprop.0", "match.constprop.0"},
        {"it", "other.constprop.0", "other.isra.0.constprop.1"},
        {"libhs.so.5", "f(int) [clone .isra.0]", "f(int)"},
        {"libhs.so.5", "avx512vbmi_hs_scan", "avx2_hs_scan"},
        {"[jit]", "pcre2_jit_code", "pcre2_jit_code"},
    };
    struct profile *to = profile_new(), *seen = profile_new();
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        sampled(to, "it", "main", same[i].module, same[i].sampled);
        calls(seen, "it", "main", same[i].module, same[i].counted, 10 + i);
    }
    take(to, seen);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        expect(to, same[i].sampled, 10 + i);
        assert_int_equal(counted_edge(to, "main", same[i].sampled)->calls, 10 + i);
    }
    profile_free(to);
}

static void names_of_different_functions(void **state)
{
    (void)state;
    static const char *const others[][2] = {
        {"it", "work._omp_fn.1"}, {"it", "sum.part.0"},       {"it", "sum.cold"},
        {"it", "strlen_avx2"},    {"libm.so.6", "strlen"},    {"libc.so.6", "0x4000"},
        {"it", "_search"},        {"libc.so.6", "[unknown]"},
    };
    struct profile *to = profile_new(), *seen = profile_new();
    sampled(to, "it", "main", "it", "work._omp_fn.0");
    sampled(to, "it", "main", "it", "sum");
    sampled(to, "it", "main", "libc.so.6", "strlen");
    sampled(to, "it", "main", "libc.so.6", "0x5000");
    sampled(to, "it", "main", "it", "search");
    sampled(to, "it", "main", "libc.so.6", "[unknown]");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        calls(seen, "it", "main", others[i][0], others[i][1], 1);
    take(to, seen);
    for (size_t i = 0; i < to->function_count; i++)
        if (to->functions[i].has_calls)
            fail_msg("%s has another's calls", to->functions[i].name);
    profile_free(to);
}

static void where_several_can_be_meant(void **state)
{
    (void)state;
    struct profile *to = profile_new(), *seen = profile_new();
    sampled(to, "it", "main", "libc.so.6", "__memcpy_ssse3");
    sampled(to, "it", "main", "libc.so.6", "__memmove_evex");
    sampled(to, "it", "main", "libc.so.6", "__strcmp_evex");
    calls(seen, "it", "main", "libc.so.6", "__memcpy_avx", 5);
    /* Two that were counted may well be the one that was sampled. */
    calls(seen, "it", "main", "libc.so.6", "__strcmp_avx2", 3);
    calls(seen, "it", "f", "libc.so.6", "__strcmp_sse2", 4);
    take(to, seen);
    assert_false(counted_function(to, "__memcpy_ssse3")->has_calls);
    assert_false(counted_function(to, "__memmove_evex")->has_calls);
    expect(to, "__strcmp_evex", 7);
    assert_int_equal(counted_edge(to, "main", "__strcmp_evex")->calls, 3);
    profile_free(to);
}

static void lines_to_count_on(void **state)
{
    (void)state;
    assert_int_equal(counts_lines(12000000000, 1000000), 2000); /* 1,667, but that is too few */
    assert_int_equal(counts_lines(100000000, 1000000), 200000);
    assert_int_equal(counts_lines(10000000, 1000000), 1000000);
    assert_int_equal(counts_lines(UINT64_MAX, 1500), 1500);
    assert_int_equal(counts_lines(0, 7), 7);
}

static void absurd_counts(void **state)
{
    (void)state;
    struct profile *to = whole(), *seen = profile_new();
    calls(seen, "it", "main", "it", "count", UINT64_C(1) << 60);
    profile_take_calls(to, &(struct counts){seen, NULL, 1, 0, UINT64_MAX, NULL, 0});
    expect(to, "count", UINT64_C(1) << 62);
    profile_free(seen);
    profile_free(to);
}

static void a_text_without_lines(void **state)
{
    (void)state;
    struct profile *to = whole(), *once = profile_new(), *twice = profile_new();
    calls(once, "it", "main", "it", "count", 1);
    calls(twice, "it", "main", "it", "count", 2);
    profile_take_calls(to, &(struct counts){once, NULL, 0, 0, 0, twice, 500});
    expect(to, "count", 500);
    if (to->how.counts_scale != 500)
        fail_msg("scaled by %g", to->how.counts_scale);
    profile_free(twice);
    profile_free(once);
    profile_free(to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_slice),
        cmocka_unit_test(two_slices),
        cmocka_unit_test(several_searches),
        cmocka_unit_test(counted_on_all_of_it),
        cmocka_unit_test(names_of_one_function),
        cmocka_unit_test(names_of_different_functions),
        cmocka_unit_test(where_several_can_be_meant),
        cmocka_unit_test(lines_to_count_on),
        cmocka_unit_test(absurd_counts),
        cmocka_unit_test(a_text_without_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
