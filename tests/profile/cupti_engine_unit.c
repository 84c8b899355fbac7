/* The engine that has CUPTI record a variant: with a script in the variant's place, and on a GPU.
 */
#include "base/strings.h"
#include "common/units.h"
#include "cuda/activity.h"
#include "profile/engines/engine.h"
#include "system/machine.h"
#include "system/run.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"
#include "variants/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *script(const char *folder, const char *body)
{
    roots_put(folder, "/variant", body);
    char *path = format_string("%s/variant", folder);
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static bool look(const char *folder, const char *body, struct profile *profile, char *why,
                 size_t why_size)
{
    char *path = script(folder, body);
    char *command[] = {path, NULL};
    const struct watch watch = {
        .command = command, .program = path, .folder = folder, .timeout_ns = 60 * NS_PER_S};
    bool good = engine_cupti.look(&watch, profile, why, why_size);
    free(path);
    return good;
}

#define RECORD                                                                                     \
    "{\"schema\":1,\"matches\":1,\"digest\":\"0123456789abcdef\",\"prepare_ns\":1,"                \
    "\"search_ns\":[70],\"synchronize_ns\":0,\"peak_rss_bytes\":1}"

static void engine(void **state)
{
    (void)state;
    char why[300], *folder = roots_new();
    struct profile *profile = profile_new();
    assert_false(look(folder, "#!/bin/sh\necho '" RECORD "'\n", profile, why, sizeof why));
    assert_has(why, "the variant used no GPU");
    assert_false(look(folder, "#!/bin/sh\necho 'no luck' >&2; exit 1\n", profile, why, sizeof why));
    assert_has(why, "no luck");
    profile_free(profile);

    /* What CUDA is to load, and where to; the record is of a moment after the start. */
    char *body = format_string(
        "#!/bin/sh\n"
        "case $CUDA_INJECTION64_PATH in */cuda/libactivity.so) ;; *) exit 1 ;; esac\n"
        "cat >\"$" ACTIVITY_FOLDER "/" ACTIVITY_FILE "\" <<'END'\n"
        "{\"activity\":1,\"source\":\"C\",\"pid\":6,\"cupti\":1,\"monotonic\":%" PRIu64 "}\n"
        "{\"what\":\"runtime\",\"name\":\"a\",\"thread\":1,\"correlation\":1,\"start\":1000,"
        "\"end\":2000}\n"
        "{\"what\":\"end\",\"dropped\":0}\n"
        "END\n"
        "echo '" RECORD "'\n",
        (uint64_t)(clock_ns() + 60 * NS_PER_S));
    profile = profile_new();
    if (!look(folder, body, profile, why, sizeof why))
        fail_msg("%s", why);
    assert_int_equal(profile->function_count, 1);
    assert_int_equal(profile->how.profiled_ns, 70);
    assert_true(profile->threads[0].start_ns > 59 * NS_PER_S);
    assert_true(profile->threads[0].start_ns <= 60 * NS_PER_S + 1000);
    profile_free(profile);
    free(body);
    roots_drop(folder);
}

/* Whatever is here: one line, if it does not work, with what to do behind a semicolon. */
static void works(void **state)
{
    (void)state;
    char why[300] = "";
    assert_string_equal(engine_cupti.name, "cupti");
    if (!engine_cupti.works(why, sizeof why))
        assert_true(samples_one_line(why));
}

/* The plainest GPU rung, on a GPU: all of the text goes to it in copies, and kernels run. */
static void on_a_gpu(void **state)
{
    (void)state;
    char why[300], *folder = roots_new();
    if (!engine_cupti.works(why, sizeof why)) {
        print_message("skipped: %s\n", why);
        roots_drop(folder);
        skip();
    }
    char *text = format_string("%s/text", folder),
         *program = format_string("%s/variants/cuda", machine_build_dir()),
         *gen = format_string("%s/gen", machine_build_dir());
    assert_int_equal(run_attached((char *[]){gen, "--lines", "20000", "--output", text, NULL}), 0);
    char *command[] = {program, "--json", text, NULL};
    const struct watch watch = {
        .command = command, .program = program, .folder = folder, .timeout_ns = 60 * NS_PER_S};
    struct profile *profile = profile_new();
    if (!engine_cupti.look(&watch, profile, why, sizeof why))
        fail_msg("%s", why);
    uint64_t copied = 0, kernels = 0;
    for (size_t i = 0; i < profile->lane_count; i++)
        for (size_t j = 0; profile->lanes[i].gpu && j < profile->lanes[i].span_count; j++) {
            const struct profile_span *span = &profile->lanes[i].spans[j];
            copied += strstr(span->name, "host to device") ? span->bytes : 0;
            kernels += span->category == PROFILE_COMPUTE;
        }
    assert_true(copied >= UINT64_C(20020000));
    assert_true(kernels > 0);
    assert_true(profile->thread_count > 0);
    assert_true(profile->edge_count > 0);
    assert_int_equal(profile->how.lost, 0);
    profile_free(profile);
    free(text);
    free(program);
    free(gen);
    roots_drop(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine),
        cmocka_unit_test(works),
        cmocka_unit_test(on_a_gpu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
