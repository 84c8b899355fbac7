/* uftrace: what it prints, recorded, made by hand and damaged, and what it counts of a known
 * program. */
#include "base/strings.h"
#include "profile/engines/engine.h"
#include "profile/engines/uftrace_graph.h"
#include "system/machine.h"
#include "tests/support/counted.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "# version|digraph \"it\" { |"

static bool read_text(const char *text, struct profile *profile, char *why, size_t why_size)
{
    struct uftrace_symbols symbols = {
        "it", json_pack("{s:i, s:i}", "main", PROFILE_OWN, "f", PROFILE_LIBRARY)};
    FILE *file = counted_text(text);
    bool good = uftrace_graph_read(file, &symbols, profile, why, why_size);
    fclose(file);
    json_decref(symbols.category);
    return good;
}

static void what_uftrace_printed(void **state)
{
    (void)state;
    char why[200] = "";
    struct profile *profile = profile_new();
    struct uftrace_symbols symbols = {"known_calls", json_object()};
    FILE *names = counted_open("uftrace_known.sym"), *lines = counted_open("uftrace_known.dbg");
    FILE *graph = counted_open("uftrace_known.dot");
    uftrace_symbols_read(names, lines, &symbols);
    if (!uftrace_graph_read(graph, &symbols, profile, why, sizeof why))
        fail_msg("%s", why);
    assert_profile(profile, "uftrace_known.expected");
    json_decref(symbols.category);
    fclose(names);
    fclose(lines);
    fclose(graph);
    profile_free(profile);
}

static void pairs_add_up(void **state)
{
    (void)state;
    char why[200] = "";
    struct profile *profile = profile_new();
    assert_true(read_text(HEAD "    \"it\" -> \"main\" [xlabel = \"1\"]|"
                               "\t\"main\" -> \"f\" [xlabel = \"3\"]|"
                               "    \"f\" -> \"memcpy\" [xlabel = \"10\"]|||# the same elsewhere|"
                               "    \"f\" -> \"memcpy\" [xlabel = \"5\"]|"
                               "    \"it\" -> \"f\" [xlabel = \"2\"]|"
                               "    \"f\" -> \"a \" -> \"b\" [xlabel = \"1\"]|"
                               "}|" HEAD "\"main\" -> \"f\" [xlabel = \"1\"]|}|",
                          profile, why, sizeof why));
    assert_int_equal(profile->function_count, 4);
    assert_int_equal(profile->edge_count, 3);
    assert_int_equal(counted_function(profile, "main")->calls, 1);
    assert_int_equal(counted_function(profile, "main")->category, PROFILE_OWN);
    assert_string_equal(counted_function(profile, "main")->module, "it");
    assert_int_equal(counted_function(profile, "f")->calls, 6);
    assert_int_equal(counted_function(profile, "f")->category, PROFILE_LIBRARY);
    assert_int_equal(counted_function(profile, "memcpy")->calls, 15);
    assert_string_equal(counted_function(profile, "memcpy")->module, "");
    assert_int_equal(counted_edge(profile, "main", "f")->calls, 4);
    assert_int_equal(counted_edge(profile, "f", "memcpy")->calls, 15);
    profile_free(profile);
}

static void damaged_graphs(void **state)
{
    (void)state;
    static const struct {
        const char *text, *because;
    } damaged[] = {
        {"", "cut short after line 0"},
        {"# only a comment|", "cut short after line 1"},
        {HEAD, "cut short after line 2"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"1\"]|", "cut short after line 3"},
        {HEAD "}|" HEAD, "cut short after line 5"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"1\"", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\"|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"-1\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"1e3\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"9007199254740992\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"99999999999999999999999\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"f\" [xlabel = \"9007199254740991\"]|"
              "\"main\" -> \"f\" [xlabel = \"1\"]|}|",
         "damaged: line 4"},
        {HEAD "\"\" -> \"f\" [xlabel = \"1\"]|}|", "damaged: line 3"},
        {HEAD "\"main\" -> \"\" [xlabel = \"1\"]|}|", "damaged: line 3"},
        {HEAD "main -> f|}|", "damaged: line 3"},
        {"\"main\" -> \"f\" [xlabel = \"1\"]|}|", "damaged: line 1"},
        {"}|", "damaged: line 1"},
        {"\177ELF\2\1\1|", "damaged: line 1"},
    };
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        char why[200] = "";
        struct profile *profile = profile_new();
        if (read_text(damaged[i].text, profile, why, sizeof why))
            fail_msg("%s is taken", damaged[i].text);
        assert_has(why, damaged[i].because);
        assert_true(samples_one_line(why));
        profile_free(profile);
    }
}

static void damaged_symbols(void **state)
{
    (void)state;
    struct uftrace_symbols symbols = {"it", json_object()};
    FILE *names = counted_text("# path name: /it||0123 T f|zz|0124|0125 P memcpy|0126 d data|"
                               "0127 t \001\377|0128 t g h|");
    char *text = format_string("L: 1 /nowhere|F: 12a unknown|L: 1 %s/a.c|F: 123 f|F:|L:|L: x|"
                               "L: 2 %s/a.c|F: 128 g h|L: 3 /usr/src/a.c|",
                               machine_source_dir(), machine_source_dir());
    FILE *lines = counted_text(text);
    uftrace_symbols_read(names, lines, &symbols);
    assert_int_equal(json_object_size(symbols.category), 3);
    assert_int_equal(json_integer_value(json_object_get(symbols.category, "f")), PROFILE_OWN);
    assert_int_equal(json_integer_value(json_object_get(symbols.category, "g h")), PROFILE_LIBRARY);
    json_object_del(symbols.category, "f"); /* now no source is the program's own */
    uftrace_symbols_read(NULL, NULL, &symbols);
    assert_int_equal(json_integer_value(json_object_get(symbols.category, "g h")), PROFILE_OWN);
    fclose(names);
    fclose(lines);
    free(text);
    json_decref(symbols.category);
}

static void a_known_program(void **state)
{
    (void)state;
    struct profile *profile = counted_known(&engine_trace);
    assert_int_equal(counted_edge(profile, "main", "puts")->calls, 1);
    assert_int_equal(profile->node_count, 0);
    assert_true(profile_total(profile) == 0);
    profile_free(profile);
}

static void without_uftrace(void **state)
{
    (void)state;
    assert_has(counted_why_not(&engine_trace), "uftrace is not installed");
    assert_has(counted_why_not(&engine_trace), "apt-get install uftrace");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_uftrace_printed), cmocka_unit_test(pairs_add_up),
        cmocka_unit_test(damaged_graphs),       cmocka_unit_test(damaged_symbols),
        cmocka_unit_test(a_known_program),      cmocka_unit_test(without_uftrace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
