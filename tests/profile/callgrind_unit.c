/* callgrind: files recorded, made by hand and damaged, and what it counts of a known program. */
#include "base/strings.h"
#include "profile/engines/callgrind.h"
#include "profile/engines/engine.h"
#include "system/machine.h"
#include "tests/support/counted.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "version: 1|positions: line|events: Ir||"

static bool read_text(struct callgrind *seen, const char *text, char *why, size_t why_size)
{
    FILE *file = counted_text(text);
    bool good = callgrind_read(seen, file, why, why_size);
    fclose(file);
    return good;
}

static struct profile *profile_of(const char *text)
{
    char why[200] = "";
    struct callgrind *seen = callgrind_new();
    struct profile *profile = profile_new();
    if (!read_text(seen, text, why, sizeof why))
        fail_msg("%s", why);
    callgrind_fill(seen, "/bin/it", "/nowhere", profile);
    callgrind_free(seen);
    return profile;
}

static void expect(const struct profile *profile, const char *name, double self, double total,
                   uint64_t calls)
{
    const struct profile_function *function = counted_function(profile, name);
    assert_near(function->self, self);
    assert_near(function->total, total);
    assert_int_equal(function->calls, calls);
    assert_int_equal(function->has_calls, calls > 0);
}

/* The tree says the same as callgrind's own sums. */
static void expect_tree_agrees(struct profile *profile)
{
    size_t edges = profile->edge_count;
    double *totals = calloc(profile->function_count + 1, sizeof *totals);
    for (size_t i = 0; i < profile->function_count; i++)
        totals[i] = profile->functions[i].total;
    profile_sum_up(profile);
    assert_int_equal(profile->edge_count, edges);
    for (size_t i = 0; i < profile->function_count; i++)
        assert_near(profile->functions[i].total, totals[i]);
    free(totals);
}

static void what_callgrind_wrote(void **state)
{
    (void)state;
    static const char *const files[] = {"callgrind_known.out", "callgrind_known_child.out"};
    char why[200] = "", *program = format_string("%s/build/known_calls", machine_compiled_dir());
    struct callgrind *seen = callgrind_new();
    struct profile *profile = profile_new();
    for (size_t i = 0; i < 2; i++) {
        FILE *file = counted_open(files[i]);
        if (!callgrind_read(seen, file, why, sizeof why))
            fail_msg("%s: %s", files[i], why);
        fclose(file);
    }
    callgrind_fill(seen, program, RECORDED, profile);
    callgrind_free(seen);
    free(program);
    assert_int_equal(profile->unit, PROFILE_INSTRUCTIONS);
    assert_string_equal(profile->how.event, "Ir");
    assert_near(profile_total(profile), 4653 + 215); /* "totals:" of all parts */
    assert_profile(profile, "callgrind_known.expected");
    expect_tree_agrees(profile);
    profile_free(profile);
}

static void every_part_of_the_format(void **state)
{
    (void)state;
    struct profile *profile = profile_of(
        "# callgrind format|version: 1|creator: x|pid: 12|cmd: it|part: 1|desc: a: b|"
        "positions: instr line|events: Sysc Ir Time|summary: 0 0|"
        "|ob=(1) /bin/it|fl=(1) a.c|fn=(1) main|"
        "0x10 16 0 20|" /* one cost less than there are events */
        "fi=(2) inlined.h|+4 +1 7 5 9|fe=(1)|* -1 0 3|"
        "cob=(2) /lib/libx.so.6|cfi=(3) x.c|cfn=(2) x@@X_1.0'main|calls=0x3 0x80 50|* 16 1 0x190|"
        "cfn=(3) b'main|calls=1 0x20 9|+1 * 0 100|"
        "jump=4 0x10 16|* *|jcnd=5/9 +2 +0|* *|"
        "fn=(3)|# a comment|0x20 9|0x24 9 0 60|cob=(2)|cfl=(3)|cfn=(4) x'b'main|calls=2 0x80 50|"
        "* 10 0 40|"
        "ob=(2)|fl=(3)|fn=(2)|0x80 50 0 400|fn=(4)|0x80 50 0 40|"
        "totals: 7 528 9|"
        "|part: 2|positions: line|events: Ir|ob=(1)|fl=(1)|fn=(1)|16 2|fn=c|1 5|totals: 7|");
    expect(profile, "main", 28 + 2, 528 + 2, 0);
    expect(profile, "x", 440, 440, 5);
    expect(profile, "b", 60, 100, 1);
    expect(profile, "c", 5, 5, 0);
    assert_string_equal(counted_function(profile, "x")->module, "libx.so.6");
    assert_string_equal(counted_function(profile, "b")->module, "it");
    assert_int_equal(counted_edge(profile, "main", "x")->calls, 3);
    assert_near(counted_edge(profile, "main", "x")->total, 400);
    assert_int_equal(counted_edge(profile, "b", "x")->calls, 2);
    assert_int_equal(profile->function_count, 4);
    profile_free(profile);
}

static void whose_a_function_is(void **state)
{
    (void)state;
    char *text = format_string(
        HEAD "ob=/bin/it|fl=%s/variants/a.c|fn=own|1 1|fl=/usr/src/pcre2/p.c|fn=built_elsewhere|1 "
             "1|fl=%s_2/a.c|fn=beside|1 1|fl=???|fn=linked|1 1|ob=/bin/other|fl=%s/a.c|fn=loaded|1 "
             "1|ob=???|fl=???|fn=0x0000000000001234|1 997|totals: 1002|",
        machine_compiled_dir(), machine_compiled_dir(), machine_compiled_dir());
    struct profile *profile = profile_of(text);
    assert_int_equal(counted_function(profile, "own")->category, PROFILE_OWN);
    assert_int_equal(counted_function(profile, "built_elsewhere")->category, PROFILE_LIBRARY);
    assert_int_equal(counted_function(profile, "beside")->category, PROFILE_LIBRARY);
    assert_int_equal(counted_function(profile, "linked")->category, PROFILE_LIBRARY);
    assert_int_equal(counted_function(profile, "loaded")->category, PROFILE_LIBRARY);
    assert_int_equal(counted_function(profile, "0x1234")->category, PROFILE_UNKNOWN);
    assert_near(profile->how.unattributed, 997.0 / 1002);
    assert_int_equal(json_array_size(profile->how.unsymbolized), 0);
    profile_free(profile);
    free(text);
}

static void a_program_that_does_not_tell(void **state)
{
    (void)state;
    struct profile *profile = profile_of(HEAD "ob=/bin/it|fn=main|1 1|fl=/usr/src/p.c|fn=f|1 1|"
                                              "ob=/bin/other|fn=g|1 1|totals: 3|");
    assert_int_equal(counted_function(profile, "main")->category, PROFILE_OWN);
    assert_int_equal(counted_function(profile, "f")->category, PROFILE_OWN);
    assert_int_equal(counted_function(profile, "g")->category, PROFILE_LIBRARY);
    profile_free(profile);
}

static void modules_without_symbols(void **state)
{
    (void)state;
    struct profile *profile =
        profile_of(HEAD "ob=/bin/it|fn=main|1 996|ob=/lib/libx.so|fn=0x0000000000000040|1 1|"
                        "fn=0x0000000000000080|1 2|ob=/lib/liby.so|fn=0x0000000000000040|1 1|"
                        "totals: 1000|");
    assert_int_equal(json_array_size(profile->how.unsymbolized), 1);
    assert_string_equal(json_string_value(json_array_get(profile->how.unsymbolized, 0)), "libx.so");
    assert_near(profile->how.unattributed, 0.004);
    profile_free(profile);
}

/* f calls itself twice and g each time; g calls f once more, the last time. */
static void recursion_counts_once(void **state)
{
    (void)state;
    struct profile *profile = profile_of(
        HEAD "ob=/bin/it|fn=main|1 10|cfn=f'main|calls=1 1|1 600|"
             "fn=f'main|2 100|cfn=f'2'main|calls=1 2|2 470|cfn=g'f'main|calls=1 3|2 30|"
             "fn=f'2'main|2 200|cfn=f'2'main|calls=1 2|2 200|cfn=g'f'main|calls=2 3|2 270|"
             "fn=g'f'main|3 90|cfn=f'2'g'f'main|calls=1 2|3 210|"
             "fn=f'2'g'f'main|2 210|totals: 610|");
    expect(profile, "main", 10, 610, 0);
    expect(profile, "f", 510, 600, 4);
    expect(profile, "g", 90, 300, 3);
    assert_near(counted_edge(profile, "f", "f")->total, 470);
    assert_int_equal(counted_edge(profile, "f", "f")->calls, 2);
    assert_near(counted_edge(profile, "f", "g")->total, 300);
    assert_near(counted_edge(profile, "g", "f")->total, 210);
    assert_int_equal(profile->node_count, 4); /* main, f, g, and f below it */
    assert_near(profile->nodes[1].self, 300);
    expect_tree_agrees(profile);
    profile_free(profile);
}

static void contexts_that_are_no_tree(void **state)
{
    (void)state;
    struct profile *profile =
        profile_of(HEAD "ob=/bin/it|fn=a|1 1|cfn=x|calls=1 1|1 5|fn=b|1 2|cfn=x|calls=1 1|1 5|"
                        "fn=x|1 10|totals: 13|");
    expect(profile, "x", 10, 10, 2);
    expect(profile, "a", 1, 6, 0);
    assert_int_equal(profile->node_count, 0);
    profile_free(profile);
    profile = profile_of(HEAD "ob=/bin/it|fn=a|1 1|cfn=b|calls=1 1|1 5|fn=b|1 2|cfn=a|calls=1 1|1 "
                              "1|totals: 3|");
    assert_int_equal(profile->node_count, 0);
    assert_int_equal(counted_edge(profile, "b", "a")->calls, 1);
    profile_free(profile);
}

static void damaged_files(void **state)
{
    (void)state;
    static const struct {
        const char *text, *because;
    } damaged[] = {
        {"", "line 0 is the last, and the total is missing"},
        {"events: Ir|", "total is missing"},
        {"events: Ir|fn=a|1 1|", "line 3 is the last, and the total is missing"},
        {"events: Ir|fn=a|1 1|totals: 2|", "line 4 has a total that is not the sum"},
        {"events: Ir|fn=a|1 1|totals: 1|totals: 0|", "total that is not"},
        {"events: Ir|fn=a|1 x|totals: 1|", "line 3 has a cost that cannot be"},
        {"events: Ir|fn=a|1 -1|totals: 1|", "cost that cannot be"},
        {"events: Ir|fn=a|1 1 1|totals: 1|", "cost that cannot be"},
        {"events: Ir|fn=a|1 9007199254740992|totals: 1|", "cost that cannot be"},
        {"events: Ir|fn=a|1 99999999999999999999|totals: 1|", "cost that cannot be"},
        {"events: Ir|fn=a|1 9007199254740991|1 1|totals: 1|", "line 4 is too much"},
        {"events: Ir|1 1|totals: 1|", "cost of no function"},
        {"fn=a|1 1|totals: 1|", "cost of no function"},
        {"events: Ir|fn=(1)|1 1|", "line 2 has a number without a name"},
        {"events: Ir|fn=(1) a|fn=(1) b|", "gives a number to a second name"},
        {"events: Ir|fn='b|", "names no function"},
        {"events: Ir|fn=a|cfn='b|calls=1 1|1 1|", "calls no function"},
        {"events: Ir|fn=a|calls=1 1|1 1|", "call that cannot be"},
        {"events: Ir|cfn=b|calls=1 1|1 1|", "call that cannot be"},
        {"events: Ir|fn=a|cfn=b|calls=x 1|1 1|", "call that cannot be"},
        {"events: Ir|fn=a|cfn=b|calls=1 1|fn=b|", "line 5 should have the cost of a call"},
        {"events: Ir|fn=a|cfn=b|calls=9007199254740991 1|1 0|cfn=b|calls=1 1|1 0|", "too much"},
        {"pid: -1|events: Ir|", "process that cannot be"},
        {"events: Ir|xx=a|", "kind that is not known"},
        {"\177ELF|", "line 1 is no line of it"},
        {"{\"schema\":1}|", "line 1 is no line of it"},
    };
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        char why[200] = "";
        struct callgrind *seen = callgrind_new();
        if (read_text(seen, damaged[i].text, why, sizeof why))
            fail_msg("%s is taken", damaged[i].text);
        assert_has(why, damaged[i].because);
        assert_has(why, "what callgrind wrote is damaged: line ");
        assert_true(samples_one_line(why));
        callgrind_free(seen);
    }
}

static void cut_short_anywhere(void **state)
{
    (void)state;
    char text[32768], why[200];
    FILE *file = counted_open("callgrind_known_child.out");
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    for (size_t i = 0; i + 1 < length; i++) { /* but for the last newline */
        struct callgrind *seen = callgrind_new();
        file = fmemopen(text, i ? i : 1, "r");
        assert_false(callgrind_read(seen, file, why, sizeof why));
        fclose(file);
        callgrind_free(seen);
        i += i % 7;
    }
    struct callgrind *seen = callgrind_new();
    text[length / 2] = '\0';
    file = fmemopen(text, length, "r");
    assert_false(callgrind_read(seen, file, why, sizeof why));
    fclose(file);
    callgrind_free(seen);
}

static void a_known_program(void **state)
{
    (void)state;
    struct profile *profile = counted_known(&engine_callgrind);
    struct profile *again = counted_known(&engine_callgrind);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        if (function->category == PROFILE_OWN) {
            assert_near(counted_function(again, function->name)->self, function->self);
            assert_near(counted_function(again, function->name)->total, function->total);
        }
    }
    /* The same instructions in each call. */
    const struct profile_function *leaf = counted_function(profile, "leaf");
    assert_near(counted_edge(profile, "middle", "leaf")->total, 30 * leaf->self / 42);
    assert_near(leaf->total, leaf->self);
    assert_near(counted_function(profile, "middle")->total -
                    counted_function(profile, "middle")->self,
                30 * leaf->self / 42);
    assert_near(counted_function(profile, "deep")->total, counted_function(profile, "deep")->self);
#if defined __x86_64__
    const struct profile_function *jit = counted_function(profile, "known_jit_code");
    assert_string_equal(jit->module, "[jit]");
    assert_int_equal(jit->category, PROFILE_JIT);
    assert_int_equal(jit->calls, 11);
    assert_near(jit->self, 22);
#endif
    assert_true(profile->node_count > 0);
    expect_tree_agrees(profile);
    profile_free(profile);
    profile_free(again);
}

static void without_valgrind(void **state)
{
    (void)state;
    assert_has(counted_why_not(&engine_callgrind), "valgrind is not installed");
    assert_has(counted_why_not(&engine_callgrind), "apt-get install valgrind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_callgrind_wrote),      cmocka_unit_test(every_part_of_the_format),
        cmocka_unit_test(whose_a_function_is),       cmocka_unit_test(a_program_that_does_not_tell),
        cmocka_unit_test(modules_without_symbols),   cmocka_unit_test(recursion_counts_once),
        cmocka_unit_test(contexts_that_are_no_tree), cmocka_unit_test(damaged_files),
        cmocka_unit_test(cut_short_anywhere),        cmocka_unit_test(a_known_program),
        cmocka_unit_test(without_valgrind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
