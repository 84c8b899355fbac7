/* libactivity.so, whose path is the argument, in a program without CUDA: with a GPU it records
 * nothing of it, without one it says why; the program goes on in any case. With a second argument
 * the CUPTI that it finds is fake_cupti.c. */
#include "base/strings.h"
#include "cuda/activity.h"
#include "profile/engines/cupti.h"
#include "tests/support/roots.h"
#include "tests/support/samples.h"
#include "variants/clock.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *library;

/* In a child, which ends with 3: loads the library as CUDA does, `times` times. */
static void inject(const char *folder, int times)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        void *loaded = dlopen(library, RTLD_NOW);
        int (*start)(void) = loaded ? (int (*)(void))dlsym(loaded, "InitializeInjection") : NULL;
        if (folder)
            setenv(ACTIVITY_FOLDER, folder, 1);
        for (int i = 0; i < times; i++)
            if (!start || start() != 1)
                _exit(4);
        exit(3);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

/* The file's last line; free() it. NULL where there is none. */
static char *last_line(const char *folder)
{
    char *path = format_string("%s/" ACTIVITY_FILE, folder), *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    while (file && getline(&line, &size, file) >= 0)
        continue;
    if (file)
        fclose(file);
    free(path);
    return line;
}

static void does_no_harm(void **state)
{
    (void)state;
    char *folder = roots_new();
    inject(NULL, 1); /* nobody asked for a record */
    assert_null(last_line(folder));
    inject("/nowhere/at/all", 1);
    inject(folder, 2); /* the second finds the first one's file */
    char *line = last_line(folder);
    assert_non_null(line);
    if (!strstr(line, "\"what\":\"end\""))
        assert_has(line, "{\"what\":\"failed\",\"why\":\"");
    char *before = line;
    inject(folder, 1); /* an older record stays as it is */
    line = last_line(folder);
    assert_string_equal(line, before);
    free(before);
    free(line);
    roots_drop(folder);
}

static void says_whether_it_would_work(void **state)
{
    (void)state;
    char why[300] = "";
    void *loaded = dlopen(library, RTLD_NOW);
    assert_non_null(loaded);
    bool (*ask)(char *, size_t) = (bool (*)(char *, size_t))dlsym(loaded, ACTIVITY_WORKS);
    assert_non_null(ask);
    if (!ask(why, sizeof why))
        assert_true(samples_one_line(why));
    dlclose(loaded);
}

static const struct profile_function *function(const struct profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->function_count; i++)
        if (strcmp(profile->functions[i].name, name) == 0)
            return &profile->functions[i];
    fail_msg("no %s", name);
    return NULL;
}

/* All the way: what CUPTI hands over, as the engine reads it. */
static void what_cupti_says_is_read(void **state)
{
    (void)state;
    char why[300], *folder = roots_new(), *path = format_string("%s/" ACTIVITY_FILE, folder);
    uint64_t start_ns = clock_ns();
    inject(folder, 1);
    uint64_t ns = clock_ns() - start_ns;
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    struct profile *profile = profile_new();
    if (!cupti_read(file, start_ns, profile, why, sizeof why))
        fail_msg("%s", why);
    fclose(file);

    assert_int_equal(profile->how.lost, 4);
    assert_string_equal(profile->how.event, "CUPTI, API version 7");
    assert_near(function(profile, "cudaMemcpyAsync")->total, 3000);
    assert_near(function(profile, "cudaMemcpyAsync")->self, 2000);
    assert_near(function(profile, "cuMemcpyHtoDAsync_v2")->self, 1000);
    assert_near(function(profile, "copy host to device, page-locked")->self, 5000);
    assert_near(function(profile, "memory set")->self, 1000);
    assert_int_equal(profile->edge_count, 4);

    assert_int_equal(profile->lane_count, 2);
    const struct profile_lane *stream = &profile->lanes[0], *thread = &profile->lanes[1];
    assert_string_equal(stream->name, "GPU 0, stream 7");
    assert_int_equal(stream->span_count, 3);
    assert_int_equal(stream->spans[0].bytes, 4096);
    assert_has(stream->spans[2].name, "count");
    assert_int_equal(stream->spans[2].ns, 10000);
    assert_true(stream->spans[2].start_ns < ns + 20000); /* since this run's start */
    assert_string_equal(thread->name, "activity_check");
    assert_int_equal(thread->span_count, 4);
    assert_int_equal(thread->spans[0].category, PROFILE_CALL);
    assert_int_equal(thread->spans[3].category, PROFILE_WAIT);
    assert_int_equal(thread->spans[3].start_ns - thread->spans[0].start_ns, 8000);
    profile_free(profile);
    free(path);
    roots_drop(folder);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_no_harm),
        cmocka_unit_test(says_whether_it_would_work),
    };
    const struct CMUnitTest faked[] = {cmocka_unit_test(what_cupti_says_is_read)};
    if (argc < 2)
        return 2;
    library = argv[1];
    return argc > 2 ? cmocka_run_group_tests(faked, NULL, NULL)
                    : cmocka_run_group_tests(tests, NULL, NULL);
}
