/* What perf script prints: recorded runs come out as they were, function by function; whatever is
 * no such text is refused with a line. */
#include "base/strings.h"
#include "profile/engines/perf.h"
#include "tests/support/profile_text.h"
#include "tests/support/samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

static json_t *own;

static int name_own_code(void **state)
{
    (void)state;
    own = json_pack("{s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b}", "main", 1, "search", 1,
                    "search._omp_fn.0", 1, "lower", 1, "regex_count", 1, "regex_count_jit", 1,
                    "text_next", 1, "text_split", 1, "prepare", 1, "read_all", 1);
    return own ? 0 : -1;
}

static int forget_own_code(void **state)
{
    (void)state;
    json_decref(own);
    return 0;
}

static char *as_text(const struct profile *profile)
{
    char *text;
    FILE *to = samples_memory(&text);
    profile_text(to, profile);
    fclose(to);
    return text;
}

/* NULL where it is refused. */
static struct profile *read_text(const char *text, const struct perf_names *names, char *why,
                                 size_t why_size)
{
    struct profile *profile = profile_new();
    FILE *from = fmemopen((char *)text, strlen(text), "r");
    if (!from)
        err(1, "fmemopen");
    if (!perf_script_read(from, names, profile, why, why_size)) {
        profile_free(profile);
        profile = NULL;
    }
    fclose(from);
    return profile;
}

static void expect_recorded(const char *name)
{
    char path[4096], program[100], why[200];
    snprintf(program, sizeof program, "/build/variants/%s", name);
    struct perf_names names = {.program = program, .own = own, .maps = RECORDED};
    snprintf(path, sizeof path, RECORDED "/perf_%s.txt", name);
    char *text = samples_file(path);
    struct profile *profile = read_text(text, &names, why, sizeof why);
    if (!profile)
        fail_msg("%s: %s", name, why);
    char *is = as_text(profile);
    snprintf(path, sizeof path, RECORDED "/perf_%s.expected", name);
    char *expected = samples_file(path);
    assert_string_equal(is, expected);
    free(expected);
    free(is);
    profile_free(profile);
    free(text);
}

static void one_thread(void **state)
{
    (void)state;
    expect_recorded("baseline");
}

static void threads_by_name(void **state)
{
    (void)state;
    expect_recorded("openmp");
}

static void worker_processes(void **state)
{
    (void)state;
    expect_recorded("processes");
}

static void jit_code(void **state)
{
    (void)state;
    expect_recorded("jit");
}

/* --- made by hand --- */

/* Samples of 1 ms, `when` in ms. */
#define HEAD(name, tid, when) name " 7/" tid " 1.0" when "000000: 1000000 cpu-clock: \n"
#define SAMPLE(name, tid, when, stack) HEAD(name, tid, when) stack "\n"
#define A(when, stack) SAMPLE("a", "7", when, stack)
#define FRAME(name, module) "\t 12ab " name " (" module ")\n"
#define MAIN FRAME("main", "/p/a")
#define JIT FRAME(PERF_UNKNOWN, "/tmp/perf-7.map")
#define SEARCH FRAME("search", "/p/a")
#define NOWHERE "\tffffffffffffffff [unknown] ([unknown])\n"
#define CALLER FRAME("pcre2_jit_match_8", "/p/a")

/* Fails the test unless the text comes out with these lines among others. */
static void expect_lines_of(const char *text, const char *program, const char *const lines[])
{
    char why[200];
    struct perf_names names = {.program = program, .own = own, .maps = NULL};
    struct profile *profile = read_text(text, &names, why, sizeof why);
    if (!profile)
        fail_msg("%s", why);
    char *is = as_text(profile);
    for (; *lines; lines++) {
        char line[300];
        snprintf(line, sizeof line, "%s\n", *lines);
        if (!strstr(is, line))
            fail_msg("no line '%s' in\n%s", *lines, is);
    }
    free(is);
    profile_free(profile);
}
#define EXPECT(text, ...) expect_lines_of(text, "/p/a", (const char *const[]){__VA_ARGS__, NULL})

/* Of a user's command all but the system's libraries is its own, whatever program it starts. */
static void a_command_of_the_users(void **state)
{
    (void)state;
    static const struct perf_names names = {.program = "/home/me/run", .users = true};
    static const struct {
        const char *line;
        enum profile_category category;
    } frames[] = {
        {"\t 12 main (/home/me/run)\n", PROFILE_OWN},
        {"\t 12 parse (/home/me/lib.so)\n", PROFILE_OWN},
        {"\t 12 main (/usr/bin/grep)\n", PROFILE_OWN},
        {"\t 12 memcpy (/usr/lib/x86_64-linux-gnu/libc.so.6)\n", PROFILE_LIBRARY},
        {"\t 12 memcpy (/lib64/libc.so.6)\n", PROFILE_LIBRARY},
        {"\t 12 [unknown] (/usr/bin/stripped)\n", PROFILE_LIBRARY},
        {"\t 12 schedule ([kernel.kallsyms])\n", PROFILE_KERNEL},
    };
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        struct perf_frame frame;
        assert_true(perf_frame_read(frames[i].line, &names, &frame));
        assert_int_equal(frame.category, frames[i].category);
    }
}

/* What calls main() may have no name. */
static void a_stripped_program_is_not_cut(void **state)
{
    (void)state;
#define LIBC(name) FRAME(name, "/usr/lib/libc.so.6")
#define NAMELESS FRAME(PERF_UNKNOWN, "/p/a")
    EXPECT(A("01", NAMELESS LIBC("__libc_start_call_main"))
               A("02", NAMELESS LIBC("__libc_start_call_main") LIBC("__libc_start_main") NAMELESS)
                   A("03", NAMELESS NAMELESS),
           "cut 1");
}

static void names_and_modules(void **state)
{
    (void)state;
    EXPECT(A("01", FRAME("memcpy@@GLIBC_2.14", "/lib/libc.so.6") MAIN)
               A("02", FRAME("memcpy@plt", "/p/a") MAIN)
                   A("03", FRAME("match.constprop.0", "/p/a") MAIN)
                       A("04", FRAME("ue2::f(int (*)())", "/p (x)/lib.so") MAIN)
                           A("05", FRAME("read_it", "[kernel.kallsyms]") MAIN)
                               A("06", FRAME("ext4_read", "[ext4]") MAIN) A("07", NOWHERE),
           "function memcpy, libc.so.6, library: self 1000000, total 1000000, samples 1",
           "function memcpy@plt, a, library: self 1000000, total 1000000, samples 1",
           "function match.constprop.0, a, library: self 1000000, total 1000000, samples 1",
           "function ue2::f(int (*)()), lib.so, library: self 1000000, total 1000000, samples 1",
           "function read_it, [kernel], kernel: self 1000000, total 1000000, samples 1",
           "function ext4_read, [ext4], kernel: self 1000000, total 1000000, samples 1",
           "function [unknown], , unknown: self 1000000, total 1000000, samples 1",
           "function main, a, own: self 0, total 6000000, samples 0",
           "unattributed 0.1429, reattached 0, left 0", "unsymbolized []");
}

/* A path may hold all that a name does. */
static void a_path_is_no_part_of_a_name(void **state)
{
    (void)state;
    static const char *const folders[] = {"/w ([2])", "/w (/x)", "/a ([k]) (/l)",
                                          "/it's \"(/p/a)\""};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char *program = format_string("%s/variants/a", folders[i]);
        char *text = format_string(
            HEAD("a", "7", "01") "\t 12ab lower (%s)\n\t 12ab main (%s)\n\n" HEAD(
                "a", "7", "02") "\t 12ab f(int (*)()) (%s/lib.so)\n\t 12ab main (%s)\n\n",
            program, program, folders[i], program);
        expect_lines_of(text, program,
                        (const char *const[]){
                            "function lower, a, own: self 1000000, total 1000000, samples 1",
                            "function f(int (*)()), lib.so, library: self 1000000, total 1000000, "
                            "samples 1",
                            "function main, a, own: self 0, total 2000000, samples 0", NULL});
        free(text);
        free(program);
    }
}

static void recursion_and_unknown_frames(void **state)
{
    (void)state;
    EXPECT(A("01", MAIN MAIN MAIN NOWHERE)
               A("02", FRAME(PERF_UNKNOWN, "/l/x.so") FRAME(PERF_UNKNOWN, "/l/x.so") MAIN NOWHERE)
                   A("03", ""),
           "function main, a, own: self 1000000, total 2000000, samples 1",
           "edge main -> main: 1000000", "edge main -> [unknown]: 1000000",
           "stack a, main;[unknown]: 1", "stack a, [unknown]: 1",
           "unattributed 0.6667, reattached 0, left 0", "unsymbolized [\"x.so\"]");
}

/* Without what nobody unwinds: threads begin in the C library, the process in its program. */
static void stacks_that_are_cut_are_counted(void **state)
{
    (void)state;
#define START FRAME("_start", "/p/a")
    EXPECT(A("01", MAIN START) A("02", MAIN FRAME("__clone3", "/l/libc.so.6"))
               A("03", MAIN FRAME("start_thread", "/l/libc.so.6") NOWHERE)
                   A("04", MAIN FRAME(PERF_UNKNOWN, "/l/libc.so.6"))
                       A("05", FRAME("execve", "[kernel.kallsyms]")) A("06", JIT MAIN),
           "cut 0");
    EXPECT(A("01", SEARCH) A("02", SEARCH MAIN NOWHERE) A("03", MAIN START)
               A("04", FRAME("match", "/l/x.so")) A("05", NOWHERE)
                   A("06", MAIN FRAME(PERF_UNKNOWN, "/l/x.so")),
           "cut 5");
}

static void orphans_without_a_parent(void **state)
{
    (void)state;
    EXPECT(A("01", JIT) A("02", MAIN), /* nobody is seen to call JIT code */
           "unattributed 0.5000, reattached 0, left 1", "stack a, [unknown]: 1",
           "function [unknown], [jit], jit: self 1000000, total 1000000, samples 1",
           "unsymbolized [\"[jit]\"]");
    EXPECT(A("01", JIT) A("02", CALLER MAIN) A("03", CALLER SEARCH MAIN), /* two are */
           "unattributed 0.3333, reattached 0, left 1", "stack a, [unknown]: 1");
    EXPECT(A("01", JIT) A("02", CALLER NOWHERE) A("03", MAIN) A("04", MAIN), /* a cut stack */
           "unattributed 0.2500, reattached 0, left 1", "stack a, [unknown]: 1");
    EXPECT(A("01", JIT) SAMPLE("b", "8", "02", CALLER MAIN), /* another thread */
           "unattributed 0.5000, reattached 0, left 1", "stack a, [unknown]: 1");
    EXPECT(A("01", JIT SEARCH NOWHERE) A("02", MAIN), /* what lies behind is not believed */
           "unattributed 0.5000, reattached 0, left 1", "stack a, [unknown]: 1");
}

static void orphans_with_one_parent(void **state)
{
    (void)state;
    EXPECT(A("01", JIT) A("02", CALLER MAIN) A("03", JIT SEARCH NOWHERE)
               A("04", FRAME("memchr", "/l/c") JIT),
           "unattributed 0.5000, reattached 3, left 0",
           "stack a, main;pcre2_jit_match_8;[unknown]: 2",
           "stack a, main;pcre2_jit_match_8;[unknown];memchr: 1",
           "edge pcre2_jit_match_8 -> [unknown]: 3000000");
    /* the lowest, where one lies below the other */
    EXPECT(A("01", JIT) A("02", CALLER MAIN)
               A("03", FRAME("jit_machine_stack_exec", "/p/a") CALLER MAIN),
           "unattributed 0.3333, reattached 1, left 0",
           "stack a, main;pcre2_jit_match_8;jit_machine_stack_exec;[unknown]: 1");
    /* a whole stack stays as it is, and shows who calls */
    EXPECT(A("01", JIT SEARCH MAIN) A("02", JIT) A("03", MAIN),
           "unattributed 0.6667, reattached 1, left 0", "stack a, main;search;[unknown]: 2");
}

static void times_and_losses(void **state)
{
    (void)state;
    EXPECT("perf-exec 0/0 0.000000000: PERF_RECORD_COMM: perf-exec:7/7\n"
           "a 7/7 5.000000000: PERF_RECORD_COMM exec: a:7/7\n"
           "a 7/7 5.001000000: PERF_RECORD_FORK(7:8):(7:7)\n"
           "a 7/7 5.002000000: PERF_RECORD_SWITCH OUT preempt\n"
           "a 7/8 5.003000000: PERF_RECORD_SWITCH IN         \n"
           "3 1/2 w 7/8 5.003500000: PERF_RECORD_COMM: 3 1/2 w:7/8\n"
           "3 1/2 w 7/8 5.005000000: 4000000 cycles: \n" MAIN "\n"
           "a 7/7 5.006000000: PERF_RECORD_LOST lost 12\n"
           "a 7/7 5.006000000: PERF_RECORD_SWITCH IN\n"
           "a 7/7 5.007000000: 2000000 cycles: \n" MAIN MAIN "\n"
           "a 7/7 5.007000000: PERF_RECORD_LOST lost 30\n"
           "3 1/2 w 7/8 5.009000000: PERF_RECORD_EXIT(7:8):(7:7)\n"
           "a 7/7 5.010000000: PERF_RECORD_EXIT(7:7):(1:1)\n"
           "a 7/7 5.010000000: PERF_RECORD_SOMETHING new\n",
           "event cycles, samples 2, lost 42, delivered 167",
           "thread 7/7 a: from 0 to 10000000, CPU 6000000, preempted 4000000",
           "thread 7/8 3 1/2 w: from 1000000 to 9000000, CPU 6000000, preempted 0",
           "stack 3 1/2 w, main: 1",
           /* 6 M cycles in 12 ms */
           "function main, a, own: self 12000000, total 12000000, samples 2");
}

/* --- what is no such text --- */

static void expect_refusal(const char *text, const char *because)
{
    char why[200] = "", small[8];
    struct perf_names names = {.program = "/p/a", .own = own, .maps = NULL};
    assert_null(read_text(text, &names, why, sizeof why));
    if (!strstr(why, because) || strchr(why, '\n'))
        fail_msg("'%s' instead of '%s'", why, because);
    assert_null(read_text(text, &names, small, sizeof small));
    assert_int_equal(strlen(small), sizeof small - 1);
}

static void damage(void **state)
{
    (void)state;
    expect_refusal("\n", "perf took no samples (0 were lost)");
    expect_refusal("a 7/7 1.000000000: PERF_RECORD_LOST lost 5\n", "no samples (5 were lost)");
    expect_refusal("\177ELF\1\2\3\n", "line 1: neither a sample nor an event");
    expect_refusal("a 7/7 1.000000001: 1 cpu-clock:", "line 1: it ends in the middle");
    expect_refusal(HEAD("a", "7", "01"), "line 1: it ends in the middle of a sample");
    expect_refusal(HEAD("a", "7", "01") MAIN, "line 2: it ends in the middle of a sample");
    expect_refusal(HEAD("a", "7", "01") "\t 12ab main (/p", "line 2: it ends in the middle");
    expect_refusal(HEAD("a", "7", "01") "\t main (/p/a)\n", "line 2: no frame");
    expect_refusal(HEAD("a", "7", "01") "\t 12 main /p/a\n", "line 2: no frame");
    expect_refusal(HEAD("a", "7", "01") "\t 12 (/p/a)\n", "line 2: no frame");
    expect_refusal(HEAD("a", "7", "01") HEAD("a", "7", "02"), "line 2: no frame");
    expect_refusal("a 7/7 1.01: 1 cpu-clock:\n", "neither a sample"); /* no nanoseconds */
    expect_refusal("a 99999999/7 1.000000001: 1 c:\n", "neither a sample");
    expect_refusal("a 7/-7 1.000000001: 1 c:\n", "neither a sample");
    expect_refusal("a 7/7 99999999999999999999.000000001: 1 c:\n", "neither a sample");
    expect_refusal("a 7/7 1.000000001: 0 c:\n", "no period");
    expect_refusal("a 7/7 1.000000001: -1 c:\n", "no period");
    expect_refusal("a 7/7 1.000000001: 1e99 c:\n", "no period");
    expect_refusal("a 7/7 1.000000001: nan c:\n", "no period");
    expect_refusal("a 7/7 1.000000001: cpu-clock:\n", "no period");
    expect_refusal("a 7/7 1.000000001: 1 cpu-clock\n", "no event");
    expect_refusal("a 7/7 1.000000001: 1 :\n", "no event");
}

static char *repeated(const char *head, const char *format, size_t times)
{
    char *text;
    FILE *to = samples_memory(&text);
    fputs(head, to);
    for (size_t i = 1; i <= times; i++)
        fprintf(to, format, i); // NOLINT(clang-diagnostic-format-nonliteral)
    fclose(to);
    return text;
}

static void too_much(void **state)
{
    (void)state;
    char *text = repeated(HEAD("a", "7", "01"), "\t 12 f%zu (/p/a)\n", PERF_DEPTH_MOST + 1);
    expect_refusal(text, "a stack without an end");
    free(text);
    text = repeated("", "a 7/%zu 1.000000000: PERF_RECORD_SWITCH IN\n", PERF_THREADS_MOST + 1);
    expect_refusal(text, "too many threads");
    free(text);
    text = repeated(HEAD("a", "7", "01") "\t 12 ", "a very long name, %zu", 10000);
    expect_refusal(text, "line 2: it ends in the middle, or is too long");
    free(text);
}

/* However it is cut: refused, or read. */
static void every_cut(void **state)
{
    (void)state;
    char why[200];
    struct perf_names names = {.program = "/build/variants/jit", .own = own, .maps = RECORDED};
    char *text = samples_file(RECORDED "/perf_jit.txt");
    for (size_t length = strlen(text); length > 0; length -= length > 97 ? 97 : length) {
        text[length] = '\0';
        struct profile *profile = read_text(text, &names, why, sizeof why);
        assert_true(profile || !strchr(why, '\n'));
        profile_free(profile);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thread),
        cmocka_unit_test(threads_by_name),
        cmocka_unit_test(worker_processes),
        cmocka_unit_test(jit_code),
        cmocka_unit_test(a_command_of_the_users),
        cmocka_unit_test(a_stripped_program_is_not_cut),
        cmocka_unit_test(names_and_modules),
        cmocka_unit_test(a_path_is_no_part_of_a_name),
        cmocka_unit_test(recursion_and_unknown_frames),
        cmocka_unit_test(stacks_that_are_cut_are_counted),
        cmocka_unit_test(orphans_without_a_parent),
        cmocka_unit_test(orphans_with_one_parent),
        cmocka_unit_test(times_and_losses),
        cmocka_unit_test(damage),
        cmocka_unit_test(too_much),
        cmocka_unit_test(every_cut),
    };
    return cmocka_run_group_tests(tests, name_own_code, forget_own_code);
}
