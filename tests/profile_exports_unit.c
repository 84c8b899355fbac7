/* Every file that a profile is exported as, word for word. */
#include "profile_exports.h"
#include "profile_graph.h"
#include "profile_samples.h"
#include "samples.h"

#include <stdlib.h>
#include <string.h>

static void expect(struct profile *profile, void (*print)(const struct profile *profile, FILE *to),
                   const char *expected)
{
    char *text = profile_printed(print, profile);
    assert_string_equal(text, expected);
    free(text);
    profile_free(profile);
}

/* The same, and it is JSON. */
static json_t *expect_json(struct profile *profile,
                           void (*print)(const struct profile *profile, FILE *to),
                           const char *expected)
{
    char *text = profile_printed(print, profile);
    json_t *object = json_loads(text, 0, NULL);
    assert_non_null(object);
    assert_string_equal(text, expected);
    free(text);
    profile_free(profile);
    return object;
}

static void folded_stacks(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_folded,
           "variant;main 1000000\n"
           "variant;main;search 4000000\n"
           "variant;main;search;pcre2_match_8 20000000\n"
           "variant;main;search;pcre2_match_8;match 40000000\n"
           "variant;main;search;pcre2_match_8;match;match 20000000\n"
           "variant;main;search;read 1000000\n"
           "variant;main;search;read;copy_to_user 4000000\n"
           "helper;search;lower 10000000\n");
    expect(profile_sample_hostile(), profile_export_folded,
           "a_b_c\"d;quo\"te,_comma 2000000\n"
           "a_b_c\"d;quo\"te,_comma;semi_colon_blank?line 1000000\n"
           "all;quo\"te,_comma;caf?_?[31m 1000000\n"
           "a_b_c\"d;quo\"te,_comma;kernel<int>(float*) 6000000\n");
}

static void functions_as_csv(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_functions,
           "function,module,category,self_ns,self_share,self_share_error,total_ns,total_shar"
           "e,samples,calls,calls_scaled\n"
           "\"match\",\"variant\",\"library\",60000000,0.600000,0.096020,60000000,0.600000,6"
           "0,10000000,1\n"
           "\"pcre2_match_8\",\"variant\",\"library\",20000000,0.200000,0.078400,80000000,0."
           "800000,20,2000000,1\n"
           "\"lower\",\"variant\",\"own\",10000000,0.100000,0.058800,10000000,0.100000,10,10"
           "00000,1\n"
           "\"search\",\"variant\",\"own\",4000000,0.040000,0.038408,99000000,0.990000,4,1,1\n"
           "\"copy_to_user\",\"[kernel]\",\"kernel\",4000000,0.040000,0.038408,4000000,0.040"
           "000,4,,\n"
           "\"main\",\"variant\",\"own\",1000000,0.010000,0.019502,90000000,0.900000,1,,\n"
           "\"read\",\"libc.so.6\",\"library\",1000000,0.010000,0.019502,5000000,0.050000,1,,\n");
    expect(profile_sample_counted(), profile_export_functions,
           "function,module,category,self_instructions,self_share,self_share_error,total_ins"
           "tructions,total_share,samples,calls,calls_scaled\n"
           "\"match\",\"variant\",\"library\",600000000,0.600000,,600000000,0.600000,0,20000,0\n"
           "\"pcre2_match_8\",\"variant\",\"library\",300000000,0.300000,,900000000,0.900000"
           ",0,20000,0\n"
           "\"search\",\"variant\",\"own\",90000000,0.090000,,990000000,0.990000,0,1,0\n"
           "\"main\",\"variant\",\"own\",10000000,0.010000,,1000000000,1.000000,0,,\n");
    expect(profile_sample_hostile(), profile_export_functions,
           "function,module,category,self_ns,self_share,self_share_error,total_ns,total_shar"
           "e,samples,calls,calls_scaled\n"
           "\"kernel<int>(float*)\",\"\",\"gpu\",6000000,1.000000,,6000000,1.000000,6,,\n"
           "\"quo\"\"te, comma\",\"mod\\ule\"\"\",\"own\",2000000,0.500000,,10000000,1.00000"
           "0,2,,\n"
           "\"caf? ?[31m\",\"\",\"unknown\",1000000,0.250000,,1000000,0.250000,1,,\n"
           "\"semi;colon blank?line\",\"\",\"unknown\",1000000,0.250000,,1000000,0.250000,1,,\n");
}

static void edges_as_csv(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_edges,
           "caller,caller_module,callee,callee_module,total_ns,total_share,calls\n"
           "\"main\",\"variant\",\"search\",\"variant\",89000000,0.890000,1\n"
           "\"search\",\"variant\",\"pcre2_match_8\",\"variant\",80000000,0.800000,2000000\n"
           "\"pcre2_match_8\",\"variant\",\"match\",\"variant\",60000000,0.600000,2000000\n"
           "\"match\",\"variant\",\"match\",\"variant\",20000000,0.200000,8000000\n"
           "\"search\",\"variant\",\"lower\",\"variant\",10000000,0.100000,1000000\n"
           "\"search\",\"variant\",\"read\",\"libc.so.6\",5000000,0.050000,\n"
           "\"read\",\"libc.so.6\",\"copy_to_user\",\"[kernel]\",4000000,0.040000,\n");
}

static void threads_as_csv(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_threads,
           "pid,tid,name,start_ns,end_ns,cpu_ns,utilisation\n"
           "100,100,\"variant\",0,100000000,90000000,0.900000\n"
           "100,101,\"helper\",20000000,60000000,10000000,0.250000\n");
    expect(profile_sample_counted(), profile_export_threads,
           "pid,tid,name,start_ns,end_ns,cpu_ns,utilisation\n");
}

static void speedscope(void **state)
{
    (void)state;
    json_decref(expect_json(
        profile_sample(), profile_export_speedscope,
        "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"exporter\""
        ":\"./harness profile\",\"name\":\"variant\",\"activeProfileIndex\":0,\n"
        "\"shared\":{\"frames\":[\n"
        "{\"name\":\"main\",\"file\":\"variant\"},\n"
        "{\"name\":\"search\",\"file\":\"variant\"},\n"
        "{\"name\":\"pcre2_match_8\",\"file\":\"variant\"},\n"
        "{\"name\":\"match\",\"file\":\"variant\"},\n"
        "{\"name\":\"read\",\"file\":\"libc.so.6\"},\n"
        "{\"name\":\"copy_to_user\",\"file\":\"[kernel]\"},\n"
        "{\"name\":\"lower\",\"file\":\"variant\"}]},\n"
        "\"profiles\":[\n"
        "{\"type\":\"sampled\",\"name\":\"variant\",\"unit\":\"nanoseconds\",\"samples\":"
        "[[0],[0,1],[0,1,2],[0,1,2,3],[0,1,2,3,3],[0,1,4],[0,1,4,5]],\"weights\":[1000000"
        ",4000000,20000000,40000000,20000000,1000000,4000000],\"startValue\":0,\"endValue"
        "\":90000000},\n"
        "{\"type\":\"sampled\",\"name\":\"helper\",\"unit\":\"nanoseconds\",\"samples\":["
        "[1,6]],\"weights\":[10000000],\"startValue\":0,\"endValue\":10000000}]}\n"));
    json_decref(expect_json(
        profile_sample_hostile(), profile_export_speedscope,
        "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"exporter\""
        ":\"./harness profile\",\"name\":\"hos\\\"tile\",\"activeProfileIndex\":0,\n"
        "\"shared\":{\"frames\":[\n"
        "{\"name\":\"quo\\\"te, comma\",\"file\":\"mod\\\\ule\\\"\"},\n"
        "{\"name\":\"semi;colon blank?line\",\"file\":\"\"},\n"
        "{\"name\":\"caf? ?[31m\",\"file\":\"\"},\n"
        "{\"name\":\"kernel<int>(float*)\",\"file\":\"\"}]},\n"
        "\"profiles\":[\n"
        "{\"type\":\"sampled\",\"name\":\"a;b c\\\"d\",\"unit\":\"nanoseconds\",\"samples"
        "\":[[0],[0,1],[0,3]],\"weights\":[2000000,1000000,6000000],\"startValue\":0,\"en"
        "dValue\":9000000},\n"
        "{\"type\":\"sampled\",\"name\":\"all threads\",\"unit\":\"nanoseconds\",\"sample"
        "s\":[[0,2]],\"weights\":[1000000],\"startValue\":0,\"endValue\":1000000}]}\n"));
}

static void a_trace_has_no_time_that_is_not_known(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    profile->threads[0].cpu_ns = profile->threads[1].cpu_ns = 0;
    char *text = profile_printed(profile_export_trace, profile);
    assert_has(text, "\"args\":{}}");
    assert_lacks(text, "cpu_ms");
    assert_lacks(text, "utilisation");
    free(text);
    profile_free(profile);
}

static void chrome_trace(void **state)
{
    (void)state;
    json_decref(expect_json(
        profile_sample(), profile_export_trace,
        "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"variant\":\"variant\"},\"traceEvent"
        "s\":[\n"
        "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":100,\"tid\":100,\"args\":{\"name"
        "\":\"variant\"}},\n"
        "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":100,\"tid\":100,\"args\":{\"name"
        "\":\"variant\"}},\n"
        "{\"ph\":\"X\",\"name\":\"variant\",\"cat\":\"thread\",\"ts\":0.000,\"dur\":10000"
        "0.000,\"pid\":100,\"tid\":100,\"args\":{\"cpu_ms\":90.000,\"utilisation\":0.9000"
        "}},\n"
        "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":100,\"tid\":101,\"args\":{\"name"
        "\":\"helper\"}},\n"
        "{\"ph\":\"X\",\"name\":\"helper\",\"cat\":\"thread\",\"ts\":20000.000,\"dur\":40"
        "000.000,\"pid\":100,\"tid\":101,\"args\":{\"cpu_ms\":10.000,\"utilisation\":0.25"
        "00}}\n"
        "]}\n"));
    json_decref(expect_json(
        profile_sample_hostile(), profile_export_trace,
        "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"variant\":\"hos\\\"tile\"},\"traceE"
        "vents\":[\n"
        "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":100,\"tid\":100,\"args\":{\"name"
        "\":\"a;b c\\\"d\"}},\n"
        "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":100,\"tid\":100,\"args\":{\"name"
        "\":\"a;b c\\\"d\"}},\n"
        "{\"ph\":\"X\",\"name\":\"a;b c\\\"d\",\"cat\":\"thread\",\"ts\":0.000,\"dur\":10"
        "000.000,\"pid\":100,\"tid\":100,\"args\":{\"cpu_ms\":10.000,\"utilisation\":1.00"
        "00}},\n"
        "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":102,\"tid\":1,\"args\":{\"name\""
        ":\"GPU\"}},\n"
        "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":102,\"tid\":1,\"args\":{\"name\":"
        "\"stream \\\"7\\\"\"}},\n"
        "{\"ph\":\"X\",\"name\":\"copy\",\"cat\":\"copy\",\"ts\":1000.000,\"dur\":2000.00"
        "0,\"pid\":102,\"tid\":1,\"args\":{\"bytes\":4096}},\n"
        "{\"ph\":\"X\",\"name\":\"kernel<int>\",\"cat\":\"compute\",\"ts\":3000.000,\"dur"
        "\":6000.000,\"pid\":102,\"tid\":1,\"args\":{}},\n"
        "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":101,\"tid\":2,\"args\":{\"name\""
        ":\"host\"}},\n"
        "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":101,\"tid\":2,\"args\":{\"name\":"
        "\"host\"}},\n"
        "{\"ph\":\"X\",\"name\":\"wait?\",\"cat\":\"wait\",\"ts\":0.000,\"dur\":9500.000,"
        "\"pid\":101,\"tid\":2,\"args\":{}}\n"
        "]}\n"));
}

static void call_graph(void **state)
{
    (void)state;
    expect(profile_sample(), profile_graph_dot,
           "digraph profile {\n"
           "    graph [fontname=\"Helvetica\", fontsize=12, labelloc=t, labeljust=l, ranksep"
           "=0.45,\n"
           "           nodesep=0.35, bgcolor=white];\n"
           "    node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"filled,rounded"
           "\",\n"
           "          margin=\"0.16,0.08\"];\n"
           "    edge [fontname=\"Helvetica\", fontsize=9, color=\"#5b5b5b\", arrowsize=0.7];\n"
           "    f0 [label=\"main\\nown\\ntotal 90.0 %, self 1.0 %\", fillcolor=\"#fde3b5\", "
           "color=\"#a66d00\", penwidth=1.1, tooltip=\"main in variant\"];\n"
           "    f1 [label=\"search\\nown\\ntotal 99.0 %, self 4.0 %\\n~1 call\", fillcolor="
           "\"#fde3b5\", color=\"#a66d00\", penwidth=1.2, tooltip=\"search in variant\"];\n"
           "    f2 [label=\"pcre2_match_8\\nlibrary\\ntotal 80.0 %, self 20.0 %\\n~2,000,000"
           " calls\", fillcolor=\"#cfe6f5\", color=\"#0072b2\", penwidth=2.0, tooltip=\"pcre"
           "2_match_8 in variant\"];\n"
           "    f3 [label=\"match\\nlibrary\\ntotal 60.0 %, self 60.0 %\\n~10,000,000 calls"
           "\", fillcolor=\"#cfe6f5\", color=\"#0072b2\", penwidth=4.0, tooltip=\"match in v"
           "ariant\"];\n"
           "    f4 [label=\"read\\nlibrary\\ntotal 5.0 %, self 1.0 %\", fillcolor=\"#cfe6f5"
           "\", color=\"#0072b2\", penwidth=1.1, tooltip=\"read in libc.so.6\"];\n"
           "    f5 [label=\"copy_to_user\\nkernel\\ntotal 4.0 %, self 4.0 %\", fillcolor=\"#"
           "e3e3e3\", color=\"#5b5b5b\", penwidth=1.2, tooltip=\"copy_to_user in [kernel]\"];\n"
           "    f6 [label=\"lower\\nown\\ntotal 10.0 %, self 10.0 %\\n~1,000,000 calls\", fi"
           "llcolor=\"#fde3b5\", color=\"#a66d00\", penwidth=1.5, tooltip=\"lower in variant"
           "\"];\n"
           "    f1 -> f6 [label=\"  10.0 %  \\n  ~1,000,000 calls  \", penwidth=1.0];\n"
           "    f4 -> f5 [label=\"  4.0 %  \", penwidth=0.8];\n"
           "    f1 -> f4 [label=\"  5.0 %  \", penwidth=0.8];\n"
           "    f3 -> f3 [label=\"  20.0 %  \\n  ~8,000,000 calls  \", penwidth=1.4];\n"
           "    f2 -> f3 [label=\"  60.0 %  \\n  ~2,000,000 calls  \", penwidth=3.0];\n"
           "    f1 -> f2 [label=\"  80.0 %  \\n  ~2,000,000 calls  \", penwidth=3.8];\n"
           "    f0 -> f1 [label=\"  89.0 %  \\n  ~1 call  \", penwidth=4.2];\n"
           "    label=\"variant: perf, 100 ms of CPU time in 100 samples\\lPercentages are o"
           "f all of it. Functions with under 1 % in total are one box.\\lOrange: own code. "
           "Blue: libraries. Pink: JIT. Grey: kernel. Green: GPU.\\l\";\n"
           "}\n");
    expect(profile_sample_calls(), profile_graph_dot,
           "digraph profile {\n"
           "    graph [fontname=\"Helvetica\", fontsize=12, labelloc=t, labeljust=l, ranksep"
           "=0.45,\n"
           "           nodesep=0.35, bgcolor=white];\n"
           "    node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"filled,rounded"
           "\",\n"
           "          margin=\"0.16,0.08\"];\n"
           "    edge [fontname=\"Helvetica\", fontsize=9, color=\"#5b5b5b\", arrowsize=0.7];\n"
           "    f1 [label=\"search\\nown\\n1 call\", fillcolor=\"#fde3b5\", color=\"#a66d00"
           "\", penwidth=1.0, tooltip=\"search in variant\"];\n"
           "    f2 [label=\"pcre2_match_8\\nlibrary\\n20,000 calls\", fillcolor=\"#cfe6f5\","
           " color=\"#0072b2\", penwidth=1.0, tooltip=\"pcre2_match_8 in variant\"];\n"
           "    f3 [label=\"match\\nlibrary\\n20,000 calls\", fillcolor=\"#cfe6f5\", color="
           "\"#0072b2\", penwidth=1.0, tooltip=\"match in variant\"];\n"
           "    f1 -> f2 [label=\"  20,000 calls  \", penwidth=0.6];\n"
           "    f2 -> f3 [label=\"  20,000 calls  \", penwidth=0.6];\n"
           "    label=\"variant: callgrind: calls alone\\l\";\n"
           "}\n");
}

/* What is under the threshold is one box, and is told. */
static void a_graph_leaves_out_and_says_so(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    for (size_t i = 0; i < 3; i++) {
        char name[] = {'t', 'i', 'n', 'y', (char)('1' + i), 0};
        size_t function = profile_function(profile, name, "variant", PROFILE_OWN);
        size_t node = profile_node(profile, 1, function, 0); /* below search */
        profile_hit(profile, node, 0.5e6, 0);
        if (i == 0) /* that calls lower, a little */
            profile_hit(profile, profile_node(profile, 0, 6, 0), 0.1e6, 0);
    }
    profile_sum_up(profile);
    char *text = profile_printed(profile_graph_dot, profile);
    assert_has(text, "rest [label=\"3 other functions\\neach under 1 % in total\\nself 1.5 % "
                     "together\"");
    assert_has(text, "f1 -> rest [label=\"  1.5 %  \"");
    assert_lacks(text, "tiny");
    assert_has(text, "are one box,\\land 1 arrow with under 1 % left out.");
    free(text);
    profile_free(profile);
}

static void hostile_names_stay_in_their_quotes(void **state)
{
    (void)state;
    struct profile *profile = profile_sample_hostile();
    char *text = profile_printed(profile_graph_dot, profile);
    assert_has(text, "[label=\"quo\\\"te, comma\\nown");
    assert_has(text, "in mod\\\\ule\\\"");
    assert_lacks(text, "\033");
    free(text);
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_stacks),
        cmocka_unit_test(functions_as_csv),
        cmocka_unit_test(edges_as_csv),
        cmocka_unit_test(threads_as_csv),
        cmocka_unit_test(speedscope),
        cmocka_unit_test(chrome_trace),
        cmocka_unit_test(a_trace_has_no_time_that_is_not_known),
        cmocka_unit_test(call_graph),
        cmocka_unit_test(a_graph_leaves_out_and_says_so),
        cmocka_unit_test(hostile_names_stay_in_their_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
