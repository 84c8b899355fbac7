/* A results file as its other readers see it: the keys of schema 2, with their types. */
#include "base/strings.h"
#include "figures/document.h"
#include "tests/support/samples.h"

#include <string.h>
#include <unistd.h>

static json_t *written(const struct results *results)
{
    FILE *file = tmpfile();
    json_t *document = document_of_run(results);
    assert_non_null(file);
    assert_true(results_put(document, file));
    json_decref(document);
    rewind(file);
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    fclose(file);
    return root;
}

/* json_unpack's "!" refuses keys that are not named. */
static void the_run(void **state)
{
    (void)state;
    struct results results = samples_full();
    json_t *root = written(&results), *command, *machine, *build, *environment, *patterns, *limits,
           *variants, *ladder;
    const char *started, *path, *digest;
    int schema, seed, threads, stopped, bytes, lines, data_seed, utf_16, matches;
    double resident;
    assert_int_equal(
        json_unpack(
            root,
            "{s:i, s:s, s:o, s:i, s:i, s:b, s:o, s:o,"
            " s:{s:s, s:i, s:i, s:i, s:b, s:i, s:s, s:F !}, s:o, s:o, s:o, s:o, s:o, s:n !}",
            "schema", &schema, "started", &started, "command", &command, "seed", &seed, "threads",
            &threads, "stopped", &stopped, "machine", &machine, "build", &build, "data", "path",
            &path, "bytes", &bytes, "lines", &lines, "seed", &data_seed, "utf_16", &utf_16,
            "matches", &matches, "digest", &digest, "resident", &resident, "patterns", &patterns,
            "environment", &environment, "limits", &limits, "variants", &variants, "ladder",
            &ladder, "prediction_error"),
        0);
    assert_int_equal(schema, 2);
    assert_string_equal(started, "2026-01-31T12:00:00Z");
    assert_true(json_equal(command, results.command));
    assert_true(json_equal(machine, results.machine));
    assert_true(json_equal(build, results.build));
    assert_true(json_equal(environment, results.environment));
    assert_true(seed == 7 && threads == 4 && !stopped);
    assert_true(bytes == 1000 && lines == 10 && data_seed == 1 && matches == 12);
    assert_string_equal(path, "data/random.txt");
    assert_string_equal(digest, "fedcba9876543210");
    assert_near(resident, 0.75);
    assert_false(utf_16);
    json_t *asked = json_pack("{s:[s, s], s:s, s:b, s:s}", "list", "[0-9]{1}bob", "[0-9]{1}rob",
                              "combined", "[0-9][rb]ob", "caseless", true, "count", "matches");
    assert_true(json_equal(patterns, asked));
    json_decref(asked);
    json_t *expected = json_pack("[{s:s, s:i, s:f, s:[n, n, f]}, {s:s, s:i, s:f}]", "name",
                                 LIMIT_READ, "threads", 1, "gb_per_s", 20.0, "by_round", 18.5,
                                 "name", LIMIT_RAM, "threads", 4, "gb_per_s", 40.0);
    assert_true(json_equal(limits, expected));
    json_decref(expected);
    assert_int_equal(json_array_size(variants), 4);
    assert_int_equal(json_array_size(ladder), 2);
    json_decref(root);
    results_free(&results);
}

static void a_variant(void **state)
{
    (void)state;
    struct results results = samples_full();
    json_t *root = written(&results), *row = json_array_get(json_object_get(root, "variants"), 0);
    const char *name, *idea, *status, *digest;
    json_t *attacks, *effects, *stages, *samples, *probes;
    int matches, apart, overlaps;
    double median, low, high;
    assert_int_equal(json_unpack(row,
                                 "{s:s, s:s, s:n, s:n, s:o, s:o, s:b, s:n, s:b, s:n, s:s, s:n, "
                                 "s:i, s:s, s:F, s:[FF!], s:o, s:o, s:o !}",
                                 "name", &name, "idea", &idea, "after", "copy_of", "attacks",
                                 &attacks, "effects", &effects, "overlaps", &overlaps, "limit",
                                 "apart", &apart, "isa", "status", &status, "reason", "matches",
                                 &matches, "digest", &digest, "median_ns", &median, "ci_ns", &low,
                                 &high, "stages", &stages, "samples", &samples, "probes", &probes),
                     0);
    assert_string_equal(name, "baseline");
    assert_false(apart || overlaps);
    assert_int_equal(json_array_size(attacks), 0);
    assert_int_equal(json_object_size(effects), 0);
    assert_string_equal(status, "ok");
    assert_int_equal(matches, 12);
    assert_near(median, 1004);
    assert_near(low, 1001);
    assert_near(high, 1007);
    double ns, share;
    assert_int_equal(json_unpack(json_object_get(stages, "search"), "{s:F, s:F, s:n !}", "ns", &ns,
                                 "share", &share, "ci"),
                     0);
    assert_near(ns, 900);
    assert_near(share, 0.9);
    assert_int_equal(json_object_size(stages), 4);
    assert_near(json_number_value(json_object_get(stages, "left_over")), 1001.0 / 1000 - 1);
    assert_true(json_integer_value(json_object_get(stages, "clock_ns")) == 0);
    assert_int_equal(json_array_size(samples), 7);
    json_t *probe =
        json_pack("[{s:s, s:i, s:i, s:{s:i, s:i}, s:i}]", "kind", "stages", "round", 1, "search_ns",
                  1000, "stages", "read", 100, "search", 900, "clock_ns", 0);
    assert_true(json_equal(probes, probe));
    json_decref(probe);

    json_int_t round, position, prepare, search, synchronize, wall, user, system, faults, peak;
    int outlier;
    assert_int_equal(json_unpack(json_array_get(samples, 2),
                                 "{s:I, s:I, s:I, s:[I!], s:I, s:I, s:I, s:I, s:I, s:I, s:b !}",
                                 "round", &round, "position", &position, "prepare_ns", &prepare,
                                 "search_ns", &search, "synchronize_ns", &synchronize, "wall_ns",
                                 &wall, "user_ns", &user, "sys_ns", &system, "major_faults",
                                 &faults, "peak_rss_bytes", &peak, "outlier", &outlier),
                     0);
    assert_true(round == 3 && position == 4 && prepare == 11 && synchronize == 12);
    assert_true(faults == 0 && wall == 1008 && user == 1003 && system == 2 && peak == INT64_MAX);
    assert_int_equal(search, 1003);
    json_decref(root);
    results_free(&results);
}

static void a_failed_variant(void **state)
{
    (void)state;
    struct results results = samples_full();
    json_t *root = written(&results), *row = json_array_get(json_object_get(root, "variants"), 2);
    const char *after, *status, *reason, *effect, *digest;
    assert_int_equal(
        json_unpack(row, "{s:s, s:s, s:s, s:{s:s !}, s:s, s:n, s:n, s:n, s:[!], s:[!]}", "after",
                    &after, "status", &status, "reason", &reason, "effects", "search", &effect,
                    "digest", &digest, "median_ns", "ci_ns", "stages", "samples", "probes"),
        0);
    assert_string_equal(after, "combined");
    assert_string_equal(status, "timeout");
    assert_string_equal(reason, "no end after 120 s");
    assert_string_equal(effect, "shared");
    assert_string_equal(digest, "ffffffffffffffff");
    json_decref(root);
    results_free(&results);
}

static void the_ladder(void **state)
{
    (void)state;
    struct results results = samples_full();
    json_t *root = written(&results), *ladder = json_object_get(root, "ladder");
    const char *name, *after, *one, *other, *by, *verdict, *outcome;
    double share, ceiling, measured, low, high;
    int exceeds;
    assert_int_equal(json_unpack(json_array_get(ladder, 0),
                                 "{s:s, s:s, s:[ss!], s:F, s:{s:F, s:n, s:s !}, s:n, s:F, "
                                 "s:[FF!], s:s, s:s, s:n, s:b, s:n !}",
                                 "name", &name, "after", &after, "attacks", &one, &other, "share",
                                 &share, "ceiling", "value", &ceiling, "ci", "by", &by,
                                 "prediction", "measured", &measured, "ci", &low, &high, "verdict",
                                 &verdict, "outcome", &outcome, "prediction_error",
                                 "exceeds_ceiling", &exceeds, "moved"),
                     0);
    assert_string_equal(outcome, "paid");
    assert_false(exceeds);
    assert_string_equal(name, "combined");
    assert_string_equal(after, "baseline");
    assert_string_equal(one, "read");
    assert_string_equal(other, "search");
    assert_near(share, 1); /* all of it; the forecast lacks the rate of its search */
    assert_near(ceiling, 1e9);
    assert_string_equal(by, "share");
    assert_near(measured, 2.008);
    assert_near(low, 2.002);
    assert_near(high, 2.014);
    assert_string_equal(verdict, "faster");

    assert_int_equal(json_unpack(json_array_get(ladder, 1), "{s:s, s:n, s:n, s:n, s:n, s:n, s:s}",
                                 "name", &name, "share", "prediction", "ceiling", "measured", "ci",
                                 "verdict", &verdict),
                     0);
    assert_string_equal(name, "threads");
    assert_string_equal(verdict, "");
    json_decref(root);
    results_free(&results);
}

/* Which kinds of value a key may have: string, integer, large integer, fraction, boolean, array or
 * object (empty ones), null; - where it may be missing. */
struct rule {
    const char *key, *kinds;
};
#define ANYTHING "-sifbaonlx"

static const struct rule of_run[] = {
    {"schema", ""},
    {"started", "s"},
    {"command", "a"},
    {"seed", "il"},
    {"threads", "i"},
    {"stopped", "b"},
    {"machine", "o"},
    {"build", "o"},
    {"environment", "-"},
    {"data", ""},
    {"patterns", "-"},
    {"limits", "a"},
    {"variants", "a"},
    {"ladder", ANYTHING},
    {"warnings", "-a"},
    {"cold", ANYTHING},
    {"pin", "-i"},
    {"layouts", "-a"},
    {"prediction_error", ANYTHING},
    {NULL, NULL},
};
static const struct rule of_data[] = {
    {"path", "s"},  {"bytes", "l"},     {"lines", "il"},  {"seed", "inl"}, {"matches", "il"},
    {"digest", ""}, {"resident", "fn"}, {"utf_16", "-b"}, {NULL, NULL},
};
static const struct rule of_variant[] = {
    {"name", "s"},        {"idea", "sn"},   {"after", "sn"},         {"copy_of", "sn"},
    {"attacks", "a"},     {"effects", "o"}, {"overlaps", "b"},       {"limit", "-sn"},
    {"apart", ANYTHING},  {"isa", "-sn"},   {"status", ""},          {"reason", "sn"},
    {"matches", "il"},    {"digest", ""},   {"median_ns", ANYTHING}, {"ci_ns", ANYTHING},
    {"stages", ANYTHING}, {"samples", "a"}, {"probes", "a"},         {NULL, NULL},
};
static const struct rule of_sample[] = {
    {"round", "i"},           {"position", "i"},     {"prepare_ns", "il"},    {"search_ns", ""},
    {"synchronize_ns", "il"}, {"wall_ns", "il"},     {"user_ns", "il"},       {"sys_ns", "il"},
    {"peak_rss_bytes", "il"}, {"outlier", ANYTHING}, {"major_faults", "-il"}, {"disturbed", "-s"},
    {"bytes", "-i"},          {NULL, NULL},
};

static const struct rule of_warning[] = {
    {"what", "s"}, {"remedy", "s"}, {"spoils", "b"}, {NULL, NULL}};

static const struct {
    char kind;
    const char *json;
} values[] = {
    {'-', NULL},   {'s', "\"text\""}, {'i', "3"},    {'f', "0.5"},        {'b', "true"},
    {'a', "[]"},   {'o', "{}"},       {'n', "null"}, {'l', "3000000000"}, {'x', "-1"},
    {'x', "-0.5"}, {'x', "[null]"},   {'x', "[-1]"}, {'x', "[0]"},        {'x', "[\"text\", 7]"},
    {'x', "[{}]"}};

static void check_values(json_t *root, json_t *object, const struct rule *rules)
{
    static const char path[] = "document_unit.json";
    for (size_t i = 0; i < json_object_size(object); i++)
        assert_non_null(rules[i].key); /* a rule for each */
    for (; rules->key; rules++) {
        json_t *kept = json_incref(json_object_get(object, rules->key));
        assert_non_null(kept);
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            if (values[i].json)
                json_object_set_new(object, rules->key,
                                    json_loads(values[i].json, JSON_DECODE_ANY, NULL));
            else
                json_object_del(object, rules->key);
            bool good = samples_reads(root, path);
            if (good != (strchr(rules->kinds, values[i].kind) != NULL))
                fail_msg("\"%s\": %s is %s", rules->key,
                         values[i].json ? values[i].json : "a file without it",
                         good ? "taken" : "refused");
        }
        json_object_set_new(object, rules->key, kept);
    }
}

static void wrong_values_are_refused(void **state)
{
    (void)state;
    struct results results = samples_full();
    results.cold = results.pinned = true;
    results.pin = 1;
    results.rows[0].samples[2].bytes = 500;
    results_add_layout(&results, (struct layout){16, 32, 48});
    snprintf(results.rows[0].samples[2].disturbed, DISTURBED_SIZE, "steal 12 %%");
    results_warn(&results, true, copy_string("something is wrong"), "put it right");
    json_t *root = written(&results), *row = json_array_get(json_object_get(root, "variants"), 0);
    check_values(root, root, of_run);
    check_values(root, json_object_get(root, "data"), of_data);
    check_values(root, row, of_variant);
    /* of round 3: there may not be another of it */
    check_values(root, json_array_get(json_object_get(row, "samples"), 2), of_sample);
    check_values(root, json_array_get(json_object_get(root, "warnings"), 0), of_warning);
    json_decref(root);
    results_free(&results);
}

static void the_wide_comparisons(void **state)
{
    (void)state;
    struct results results = samples_run(12);
    results.precision = 0.02;
    results.rounds_end = ROUNDS_END_PRECISION;
    for (size_t i = 0; i < 12; i++)
        results.rows[1].samples[i].record.search_ns += 20000 * i;
    json_t *root = written(&results),
           *wide = json_object_get(json_object_get(root, "rounds"), "wide");
    assert_int_equal(json_array_size(wide), 2); /* the rung, and the control that is like it */
    assert_string_equal(json_string_value(json_object_get(json_array_get(wide, 0), "name")),
                        results.rows[1].is.name);
    json_decref(root);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_run),    cmocka_unit_test(the_wide_comparisons),
        cmocka_unit_test(a_variant),  cmocka_unit_test(a_failed_variant),
        cmocka_unit_test(the_ladder), cmocka_unit_test(wrong_values_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
