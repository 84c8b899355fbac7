/* The trap's record, and what is told of it: a trap that shows, one that does not, steps that took
 * no time, and records that cannot be. */
#include "copies.h"
#include "samples.h"
#include "trap_lines.h"
#include "trap_record.h"
#include "trap_views.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000
#define REPEATS 3

/* Of one way of timing, in ms. */
struct figures {
    double host[TRAP_STEPS], wait, start[TRAP_STEPS], device[TRAP_STEPS];
};

/* The host thinks that the copy takes all, and the device knows better. */
static const struct figures shows[TRAP_MODES] = {
    {{1, 1, 1, 1, 96}, 0, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
    {{20, 20, 50, 5, 5}, 0, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
    {{1, 1, 1, 1, 5}, 91, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
};

/* Steps so short that queueing them is what takes time. */
static const struct figures shows_nothing[TRAP_MODES] = {
    {{6, 6, 6, 6, 5}, 0, {0, 6, 12, 18, 24}, {1, 1, 1, 1, 2}},
    {{6, 6, 6, 6, 5}, 0, {0, 6, 12, 18, 24}, {1, 1, 1, 1, 2}},
    {{6, 6, 6, 6, 5}, 1, {0, 6, 12, 18, 25}, {1, 1, 1, 1, 2}},
};

/* A copy that does take all of the time. */
static const struct figures copies[TRAP_MODES] = {
    {{1, 1, 1, 1, 96}, 0, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
    {{1, 1, 1, 1, 96}, 0, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
    {{1, 1, 1, 1, 95}, 1, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
};

static const struct figures takes_no_time[TRAP_MODES] = {{{0}, 0, {0}, {0}}};

/* The repeats differ by 1 % up and down: their median is what was asked for. */
static json_t *rows(const double ms[TRAP_STEPS])
{
    static const double differ[REPEATS] = {1.01, 0.99, 1};
    json_t *all = json_array();
    for (size_t r = 0; r < REPEATS; r++) {
        json_t *row = json_array();
        for (size_t s = 0; s < TRAP_STEPS; s++)
            json_array_append_new(row, json_integer((json_int_t)(ms[s] * MS * differ[r] + 0.5)));
        json_array_append_new(all, row);
    }
    return all;
}

static json_t *mode(const struct figures *of)
{
    json_t *waits = json_array();
    for (size_t r = 0; r < REPEATS; r++)
        json_array_append_new(waits, json_integer((json_int_t)(of->wait * MS)));
    return json_pack("{s:o, s:o, s:o, s:o}", "host_ns", rows(of->host), "wait_ns", waits,
                     "device_start_ns", rows(of->start), "device_ns", rows(of->device));
}

/* A record of these figures; on a GPU with records of the same, unless `simulated`. */
static json_t *record(const struct figures of[TRAP_MODES], bool simulated)
{
    json_t *sums =
        json_pack("{s:f, s:f, s:f, s:f}", "sum", 2.0, "squares", 1.0, "roots", 3.0, "total", 6.0);
    json_t *records = simulated
                          ? json_pack("{s:s}", "absent", "there are none")
                          : json_pack("{s:s, s:i, s:o, s:o}", "source", "CUPTI", "dropped", 0,
                                      "start_ns", rows(of[0].start), "ns", rows(of[0].device));
    return json_pack("{s:i, s:s, s:b, s:s, s:i, s:i, s:o, s:o, s:{s:o, s:o, s:o}, s:o}", "schema",
                     1, "backend", simulated ? "simulated" : "cuda", "simulated", simulated,
                     "device", "a device", "size", 1000, "repeats", REPEATS, "sums", sums,
                     "expected", json_deep_copy(sums), "modes", "no_wait", mode(&of[0]),
                     "wait_each", mode(&of[1]), "wait_once", mode(&of[2]), "records", records);
}

static struct trap parsed(const struct figures of[TRAP_MODES], bool simulated)
{
    struct trap trap;
    char why[200] = "";
    json_t *object = record(of, simulated);
    if (!trap_parse(object, &trap, why, sizeof why))
        fail_msg("refused: %s", why);
    json_decref(object);
    return trap;
}

/* What is printed of it. */
static char *told(const struct trap *trap, int width)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "text");
    struct view view = {to, width, false};
    trap_views(&view, trap);
    fclose(to);
    return text;
}

static char *lines_of(const struct trap *trap, int width)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "text");
    trap_lines(to, trap, width);
    fclose(to);
    return text;
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

static void a_record_is_read(void **state)
{
    (void)state;
    struct trap trap = parsed(shows, false);
    assert_false(trap.simulated);
    assert_string_equal(trap.device, "a device");
    assert_int_equal(trap.size, 1000);
    assert_int_equal(trap.repeats, REPEATS);
    assert_int_equal(trap.modes[TRAP_NO_WAIT].host.ns[2][TRAP_COPY], 96 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_ONCE].wait_ns[0], 91 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_EACH].start.ns[2][TRAP_ROOTS], 40 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_EACH].device.ns[2][TRAP_ROOTS], 50 * MS);
    assert_true(trap.has_records);
    assert_string_equal(trap.source, "CUPTI");
    assert_int_equal(trap.record.ns[2][TRAP_SUM], 20 * MS);
    assert_int_equal(trap_claimed_ns(&trap), 3ULL * REPEATS * 100 * MS);
    trap = parsed(shows, true);
    assert_true(trap.simulated);
    assert_false(trap.has_records);
    assert_string_equal(trap.source, "there are none");
}

static void the_table(void **state)
{
    (void)state;
    struct trap trap = parsed(shows, false);
    struct table *table = trap_table(&trap);
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    table_print(table, to, 80, false);
    fclose(to);
    assert_string_equal(
        text, "step    no wait    % wait each    % wait once    % events    % records    %\n"
              "sum        1.00  1.0      20.0 20.0      1.00  1.0   20.0 20.0    20.0 20.0\n"
              "squares    1.00  1.0      20.0 20.0      1.00  1.0   20.0 20.0    20.0 20.0\n"
              "roots      1.00  1.0      50.0 50.0      1.00  1.0   50.0 50.0    50.0 50.0\n"
              "total      1.00  1.0      5.00  5.0      1.00  1.0   5.00  5.0    5.00  5.0\n"
              "(wait)                                   91.0 91.0\n"
              "copy       96.0 96.0      5.00  5.0      5.00  5.0   5.00  5.0    5.00  5.0\n"
              "all         100  100       100  100       100  100    100  100     100  100\n");
    table_free(table);
    free(text);
}

static void a_trap_that_shows(void **state)
{
    (void)state;
    struct trap trap = parsed(shows, false);
    char *story = trap_story(&trap);
    assert_string_equal(
        story,
        "Without waiting, the host's clock charges 96.0 % of 100 ms to the copy of 8 bytes. By the "
        "driver's records, the device spent its time on roots (50 %), sum (20 %), squares (20 %) "
        "and total (5 %); the copy took 5.0 % of it. The copy is innocent: it waited for what was "
        "queued before it. With a wait after each step the host charges it 5.0 %, with one before "
        "it 5.0 %.");
    free(story);
}

static void a_trap_that_does_not_show(void **state)
{
    (void)state;
    struct trap trap = parsed(shows_nothing, false);
    char *story = trap_story(&trap);
    assert_string_equal(
        story,
        "The trap does not show here: without waiting, the host's clock charges 17.2 % of 29.0 ms "
        "to the copy of 8 bytes, and by the driver's records the copy took 33.3 % of the device's "
        "time. A larger --size gives the device more to do.");
    free(story);
}

static void a_copy_that_is_to_blame(void **state)
{
    (void)state;
    struct trap trap = parsed(copies, false);
    char *story = trap_story(&trap);
    assert_has(story, "The trap does not show here: without waiting, the host's clock charges "
                      "96.0 % of 100 ms to the copy of 8 bytes, and by the driver's records the "
                      "copy took 96.0 % of the device's time.");
    free(story);
}

static void steps_that_took_no_time(void **state)
{
    (void)state;
    struct trap trap = parsed(takes_no_time, true);
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
    struct trap trap = parsed(shows, true);
    char *text = lines_of(&trap, 39); /* 20 letters, of 5 ms each */
    assert_string_equal(text,
                        "no wait    host    sccccccccccccccccccc\n"
                        "           device  ssssqqqqrrrrrrrrrrtc\n"
                        "wait each  host    ssssqqqqrrrrrrrrrrtc\n"
                        "           device  ssssqqqqrrrrrrrrrrtc\n"
                        "wait once  host    swwwwwwwwwwwwwwwwwwc\n"
                        "           device  ssssqqqqrrrrrrrrrrtc\n"
                        "s sum  q squares  r roots  t total  c copy  w waiting  . idle\n"
                        "A letter is 5.00 ms; what is shorter than half of that may not show.\n");
    free(text);
}

static void an_idle_device_is_drawn(void **state)
{
    (void)state;
    struct trap trap = parsed(shows_nothing, true);
    char *text = lines_of(&trap, 49); /* 30 letters, of 1 ms each */
    assert_has(text, "device  s.....q.....r.....t.....cc");
    free(text);
    trap.modes[TRAP_NO_WAIT].device.ns[2][TRAP_ROOTS] = 4 * MS / 10; /* less than half a letter */
    text = lines_of(&trap, 49);
    assert_has(text, "device  s.....q...........t.....cc");
    free(text);
}

static void it_fits_where_it_is_shown(void **state)
{
    (void)state;
    const struct figures *const all[] = {shows, shows_nothing, takes_no_time};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (int simulated = 0; simulated < 2; simulated++) {
            struct trap trap = parsed(all[i], simulated);
            for (int width = 80; width <= 200; width += 40) {
                char *text = told(&trap, width);
                assert_true(widest(text) <= width);
                assert_lacks(text, "left out at this width");
                free(text);
            }
        }
}

static void a_simulated_device_is_stamped(void **state)
{
    (void)state;
    struct trap trap = parsed(shows, true);
    char *text = told(&trap, 120);
    assert_has(text, "device   SIMULATED, a device");
    assert_has(text, "The trap (SIMULATED)");
    assert_has(text, "the middle of each (SIMULATED)");
    assert_has(text, "\nSIMULATED. ");
    assert_has(text, "there are none.");
    free(text);
    trap = parsed(shows, false);
    text = told(&trap, 120);
    assert_lacks(text, "SIMULATED");
    free(text);
}

static void dropped_records_are_told(void **state)
{
    (void)state;
    struct trap trap = parsed(shows, false);
    char *text = told(&trap, 80);
    assert_lacks(text, "dropped");
    free(text);
    trap.dropped = 1234;
    text = told(&trap, 80);
    assert_has(text, "1,234 activity records were dropped");
    free(text);
}

/* Where in a record, by keys with dots between, and what to put there: JSON with ' for ", NULL for
 * nothing. */
struct wrong {
    const char *path, *value, *because;
};

static json_t *parent_of(json_t *object, const char **path)
{
    for (const char *dot; (dot = strchr(*path, '.')); *path = dot + 1) {
        char *key = strndup(*path, (size_t)(dot - *path));
        object = json_object_get(object, key);
        free(key);
    }
    return object;
}

static void records_that_cannot_be(void **state)
{
    (void)state;
    static const struct wrong wrongs[] = {
        {"schema", NULL, "schema"},
        {"schema", "2", "schema"},
        {"backend", NULL, "backend"},
        {"backend", "'opencl'", "backend"},
        {"backend", "'simulated'", "backend"}, /* not what \"simulated\" says */
        {"simulated", "true", "backend"},
        {"simulated", "0", "simulated"},
        {"device", NULL, "device"},
        {"device", "''", "device"},
        {"device", "7", "device"},
        {"size", "0", "size"},
        {"size", "1000001", "size"},
        {"size", "10.5", "size"},
        {"size", "'10'", "size"},
        {"repeats", "0", "repeats"},
        {"repeats", "51", "repeats"},
        {"repeats", "2", "host_ns"},
        {"repeats", "-3", "repeats"},
        {"sums", NULL, "sum"},
        {"sums", "[]", "sum"},
        {"sums.total", "'6'", "total"},
        {"sums.total", "6.00001", "its total is 6.00001, not 6"},
        {"sums.sum", "-2", "its sum is -2, not 2"},
        {"expected.roots", "0", "roots"},
        {"expected.roots", "-3.0", "roots"},
        {"modes", NULL, "no_wait"},
        {"modes", "[]", "no_wait"},
        {"modes.wait_once", NULL, "wait_once"},
        {"modes.wait_once", "7", "wait_once"},
        {"modes.no_wait.host_ns", NULL, "host_ns"},
        {"modes.no_wait.host_ns", "[]", "host_ns"},
        {"modes.no_wait.host_ns", "[1,2,3]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4],[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4,5,6],[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4,-5],[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4,5.0],[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.host_ns", "[[1,2,3,4,90000000000000],[1,2,3,4,5],[1,2,3,4,5]]", "host_ns"},
        {"modes.no_wait.wait_ns", "[1,2]", "wait_ns"},
        {"modes.no_wait.wait_ns", "[1,2,null]", "wait_ns"},
        {"modes.no_wait.wait_ns", "7", "wait_ns"},
        {"modes.wait_each.device_ns", "{}", "device_ns"},
        {"modes.wait_each.device_start_ns", "[[1,2,3,4,5],[1,2,3,4,5],[2,1,3,4,5]]",
         "device_start_ns"},
        {"records", NULL, "records"},
        {"records", "[]", "records"},
        {"records.absent", "7", "absent"},
        {"records.source", NULL, "source"},
        {"records.dropped", "-1", "dropped"},
        {"records.dropped", NULL, "dropped"},
        {"records.ns", "[[]]", "ns"},
        {"records.start_ns", "[[5,4,3,2,1],[1,2,3,4,5],[1,2,3,4,5]]", "start_ns"},
    };
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        struct trap trap;
        char why[200];
        const char *key = wrongs[i].path;
        json_t *object = record(shows, false), *parent = parent_of(object, &key);
        assert_non_null(parent);
        if (wrongs[i].value) {
            char *text = copy_string(wrongs[i].value);
            for (char *at = text; *at; at++)
                if (*at == '\'')
                    *at = '"';
            json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
            assert_non_null(value);
            json_object_set_new(parent, key, value);
            free(text);
        } else {
            assert_int_equal(json_object_del(parent, key), 0);
        }
        if (trap_parse(object, &trap, why, sizeof why))
            fail_msg("%s: %s is taken", wrongs[i].path, wrongs[i].value);
        if (!samples_one_line(why) || !strstr(why, wrongs[i].because))
            fail_msg("%s: %s: \"%s\" does not say \"%s\"", wrongs[i].path, wrongs[i].value, why,
                     wrongs[i].because);
        for (size_t size = 1; size < 24; size++) { /* however little room there is */
            char small[32];
            memset(small, '#', sizeof small);
            assert_false(trap_parse(object, &trap, small, size));
            assert_non_null(memchr(small, '\0', size));
            assert_int_equal(small[size], '#');
        }
        json_decref(object);
    }
    struct trap trap;
    char why[200];
    assert_false(trap_parse(NULL, &trap, why, sizeof why));
    json_t *array = json_array();
    assert_false(trap_parse(array, &trap, why, sizeof why));
    json_decref(array);
}

static void long_and_painted_words(void **state)
{
    (void)state;
    struct trap trap;
    char why[200], words[1000];
    json_t *object = record(shows, true);
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    json_object_set_new(object, "device", json_string(words));
    assert_false(trap_parse(object, &trap, why, sizeof why));
    json_object_set_new(object, "device", json_string("a \033[31mred\n one"));
    assert_true(trap_parse(object, &trap, why, sizeof why));
    assert_string_equal(trap.device, "a  [31mred  one");
    json_object_set_new(object, "from_a_later_version", json_null());
    assert_true(trap_parse(object, &trap, why, sizeof why));
    json_decref(object);
}

/* In a results file: carried through, and shown as Markdown. */
static void in_a_results_file(void **state)
{
    (void)state;
    char path[] = "trap_unit.XXXXXX", why[300], *text;
    size_t size;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct results results = samples_full(), read;
    results.trap = record(shows, true);
    if (!results_write(&results, path, why, sizeof why))
        fail_msg("%s", why);
    if (!results_read(path, &read, why, sizeof why))
        fail_msg("%s", why);
    assert_true(json_equal(results.trap, read.trap));
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    views_markdown(to, &read);
    fclose(to);
    assert_has(text, "**The trap (SIMULATED)");
    assert_has(text, "| copy | 96.0 | 96.0 |");
    assert_has(text, "SIMULATED. Without waiting");
    free(text);
    results_free(&read);

    json_object_set_new(results.trap, "size", json_integer(0));
    assert_true(results_write(&results, path, why, sizeof why));
    assert_false(results_read(path, &read, why, sizeof why));
    assert_has(why, "\"trap\": its record lacks a possible value of \"size\"");
    results_free(&results);
    fclose(fdopen(fd, "r"));
    assert_int_equal(remove(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_read),
        cmocka_unit_test(the_table),
        cmocka_unit_test(a_trap_that_shows),
        cmocka_unit_test(a_trap_that_does_not_show),
        cmocka_unit_test(a_copy_that_is_to_blame),
        cmocka_unit_test(steps_that_took_no_time),
        cmocka_unit_test(lanes_are_on_one_scale),
        cmocka_unit_test(an_idle_device_is_drawn),
        cmocka_unit_test(it_fits_where_it_is_shown),
        cmocka_unit_test(a_simulated_device_is_stamped),
        cmocka_unit_test(dropped_records_are_told),
        cmocka_unit_test(records_that_cannot_be),
        cmocka_unit_test(long_and_painted_words),
        cmocka_unit_test(in_a_results_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
