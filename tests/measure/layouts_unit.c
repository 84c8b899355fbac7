/* Linking anew: which programs, with what, and what is left behind. The "linker" is a shell that
 * writes down what it is told. */
#include "base/strings.h"
#include "measure/layouts.h"
#include "system/run.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/layouts_unit.XXXXXX";

static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* In the folder, as "./linker": writes its options, and where it ran, into its output. */
static const char linker[] = "#!/bin/sh\n"
                             "{ echo ran; pwd; printf '%s ' \"$@\"; } >\"$6\"\n"
                             "chmod +x \"$6\"; echo >\"$TMPDIR/left\"; echo once more >>links\n";

static const char failing[] = "#!/bin/sh\necho no such library >&2; echo once >>tries; exit 1\n";

static const char links[] = "./linker\n-o\nold name\nrung.o\n";

static void put_script(const char *name, const char *text)
{
    put(name, text);
    assert_int_equal(chmod(name, 0700), 0);
}

/* A program of the build, with the words of the command that links it. */
static char *program(const char *name, const char *words)
{
    char *path = format_string("%s/%s", folder, name), *command = format_string("%s.link", path);
    char *text = format_string("%s\n%s", folder, words ? words : "");
    put(path, "the build's own");
    if (words)
        put(command, text);
    free(command);
    free(text);
    return path;
}

static void assert_linked(const struct layouts *layouts, const char *path, const char *options)
{
    const char *linked = layouts_program(layouts, path);
    assert_string_not_equal(linked, path);
    assert_string_equal(strrchr(linked, '/'), strrchr(path, '/'));
    assert_null(layouts_missing(layouts, path));
    char *text = samples_file(linked);
    char *expected = format_string("ran\n%s\n%s -Wl,-s -o %s rung.o ", folder, options, linked);
    assert_string_equal(text, expected);
    free(text);
    free(expected);
}

static void a_layout_is_drawn(void **state)
{
    (void)state;
    bool seen[3][256] = {{false}};
    for (unsigned round = 1; round <= 4000; round++) {
        struct layout layout = layout_drawn(7, round), again = layout_drawn(7, round);
        assert_memory_equal(&layout, &again, sizeof layout);
        unsigned places[] = {layout.engine, layout.steps, layout.rung};
        for (size_t i = 0; i < 3; i++) {
            assert_true(places[i] < 4096 && places[i] % 16 == 0);
            seen[i][places[i] / 16] = true;
        }
    }
    for (size_t i = 0; i < 256; i++)
        assert_true(seen[0][i] && seen[1][i] && seen[2][i]);
    struct layout one = layout_drawn(7, 1), other = layout_drawn(8, 1);
    assert_memory_not_equal(&one, &other, sizeof one);
}

static void programs_are_linked_anew(void **state)
{
    (void)state;
    char *first = program("first", links), *second = program("a second", links);
    struct layouts *layouts = layouts_open();
    assert_string_equal(layouts_program(layouts, first), first); /* as yet */
    const char *const both[] = {first, second, first};
    assert_true(layouts_link(layouts, (struct layout){16, 32, 48}, both, 3));
    assert_linked(layouts, first,
                  "-Wl,--defsym=LAYOUT_ENGINE=16 -Wl,--defsym=LAYOUT_STEPS=32 "
                  "-Wl,--defsym=LAYOUT_RUNG=48");
    assert_linked(layouts, second,
                  "-Wl,--defsym=LAYOUT_ENGINE=16 -Wl,--defsym=LAYOUT_STEPS=32 "
                  "-Wl,--defsym=LAYOUT_RUNG=48");
    assert_true(layouts_link(layouts, (struct layout){4080, 0, 0}, both, 1));
    assert_linked(layouts, first,
                  "-Wl,--defsym=LAYOUT_ENGINE=4080 -Wl,--defsym=LAYOUT_STEPS=0 "
                  "-Wl,--defsym=LAYOUT_RUNG=0");
    char *count = samples_file("links");
    assert_string_equal(count, "once more\nonce more\nonce more\n");
    char *linked = copy_string(layouts_program(layouts, first));
    layouts_close(layouts);
    assert_int_equal(access(linked, F_OK), -1);
    *strrchr(linked, '/') = '\0';
    assert_int_equal(access(linked, F_OK), -1);
    free(linked);
    free(count);
    free(first);
    free(second);
}

static void what_cannot_be_linked_stays_as_it_is(void **state)
{
    (void)state;
    mkdir("other", 0700);
    char *paths[] = {program("none", NULL),
                     program("bad", "./failing\n-o\nbad\n"),
                     program("lost", "/nowhere/cc\n-o\nlost\n"),
                     program("dead", "/bin/true\n-o\ndead\n"),
                     program("aimless", "/bin/true\nrung.o\n"),
                     program("same", links),
                     program("other/same", links)};
    const char *const whys[] = {"the build kept no command that links it",
                                "it can't be linked again: no such library",
                                "it can't be linked again: /nowhere/cc: No such file or directory",
                                "it can't be linked again: No such file or directory",
                                "the build kept no command that links it",
                                NULL,
                                "another program has its name"};
    struct layouts *layouts = layouts_open();
    for (size_t again = 0; again < 2; again++) {
        assert_true(layouts_link(layouts, (struct layout){0, 0, 0}, (const char **)paths, 7));
        for (size_t i = 0; i < 7; i++) {
            const char *why = layouts_missing(layouts, paths[i]);
            if (whys[i]) {
                assert_string_equal(why, whys[i]);
                assert_string_equal(layouts_program(layouts, paths[i]), paths[i]);
            } else {
                assert_null(why);
            }
        }
    }
    char *tries = samples_file("tries");
    assert_string_equal(tries, "once\n");
    free(tries);
    layouts_close(layouts);
    for (size_t i = 0; i < 7; i++)
        free(paths[i]);
}

static void a_round_links_who_takes_part(void **state)
{
    (void)state;
    struct results results = samples_results();
    char *programs[] = {program("rung", links), program("failed", links), program("peer", links)};
    struct row *rung = samples_row(&results, "rung", NULL);
    rung->is.program = copy_string(programs[0]);
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.program = copy_string(programs[0]);
    struct row *failed = samples_row(&results, "failed", NULL);
    failed->is.program = copy_string(programs[1]);
    row_fail(failed, STATUS_FAILED, "it failed");
    samples_row(&results, "skipped", NULL)->status = STATUS_SKIPPED;
    results.peer_count = 1;
    results.peers = calloc(1, sizeof *results.peers);
    assert_non_null(results.peers);
    results.peers[0].row.is.program = copy_string(programs[2]);

    struct layouts *layouts = layouts_open();
    struct layout drawn = layout_drawn(results.seed, 3);
    unlink("links");
    assert_true(layouts_round(layouts, &results, 3));
    char *options = format_string("-Wl,--defsym=LAYOUT_ENGINE=%u -Wl,--defsym=LAYOUT_STEPS=%u "
                                  "-Wl,--defsym=LAYOUT_RUNG=%u",
                                  drawn.engine, drawn.steps, drawn.rung);
    assert_linked(layouts, programs[0], options);
    assert_string_equal(layouts_program(layouts, programs[1]), programs[1]);
    assert_string_equal(layouts_program(layouts, programs[2]), programs[2]);
    char *count = samples_file("links");
    assert_string_equal(count, "once more\n");

    run_interrupted = 1;
    assert_false(layouts_round(layouts, &results, 4));
    run_interrupted = 0;
    layouts_close(layouts);
    free(count);
    free(options);
    for (size_t i = 0; i < 3; i++)
        free(programs[i]);
    results_free(&results);
}

/* In the folder where the others are made: that of a run that was killed, with a program in it;
 * that of one that goes on; what is nobody's here. */
static void what_killed_runs_left_is_removed(void **state)
{
    (void)state;
    struct layouts *running = layouts_open();
    char *path = program("first", links);
    const char *const programs[] = {path};
    assert_true(layouts_link(running, (struct layout){0, 0, 0}, programs, 1));
    const char *linked = layouts_program(running, path);
    char *place = copy_string(linked);
    *strrchr(place, '/') = '\0';
    char *left = format_string("%.*slEft00", (int)strlen(place) - 6, place),
         *other = format_string("%s-other", left), *inside = format_string("%s/rung", left);
    assert_int_equal(mkdir(left, 0700), 0);
    assert_int_equal(mkdir(other, 0700), 0);
    put(inside, "linked");
    layouts_close(layouts_open());
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(access(linked, F_OK), 0);
    assert_int_equal(rmdir(other), 0);
    layouts_close(running);
    free(place);
    free(left);
    free(other);
    free(inside);
    free(path);
}

static int enter(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    put_script("linker", linker);
    put_script("failing", failing);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    char *command = format_string("rm -r '%s'", folder);
    int failed = chdir("/") + system(command); /* NOLINT(cert-env33-c) */
    free(command);
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_layout_is_drawn),
        cmocka_unit_test(programs_are_linked_anew),
        cmocka_unit_test(what_cannot_be_linked_stays_as_it_is),
        cmocka_unit_test(a_round_links_who_takes_part),
        cmocka_unit_test(what_killed_runs_left_is_removed),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
