/* What CUPTI recorded, as a profile: by a record written by hand, as no GPU has a say in it.
 * RECORDED is the folder of such records. */
#include "profile/engines/cupti.h"
#include "tests/support/samples.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define START_NS 2000 /* of the run, in the record's time */

/* NULL, with why, where the text is no record. */
static struct profile *read_text(const char *text, size_t length, char *why, size_t why_size)
{
    struct profile *profile = profile_new();
    FILE *from = length ? fmemopen((char *)text, length, "r") : fopen("/dev/null", "re");
    assert_non_null(from);
    memset(why, 'x', why_size);
    bool good = cupti_read(from, START_NS, profile, why, why_size);
    fclose(from);
    if (!good) {
        assert_non_null(memchr(why, '\0', why_size));
        assert_true(samples_one_line(why));
        profile_free(profile);
    }
    return good ? profile : NULL;
}

/* All of it as lines. */
static char *told(const struct profile *profile)
{
    char *text;
    FILE *to = samples_memory(&text);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *each = &profile->functions[i];
        assert_true(each->has_calls);
        fprintf(to, "%s %s %s self %.0f total %.0f calls %" PRIu64 "\n", each->module, each->name,
                profile_category_name(each->category), each->self, each->total, each->calls);
    }
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *each = &profile->edges[i];
        assert_true(each->has_calls);
        fprintf(to, "%s > %s total %.0f calls %" PRIu64 "\n", profile->functions[each->caller].name,
                profile->functions[each->callee].name, each->total, each->calls);
    }
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *each = &profile->threads[i];
        fprintf(to, "thread %" PRId64 "/%" PRId64 " %s %" PRIu64 "-%" PRIu64 "\n", each->pid,
                each->tid, each->name, each->start_ns, each->end_ns);
    }
    for (size_t i = 0; i < profile->lane_count; i++) {
        const struct profile_lane *lane = &profile->lanes[i];
        fprintf(to, "%s (%s)\n", lane->name, lane->gpu ? "gpu" : "thread");
        for (size_t j = 0; j < lane->span_count; j++) {
            const struct profile_span *span = &lane->spans[j];
            static const char *const categories[] = {"compute", "copy", "wait", "call"};
            fprintf(to, "  %s %s %" PRIu64 "+%" PRIu64 " %" PRIu64 "\n", categories[span->category],
                    span->name, span->start_ns, span->ns, span->bytes);
        }
    }
    fclose(to);
    return text;
}

static void a_run(void **state)
{
    (void)state;
    char why[200], *text = samples_file(RECORDED "/activity.jsonl");
    struct profile *profile = read_text(text, strlen(text), why, sizeof why);
    assert_non_null(profile);
    char *all = told(profile);
    assert_string_equal(all,
                        "GPU memory set gpu self 50 total 50 calls 1\n"
                        "libcuda cuMemAlloc_v2 library self 1000 total 1000 calls 1\n"
                        "libcudart cudaMalloc library self 1000 total 2000 calls 1\n"
                        "libcudart cudaMemcpyAsync library self 200 total 500 calls 1\n"
                        "libcuda cuMemcpyHtoDAsync_v2 library self 300 total 300 calls 1\n"
                        "libcudart cudaLaunchKernel library self 300 total 300 calls 2\n"
                        "libcudart cudaStreamSynchronize library self 5600 total 5600 calls 1\n"
                        "GPU count(haystack, needle) gpu self 3000 total 3000 calls 2\n"
                        "GPU copy host to device, page-locked gpu self 5000 total 5000 calls 1\n"
                        "cudaMalloc > cuMemAlloc_v2 total 1000 calls 1\n"
                        "cudaMemcpyAsync > cuMemcpyHtoDAsync_v2 total 300 calls 1\n"
                        "cudaMemcpyAsync > copy host to device, page-locked total 5000 calls 1\n"
                        "cudaLaunchKernel > count(haystack, needle) total 3000 calls 2\n"
                        "thread 6/7 cuda 4000-13400\n"
                        "thread 6/8 thread 8 8000-8200\n"
                        "GPU 0, stream 13 (gpu)\n"
                        "  copy copy host to device, page-locked 7200+5000 4096\n"
                        "  compute count(haystack, needle) 12300+1000 0\n"
                        "GPU 0, stream 14 (gpu)\n"
                        "  copy memory set 3900+50 16\n"
                        "  compute count(haystack, needle) 13400+2000 0\n"
                        "cuda (thread)\n"
                        "  call cudaMalloc 4000+2000 0\n"
                        "  call cudaMemcpyAsync 7000+500 0\n"
                        "  call cudaLaunchKernel 7600+100 0\n"
                        "  wait cudaStreamSynchronize 7800+5600 0\n"
                        "thread 8 (thread)\n"
                        "  call cudaLaunchKernel 8000+200 0\n");
    assert_string_equal(profile->how.event, "CUPTI, API version 130000");
    assert_int_equal(profile->how.samples, 0); /* all was recorded, nothing sampled */
    assert_int_equal(profile->how.lost, 2);
    assert_int_equal(profile->unit, PROFILE_NS);
    assert_int_equal(profile->node_count, 0);
    profile_free(profile);
    free(all);
    free(text);
}

#define HEAD "{\"activity\":1,\"source\":\"CUPTI\",\"pid\":6,\"cupti\":1000,\"monotonic\":2000}\n"
#define END "{\"what\":\"end\",\"dropped\":0}\n"
#define CALL(name, thread, start, end)                                                             \
    "{\"what\":\"runtime\",\"name\":\"" name "\",\"thread\":" thread                               \
    ",\"correlation\":1,\"start\":" start ",\"end\":" end "}\n"

/* A call in a call of the same name is in its total once; what overlaps leaves no time below 0. */
static void calls_in_calls(void **state)
{
    (void)state;
    char why[200];
    static const char text[] = HEAD CALL("a", "1", "1000", "2000") CALL("a", "1", "1100", "1900")
        CALL("b", "1", "1200", "1900") CALL("b", "1", "1100", "1800") END;
    struct profile *profile = read_text(text, strlen(text), why, sizeof why);
    assert_non_null(profile);
    for (size_t i = 0; i < 2; i++) {
        assert_true(profile->functions[i].self >= 0);
        assert_int_equal(profile->functions[i].calls, 2);
    }
    assert_near(profile->functions[0].total, 1000);
    assert_int_equal(profile->lanes[0].span_count, 1);
    profile_free(profile);

    static const char empty[] = HEAD END;
    profile = read_text(empty, strlen(empty), why, sizeof why);
    assert_non_null(profile);
    assert_int_equal(profile->function_count + profile->lane_count, 0);
    profile_free(profile);
}

static void refused(void **state)
{
    (void)state;
    char why[200];
    static const struct {
        const char *text, *because;
    } all[] = {
        {"", "line 1 of the GPU's record: it ends before its end"},
        {HEAD, "line 2 of the GPU's record: it ends before its end"},
        {"{\"what\":\"failed\",\"why\":\"too\\nbad\"}\n", "CUPTI records nothing: too?bad"},
        {HEAD "{\"what\":\"failed\"}\n", "no reason is given"},
        {END, "line 1 of the GPU's record: \"activity\" is missing or wrong"},
        {"\x7f\x45\x4c\x46\x02\x01\x01\n", "no JSON object"},
        {"[]\n", "no JSON object"},
        {HEAD HEAD END, "line 2 of the GPU's record: \"name\" is missing or wrong"},
        {HEAD "{\"name\":\"tea\"}\n" END, "\"what\" is missing or wrong"},
        {HEAD END END, "line 3 of the GPU's record: behind its end"},
        {HEAD "{\"what\":\"cup\",\"name\":\"tea\"}\n" END, "\"what\" is missing or wrong"},
        {HEAD "{\"what\":\"kernel\"}\n" END, "\"name\" is missing or wrong"},
        {HEAD "{\"what\":\"end\"}\n", "\"dropped\" is missing or wrong"},
        {HEAD CALL("a", "-1", "1000", "2000") END, "\"thread\" is missing or wrong"},
        {HEAD CALL("a", "\"1\"", "1000", "2000") END, "\"thread\" is missing or wrong"},
        {HEAD CALL("a", "1", "2000", "1000") END, "\"end\" is missing or wrong"},
        {HEAD CALL("a", "1", "-9", "1000") END, "\"start\" is missing or wrong"},
        {HEAD CALL("a", "1", "1e3", "2e3") END, "\"start\" is missing or wrong"},
        {HEAD CALL("a", "1", "999", "2000") END, "not of this run"},
        {HEAD CALL("a", "1", "1000", "9223372036854775807") END, "not of this run"},
        {HEAD CALL("a", "1", "99999999999999999", "99999999999999999") END, "not of this run"},
        {HEAD CALL("a", "1", "99999999999999999999", "9") END, "no JSON object"},
        {"{\"activity\":1,\"source\":\"C\",\"pid\":6,\"cupti\":1000,\"monotonic\":1999}\n" END,
         "made by another run"},
        {"{\"activity\":2,\"source\":\"C\",\"pid\":6,\"cupti\":1000,\"monotonic\":2000}\n" END,
         "\"activity\" is missing or wrong"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (read_text(all[i].text, strlen(all[i].text), why, sizeof why))
            fail_msg("taken: %s", all[i].text);
        assert_has(why, all[i].because);
    }
}

/* Cut anywhere, it is not whole; with any byte replaced, it is a profile or it is refused. */
static void damaged(void **state)
{
    (void)state;
    char why[200], *text = samples_file(RECORDED "/activity.jsonl");
    size_t length = strlen(text);
    for (size_t cut = 0; cut < length - 1; cut++)
        assert_null(read_text(text, cut, why, sizeof why));
    for (size_t i = 0; i < length; i++) {
        static const char others[] = {'\0', '\n', '9', '-', '"', '\xff'};
        char was = text[i];
        text[i] = others[i % sizeof others];
        struct profile *profile = read_text(text, length, why, sizeof why);
        profile_free(profile);
        text[i] = was;
    }
    free(text);
}

static void too_many_threads(void **state)
{
    (void)state;
    char why[200], *text = NULL;
    FILE *to = samples_memory(&text);
    fputs(HEAD, to);
    for (int i = 0; i < 5000; i++)
        fprintf(to,
                "{\"what\":\"runtime\",\"name\":\"a\",\"thread\":%d,\"correlation\":1,"
                "\"start\":1000,\"end\":1001}\n",
                i);
    fputs(END, to);
    fclose(to);
    assert_null(read_text(text, strlen(text), why, sizeof why));
    assert_has(why, "over 4096 streams and threads");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run),   cmocka_unit_test(calls_in_calls),   cmocka_unit_test(refused),
        cmocka_unit_test(damaged), cmocka_unit_test(too_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
