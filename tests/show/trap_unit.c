/* What is told of a trap: one that shows, one that does not, steps that took no time; and the trap
 * in a results file. */
#include "show/markdown.h"
#include "show/trap_views.h"
#include "tests/support/figured.h"
#include "tests/support/trap_samples.h"

#include <stdlib.h>
#include <string.h>

/* What a terminal shows of it. */
static char *told(const struct trap *trap, int width)
{
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, width, false};
    trap_views(&terminal, trap);
    fclose(to);
    return text;
}

/* What a terminal, so wide, shows of figures has these words. */
static void shows(const struct made_times of[TRAP_MODES], bool simulated, int width,
                  const char *words)
{
    struct trap trap = trap_parsed(of, simulated);
    char *text = told(&trap, width);
    assert_has(text, words);
    free(text);
}

static int widest(const char *text)
{
    int most = 0;
    while (*text) {
        int width = 0;
        for (; *text && *text != '\n'; text++)
            width += ((unsigned char)*text & 0xc0) != 0x80;
        most = width > most ? width : most;
        text += *text == '\n';
    }
    return most;
}

static void the_table(void **state)
{
    (void)state;
    shows(trap_shows, false, 80,
          "step    no wait    % wait each    % wait once    % events    % records    %\n"
          "sum        1.00  1.0      20.0 20.0      1.00  1.0   20.0 20.0    20.0 20.0\n"
          "squares    1.00  1.0      20.0 20.0      1.00  1.0   20.0 20.0    20.0 20.0\n"
          "roots      1.00  1.0      50.0 50.0      1.00  1.0   50.0 50.0    50.0 50.0\n"
          "total      1.00  1.0      5.00  5.0      1.00  1.0   5.00  5.0    5.00  5.0\n"
          "(wait)                                   91.0 91.0\n"
          "copy       96.0 96.0      5.00  5.0      5.00  5.0   5.00  5.0    5.00  5.0\n"
          "all         100  100       100  100       100  100    100  100     100  100\n");
}

static void the_table_in_few_columns(void **state)
{
    (void)state;
    shows(trap_shows, true, 40, "step     no wait     %  events     %\n");
    shows(trap_shows, false, 60, "step    no wait    % wait once    % events    % records    %\n");
}

static void the_story(void **state)
{
    (void)state;
    static const struct {
        const struct made_times *of;
        const char *story;
    } stories[] = {
        {trap_shows,
         "What it looks like: the copy of 8 bytes takes 96.0 % of 100 ms, by the host's clock. You "
         "would make copies faster. What it is: the steps before were only queued, and the copy is "
         "the first that waits. The copy is innocent: by the driver's records, the device's time "
         "went to sum 20.0 %, squares 20.0 %, roots 50.0 %, total 5.0 %, copy 5.0 %. With a wait "
         "after each step the host charges the copy 5.0 %, with one before it 5.0 %. Remember: "
         "wait for the device before you look at the clock, or ask the device how long it took."},
        {trap_shows_nothing,
         "The trap does not show here: without waiting, the host's clock charges 17.2 % of 29.0 ms "
         "to the copy of 8 bytes; by the driver's records, the device's time went to sum 16.7 %, "
         "squares 16.7 %, roots 16.7 %, total 16.7 %, copy 33.3 %. A larger matrix gives "
         "the device more to do (trap gpu --size)."},
        {trap_copies,
         "The trap does not show here: without waiting, the host's clock charges 96.0 % of 100 ms "
         "to the copy of 8 bytes; by the driver's records, the device's time went to sum 1.0 %, "
         "squares 1.0 %, roots 1.0 %, total 1.0 %, copy 96.0 %. A larger matrix gives the "
         "device more to do (trap gpu --size)."},
    };
    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        struct trap trap = trap_parsed(stories[i].of, false);
        json_t *drawn = trap_json(&trap);
        assert_string_equal(json_string_value(json_object_get(drawn, "story")), stories[i].story);
        json_decref(drawn);
    }
}

static void steps_that_took_no_time(void **state)
{
    (void)state;
    struct trap trap = trap_parsed(trap_takes_no_time, true);
    char *text = told(&trap, 80);
    assert_has(text, "No step took any time");
    assert_has(text, "there is nothing to draw");
    assert_lacks(text, "nan");
    assert_lacks(text, "inf");
    free(text);
}

static void lanes_are_on_one_scale(void **state)
{
    (void)state;
    shows(trap_shows, true, 39, /* 20 letters, of 5 ms each */
          "no wait    host    rccccccccccccccccccc\n"
          "           device  ssssqqqqrrrrrrrrrrtc\n"
          "wait each  host    ssssqqqqrrrrrrrrrrtc\n"
          "           device  ssssqqqqrrrrrrrrrrtc\n"
          "wait once  host    rwwwwwwwwwwwwwwwwwwc\n"
          "           device  ssssqqqqrrrrrrrrrrtc\n"
          "s sum, q squares, r roots, t total, w\nwait, c copy, . idle\n"
          "A letter is 5.00 ms; what is shorter\nthan half of that may not show.\n");
}

static void an_idle_device_is_drawn(void **state)
{
    (void)state;
    shows(trap_shows_nothing, true, 49, /* 30 letters, of 1 ms each */
          "device  s.....q.....r.....t.....cc");
    struct trap trap = trap_parsed(trap_shows_nothing, true);
    trap.modes[TRAP_NO_WAIT].device.ns[2][TRAP_ROOTS] = 4 * MS / 10; /* less than half a letter */
    char *text = told(&trap, 49);
    assert_has(text, "device  s.....q...........t.....cc");
    free(text);
}

/* The page gets the same lanes. */
static void the_page_draws_the_middle_repeat(void **state)
{
    (void)state;
    struct trap trap = trap_parsed(trap_shows, false);
    json_t *drawn = trap_json(&trap);
    json_t *mode = json_array_get(json_object_get(drawn, "modes"), TRAP_WAIT_ONCE);
    assert_int_equal(json_integer_value(json_object_get(drawn, "end_ns")), 100 * MS);
    json_t *wait = json_array_get(json_object_get(mode, "host"), TRAP_WAIT),
           *roots = json_array_get(json_object_get(mode, "device"), TRAP_ROOTS);
    json_t *right =
        json_pack("[{s:s, s:i, s:i}, {s:s, s:i, s:i}]", "part", "wait", "from_ns", 4 * MS, "ns",
                  91 * MS, "part", "roots", "from_ns", 40 * MS, "ns", 50 * MS);
    assert_true(json_equal(wait, json_array_get(right, 0)));
    assert_true(json_equal(roots, json_array_get(right, 1)));
    assert_int_equal(json_array_size(json_object_get(mode, "device")), STEPS);
    json_decref(right);
    json_decref(drawn);
}

static void it_fits_where_it_is_shown(void **state)
{
    (void)state;
    const struct made_times *const all[] = {trap_shows, trap_shows_nothing, trap_takes_no_time};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (int simulated = 0; simulated < 2; simulated++) {
            struct trap trap = trap_parsed(all[i], simulated);
            for (int width = 80; width <= 200; width += 40) {
                char *text = told(&trap, width);
                assert_true(widest(text) <= width);
                assert_lacks(text, "(left out");
                free(text);
            }
        }
}

static void a_simulated_device_is_stamped(void **state)
{
    (void)state;
    struct trap trap = trap_parsed(trap_shows, true);
    char *text = told(&trap, 120);
    assert_has(text, "Device: SIMULATED, a device.");
    assert_has(text, "The trap (SIMULATED)");
    assert_has(text, "the middle of each (SIMULATED)");
    assert_has(text, "\nSIMULATED. ");
    assert_has(text, "there are none.");
    free(text);
    trap = trap_parsed(trap_shows, false);
    text = told(&trap, 120);
    assert_lacks(text, "SIMULATED");
    free(text);
}

static void dropped_records_are_told(void **state)
{
    (void)state;
    struct trap trap = trap_parsed(trap_shows, false);
    trap.dropped = 1234;
    char *text = told(&trap, 120);
    assert_has(text, "dropped 1,234 of them: don't trust this column");
    free(text);
}

/* In a results file: carried through, and shown as Markdown. */
static void in_a_results_file(void **state)
{
    (void)state;
    char path[] = "trap_unit.XXXXXX", why[300], *text;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct results results = samples_full(), read;
    results.trap = trap_record_of(trap_shows, true);
    if (!results_write(results_encode(&results), path, why, sizeof why))
        fail_msg("%s", why);
    if (!results_read(path, &read, why, sizeof why))
        fail_msg("%s", why);
    assert_true(json_equal(results.trap, read.trap));
    text = figured_written(markdown_all, &read);
    assert_has(text, "**The trap");
    assert_has(text, "| copy | 96.0 | 96.0 |");
    assert_has(text, "SIMULATED. What it looks like: ");
    free(text);
    results_free(&read);

    json_object_set_new(results.trap, "size", json_integer(0));
    assert_true(results_write(results_encode(&results), path, why, sizeof why));
    assert_false(results_read(path, &read, why, sizeof why));
    assert_has(why, "\"trap\": its record has no possible value of \"size\"");
    results_free(&results);
    fclose(fdopen(fd, "r"));
    assert_int_equal(remove(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table),
        cmocka_unit_test(the_table_in_few_columns),
        cmocka_unit_test(the_story),
        cmocka_unit_test(steps_that_took_no_time),
        cmocka_unit_test(lanes_are_on_one_scale),
        cmocka_unit_test(an_idle_device_is_drawn),
        cmocka_unit_test(the_page_draws_the_middle_repeat),
        cmocka_unit_test(it_fits_where_it_is_shown),
        cmocka_unit_test(a_simulated_device_is_stamped),
        cmocka_unit_test(dropped_records_are_told),
        cmocka_unit_test(in_a_results_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
