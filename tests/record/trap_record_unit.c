/* The trap's record: what is read of it, and records that cannot be. */
#include "base/strings.h"
#include "tests/support/trap_samples.h"

#include <stdlib.h>
#include <string.h>

static void a_record_is_read(void **state)
{
    (void)state;
    struct trap trap = trap_parsed(trap_shows, false);
    assert_false(trap.simulated);
    assert_string_equal(trap.device, "a device");
    assert_int_equal(trap.size, 1000);
    assert_int_equal(trap.repeats, REPEATS);
    assert_int_equal(trap.modes[TRAP_NO_WAIT].host.ns[2][TRAP_COPY], 96 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_ONCE].host.ns[0][TRAP_WAIT], 91 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_EACH].start.ns[2][TRAP_ROOTS], 40 * MS);
    assert_int_equal(trap.modes[TRAP_WAIT_EACH].device.ns[2][TRAP_ROOTS], 50 * MS);
    assert_true(trap.has_records);
    assert_string_equal(trap.source, "CUPTI");
    assert_int_equal(trap.record.ns[2][TRAP_SUM], 20 * MS);
    assert_int_equal(trap_claimed_ns(&trap), 3ULL * REPEATS * 100 * MS);
    trap = trap_parsed(trap_shows, true);
    assert_true(trap.simulated);
    assert_false(trap.has_records);
    assert_string_equal(trap.source, "there are none");
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
        {"schema", "2", "no possible value of \"schema\""},
        {"backend", NULL, "backend"},
        {"backend", "'opencl'", "backend"},
        {"backend", "'simulated'", "backend"}, /* not what \"simulated\" says */
        {"simulated", "true", "backend"},
        {"simulated", "0", "Expected true or false, got integer"},
        {"device", NULL, "device"},
        {"device", "''", "device"},
        {"device", "7", "device"},
        {"size", "0", "size"},
        {"size", "1000001", "size"},
        {"size", "10.5", "Expected integer, got real"},
        {"size", "'10'", "Expected integer, got string"},
        {"repeats", "0", "repeats"},
        {"repeats", "51", "repeats"},
        {"repeats", "2", "host_ns"},
        {"repeats", "-3", "repeats"},
        {"sums", NULL, "sum"},
        {"sums", "[]", "Expected object, got array"},
        {"sums.total", "'6'", "Expected real or integer, got string"},
        {"sums.total", "6.00001", "its total is 6.00001, not 6"},
        {"sums.sum", "-2", "its sum is -2, not 2"},
        {"expected.roots", "0", "roots"},
        {"expected.roots", "-3.0", "roots"},
        {"modes", NULL, "modes"},
        {"modes", "[]", "Expected object, got array"},
        {"modes.wait_once", NULL, "wait_once"},
        {"modes.wait_once", "7", "host_ns"},
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
        {"records", "[]", "dropped"},
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
        json_t *object = trap_record_of(trap_shows, false), *parent = parent_of(object, &key);
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
    json_t *object = trap_record_of(trap_shows, true);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_read),
        cmocka_unit_test(records_that_cannot_be),
        cmocka_unit_test(long_and_painted_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
