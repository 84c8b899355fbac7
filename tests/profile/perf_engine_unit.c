/* perf for real, where it works: a known split of time comes out, and a variant's profile says what
 * its stage clock says. */
#include "profile/engines/perf.h"

#include "base/strings.h"
#include "common/units.h"
#include "profile/engines/engine.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_verdict.h"
#include "record/record.h"
#include "system/programs.h"
#include "system/run.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define TIMEOUT_NS (120 * NS_PER_S)
#define LOOKS 5 /* at most, until one agrees: others on this machine may spoil some of them */
#define POINTS 0.05

static char folder[] = "/tmp/perf_engine.XXXXXX";
static char texts[] = "/tmp/perf_texts.XXXXXX", text[100], short_text[100];

static char *in_folder(const char *name)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        err(1, "path");
    return path;
}

/* Lines of what random() gives, which are the project's own text's as far as time goes. */
static void write_text(const char *path, size_t bytes)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    FILE *to = fopen(path, "wxe");
    if (!to)
        err(1, "%s", path);
    for (size_t i = 1; i <= bytes; i++)
        putc(i % 1001 == 0 ? '\n' : letters[random() % (long)(sizeof letters - 1)], to);
    if (fclose(to) != 0)
        err(1, "%s", path);
}

static int open_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || !mkdtemp(texts))
        err(1, "%s or %s", folder, texts);
    snprintf(text, sizeof text, "%s/text", texts);
    snprintf(short_text, sizeof short_text, "%s/short", texts);
    write_text(text, 4 << 20);
    write_text(short_text, 300 << 10);
    return 0;
}

static void empty_folder(void)
{
    DIR *all = opendir(folder);
    if (!all)
        err(1, "%s", folder);
    for (struct dirent *each; (each = readdir(all));) {
        char *path = in_folder(each->d_name);
        if (*each->d_name != '.')
            unlink(path);
        free(path);
    }
    closedir(all);
}

static int close_folder(void **state)
{
    (void)state;
    empty_folder();
    unlink(text);
    unlink(short_text);
    return rmdir(folder) | rmdir(texts);
}

static void skip_without_perf(void)
{
    char why[300];
    if (engine_perf.works(why, sizeof why))
        return;
    print_message("[  SKIPPED ] %s\n", why);
    skip();
}

/* A sanitizer slows the stage clock down and makes stacks deeper: what perf can keep of those
 * depends on the machine. */
static void skip_if_slowed(void)
{
#ifdef SANITIZED
    skip();
#endif
}

static struct profile *look(char *const command[], unsigned frequency)
{
    char why[300];
    struct profile *profile = profile_new();
    struct watch watch = {.command = command,
                          .program = command[0],
                          .folder = folder,
                          .frequency = frequency,
                          .timeout_ns = TIMEOUT_NS};
    empty_folder();
    if (!engine_perf.look(&watch, profile, why, sizeof why))
        fail_msg("%s: %s", command[0], why);
    return profile;
}

/* NULL where no sample hit it, or anything below it. */
static const struct profile_function *find(const struct profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->function_count; i++)
        if (strcmp(profile->functions[i].name, name) == 0)
            return &profile->functions[i];
    return NULL;
}

static double share(const struct profile *profile, const char *name)
{
    const struct profile_function *function = find(profile, name);
    return function ? function->total / profile_total(profile) : 0;
}

static void expect_category(const struct profile *profile, const char *name,
                            enum profile_category category)
{
    const struct profile_function *function = find(profile, name);
    if (!function || function->category != category)
        fail_msg("%s is not in the profile, or not as %s", name, profile_category_name(category));
}

static bool near(double is, double expected)
{
    return is >= expected - POINTS && is <= expected + POINTS;
}

static void expect_near(const char *what, double is, double expected)
{
    if (!near(is, expected))
        fail_msg("%s: %.1f %% instead of %.1f %%", what, 100 * is, 100 * expected);
}

static void three_to_one(void **state)
{
    (void)state;
    skip_if_slowed();
    skip_without_perf();
    double of_both = 0, of_all = 0;
    for (size_t i = 0; i < LOOKS && !(near(of_both, 0.75) && near(of_all, 1)); i++) {
        struct profile *profile = look((char *[]){THREE_TO_ONE, NULL}, 3989);
        double thrice = share(profile, "thrice"), once = share(profile, "once");
        of_both = thrice / (thrice + once);
        of_all = thrice + once;
        expect_category(profile, "thrice", PROFILE_OWN);
        expect_category(profile, "main", PROFILE_OWN);
        assert_int_equal(profile->unit, PROFILE_NS);
        assert_true(profile->how.profiled_ns > 0);
        assert_true(profile->how.frequency_asked == 3989);
        profile_free(profile);
    }
    if (!near(of_both, 0.75) || !near(of_all, 1))
        fail_msg("thrice has %.1f %% of both, which have %.1f %% of all", 100 * of_both,
                 100 * of_all);
}

/* Under a buffer that is larger than what is copied at first; and a recursion that is deeper than
 * all that can be. */
static void deep_stacks(void **state)
{
    (void)state;
    skip_if_slowed();
    skip_without_perf();
    struct profile *profile = NULL;
    double cut = 1;
    for (size_t i = 0; i < LOOKS && cut > 0; i++) { /* samples can get lost on a busy machine */
        profile_free(profile);
        profile = look((char *[]){DEEP_STACKS, NULL}, 3989);
        cut = profile_cut(profile);
    }
    assert_true(cut <= 0);
    expect_near("main", share(profile, "main"), 1);
    expect_near("under_a_buffer", share(profile, "under_a_buffer"), 1);
    profile_free(profile);
    profile = look((char *[]){DEEP_STACKS, "2000", NULL}, 3989);
    assert_true(profile_cut(profile) > 0.5);
    expect_near("recurses", share(profile, "recurses"), 1);
    char *verdict = profile_verdict_text(profile);
    if (!strstr(verdict, " of the stacks are cut: what called their functions is not known"))
        fail_msg("%s", verdict);
    free(verdict);
    profile_free(profile);
}

/* Whatever the folder is called that the program lies in. */
static void a_folder_s_name_changes_nothing(void **state)
{
    (void)state;
    skip_without_perf();
    char *below = format_string("%s/w ([2]) it's", texts), *copy = format_string("%s/copy", below);
    static struct run run;
    if (mkdir(below, 0700) != 0)
        err(1, "%s", below);
    run_program((char *[]){"/bin/cp", THREE_TO_ONE, copy, NULL}, TIMEOUT_NS, &run);
    assert_true(run.end == RUN_EXITED && run.code == 0);
    struct profile *profile = look((char *[]){copy, NULL}, 997);
    expect_category(profile, "thrice", PROFILE_OWN);
    expect_category(profile, "main", PROFILE_OWN);
    assert_string_equal(find(profile, "main")->module, "copy");
    profile_free(profile);
    unlink(copy);
    rmdir(below);
    free(copy);
    free(below);
}

/* The search's part of a run but for compiling, by the variant's own clock. That counts what others
 * took of the processor, too: so each stage is taken where it lost the least, of many short runs.
 */
static double search_share_by_stages(const char *program)
{
    static struct run run;
    struct record record = {0};
    char why[300];
    double all = 0, least[STAGE_COUNT] = {0};
    for (int i = 0; i < 20; i++) {
        run_program(
            (char *[]){(char *)program, "--json", "--stages", "--repeat", "3", short_text, NULL},
            TIMEOUT_NS, &run);
        if (run.end != RUN_EXITED || run.code != 0 ||
            !record_parse(run.output, run.output_length, &record, why, sizeof why))
            fail_msg("%s --stages failed", program);
        for (int j = 0; j < STAGE_COUNT; j++)
            least[j] = i == 0 ? (double)record.stages.spent[j]
                              : fmin(least[j], (double)record.stages.spent[j]);
    }
    for (int i = 0; i < STAGE_COUNT; i++)
        all += least[i];
    return least[STAGE_SEARCH] / (all - least[STAGE_COMPILE]);
}

static void expect_agreement(const char *name)
{
    skip_if_slowed();
    skip_without_perf();
    char program[4096];
    snprintf(program, sizeof program, VARIANTS "/%s", name);
    double by_profile = 0, by_stages = 1;
    for (size_t i = 0; i < LOOKS && !near(by_profile, by_stages); i++) {
        struct profile *profile =
            look((char *[]){program, "--json", "--repeat", "5", text, NULL}, 7919);
        double timed = share(profile, "search"); /* by the stage clock, too */
        double compiling = share(profile, "regex_cache_get");
        by_profile = share(profile, "regex_count") / (timed - compiling);
        expect_category(profile, "pcre2_match_8", PROFILE_LIBRARY);
        expect_category(profile, "regex_count", PROFILE_OWN);
        expect_category(profile, "lower", PROFILE_OWN);
        profile_free(profile);
        by_stages = search_share_by_stages(program);
    }
    if (!near(by_profile, by_stages))
        fail_msg("%s: %.1f %% by its profile, %.1f %% by its stages", name, 100 * by_profile,
                 100 * by_stages);
}

static void baseline_agrees_with_its_stages(void **state)
{
    (void)state;
    expect_agreement("baseline");
}

static void combined_agrees_with_its_stages(void **state)
{
    (void)state;
    expect_agreement("combined");
}

static void jit_code_has_a_name(void **state)
{
    (void)state;
    skip_without_perf();
    static char jit[] = VARIANTS "/jit";
    struct profile *profile = look((char *[]){jit, "--json", "--repeat", "20", text, NULL}, 9973);
    expect_category(profile, "pcre2_jit_code", PROFILE_JIT);
    assert_true(profile->how.orphans_reattached + profile->how.orphans_left > 0);
    profile_free(profile);
}

static void threads_and_workers_have_names(void **state)
{
    (void)state;
    skip_without_perf();
    static const struct {
        const char *variant, *names[3];
    } cases[] = {{VARIANTS "/openmp", {"openmp", "omp-1", "omp-2"}},
                 {VARIANTS "/processes", {"processes", "worker-1", "worker-2"}}};
    for (size_t i = 0; i < 2; i++) {
        if (access(cases[i].variant, X_OK) != 0)
            continue;
        char *threads = i == 0 ? "3" : "2";
        struct profile *profile = look(
            (char *[]){(char *)cases[i].variant, "--json", "--threads", threads, text, NULL}, 997);
        assert_true(profile->thread_count >= 3); /* a sanitizer starts one of its own */
        for (size_t j = 0; j < 3; j++) {
            const struct profile_thread *thread = &profile->threads[j];
            assert_string_equal(thread->name, cases[i].names[j]);
            assert_true(thread->cpu_ns > 0 && thread->cpu_ns <= thread->end_ns - thread->start_ns);
            assert_int_equal(thread->pid == profile->threads[0].pid, i == 0 || j == 0);
        }
        profile_free(profile);
    }
}

/* Writes a line to a file of the kernel. */
static bool told(const char *path, const char *line)
{
    FILE *to = fopen(path, "we");
    bool good = to && fputs(line, to) >= 0;
    return to && fclose(to) == 0 && good;
}

/* In a user namespace, root may lock no more memory than a user. */
static void a_root_who_may_lock_little(void **state)
{
    (void)state;
    skip_without_perf();
    char map[50];
    snprintf(map, sizeof map, "0 %u 1", geteuid());
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWUSER) != 0 || !told("/proc/self/uid_map", map) ||
            setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){0}) != 0)
            _exit(77);
        static char combined[] = VARIANTS "/combined";
        struct profile *profile = look((char *[]){combined, "--json", text, NULL}, 997);
        _exit(geteuid() == 0 && profile->how.samples > 0 ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        print_message("[  SKIPPED ] no user namespaces here\n");
        skip();
    }
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void expect_failure(char *const command[], const char *because)
{
    char why[300] = "";
    struct profile *profile = profile_new();
    struct watch watch = {.command = command,
                          .program = command[0],
                          .folder = folder,
                          .frequency = 997,
                          .timeout_ns = TIMEOUT_NS};
    empty_folder();
    assert_false(engine_perf.look(&watch, profile, why, sizeof why));
    if (!strstr(why, because) || strchr(why, '\n'))
        fail_msg("'%s' instead of '%s'", why, because);
    profile_free(profile);
}

static char simd[] = VARIANTS "/simd"; /* soon done */

static void failures_have_a_line(void **state)
{
    (void)state;
    skip_without_perf();
    expect_failure((char *[]){simd, "--json", "/nowhere/text", NULL}, "/nowhere/text");
    expect_failure((char *[]){"/bin/true", NULL}, "printed nothing");
    expect_failure((char *[]){"/nowhere/program", NULL}, "nm");
}

/* A perf ahead of the real one in PATH that does otherwise for one of its commands. */
static void write_perf(const char *path, const char *real, const char *command, const char *does)
{
    FILE *to = fopen(path, "we");
    if (!to)
        err(1, "%s", path);
    fprintf(to, "#!/bin/sh\ncase $1 in %s) %s ;; esac\nexec %s \"$@\"\n", command, does, real);
    if (fclose(to) != 0 || chmod(path, 0700) != 0)
        err(1, "%s", path);
}

static void other_perfs(void **state)
{
    (void)state;
    skip_without_perf();
    static const struct {
        const char *command, *does, *because;
    } cases[] = {
        {"script", "echo nonsense; exit", "what perf script printed, line 1: neither"},
        {"script", "head -c 5000 /dev/urandom; exit", "what perf script printed, line"},
        {"script", "exit", "perf took no samples"},
        {"script", "kill -9 $$", "killed by signal 9"},
        {"record", "echo it broke >&2; exit 3", "exit code 3: it broke"},
    };
    const char *found = getenv("PATH");
    char why[300], path[120], *real = program_find("perf"), *before = strdup(found ? found : ""),
                              *after;
    snprintf(path, sizeof path, "%s/perf", texts);
    if (!before || asprintf(&after, "%s:%s", texts, before) < 0)
        err(1, "PATH");
    setenv("PATH", after, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_perf(path, real, cases[i].command, cases[i].does);
        expect_failure((char *[]){simd, "--json", short_text, NULL}, cases[i].because);
    }
    write_perf(path, real, "--version", "echo not for this kernel >&2; exit 2");
    assert_false(engine_perf.works(why, sizeof why));
    assert_non_null(strstr(why, "does not run: sudo apt-get install"));
    setenv("PATH", before, 1);
    unlink(path);
    free(before);
    free(after);
    free(real);
}

static void nothing_in_the_path(void **state)
{
    (void)state;
    const char *found = getenv("PATH");
    char why[300], *path = strdup(found ? found : "");
    setenv("PATH", "/nowhere", 1);
    assert_false(engine_perf.works(why, sizeof why));
    setenv("PATH", path, 1);
    free(path);
    assert_string_equal(why, "perf is not installed: sudo apt-get install linux-perf (on Ubuntu "
                             "linux-tools-generic)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_to_one),
        cmocka_unit_test(deep_stacks),
        cmocka_unit_test(a_folder_s_name_changes_nothing),
        cmocka_unit_test(baseline_agrees_with_its_stages),
        cmocka_unit_test(combined_agrees_with_its_stages),
        cmocka_unit_test(jit_code_has_a_name),
        cmocka_unit_test(threads_and_workers_have_names),
        cmocka_unit_test(a_root_who_may_lock_little),
        cmocka_unit_test(failures_have_a_line),
        cmocka_unit_test(other_perfs),
        cmocka_unit_test(nothing_in_the_path),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
