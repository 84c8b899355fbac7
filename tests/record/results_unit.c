/* Results files: written and read back, as others read them, and damaged. */
#include "base/strings.h"
#include "record/results.h"
#include "tests/support/probed.h"
#include "tests/support/samples.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "results_unit.XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)state;
    return chdir("..") == 0 && rmdir(folder) == 0 ? 0 : -1; /* fails where a file was left behind */
}

static void same_text(const char *one, const char *other)
{
    assert_int_equal(!one, !other);
    if (one)
        assert_string_equal(one, other);
}

/* All that a file keeps of a probe. */
static void same_probe(const struct probe *one, const struct probe *other)
{
    const struct sample *sample = &one->sample, *same = &other->sample;
    assert_int_equal(one->kind, other->kind);
    assert_int_equal(one->stages, other->stages);
    assert_true(one->delay == other->delay);
    assert_int_equal(sample->round, same->round);
    assert_true(sample->bytes == same->bytes);
    assert_string_equal(sample->disturbed, same->disturbed);
    assert_true(sample->record.search_ns == same->record.search_ns);
    assert_int_equal(sample->record.has_stages, same->record.has_stages);
    assert_memory_equal(&sample->record.stages, &same->record.stages, sizeof sample->record.stages);
    assert_true(sample->record.clock_ns == same->record.clock_ns);
}

static void same_row(const struct row *one, const struct row *other)
{
    same_text(one->is.name, other->is.name);
    same_text(one->is.idea, other->is.idea);
    same_text(one->is.after, other->is.after);
    same_text(one->is.copy_of, other->is.copy_of);
    same_text(one->reason, other->reason);
    assert_int_equal(one->is.attacks, other->is.attacks);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        same_text(one->is.effects[stage], other->is.effects[stage]);
    assert_int_equal(one->is.overlaps, other->is.overlaps);
    assert_int_equal(one->is.cold, other->is.cold);
    assert_int_equal(one->status, other->status);
    assert_true(one->matches == other->matches && one->digest == other->digest);
    assert_int_equal(one->sample_count, other->sample_count);
    for (size_t i = 0; i < one->sample_count; i++)
        assert_memory_equal(&one->samples[i], &other->samples[i], sizeof one->samples[i]);
    assert_int_equal(one->probe_count, other->probe_count);
    for (size_t i = 0; i < one->probe_count; i++)
        same_probe(&one->probes[i], &other->probes[i]);
}

static void same_results(const struct results *one, const struct results *other)
{
    assert_string_equal(one->started, other->started);
    assert_true(json_equal(one->command, other->command));
    assert_true(json_equal(one->machine, other->machine));
    assert_true(json_equal(one->build, other->build));
    assert_true(one->seed == other->seed);
    assert_int_equal(one->threads, other->threads);
    assert_int_equal(one->stopped, other->stopped);
    same_text(one->data.path, other->data.path);
    assert_int_equal(one->data.bytes, other->data.bytes);
    assert_int_equal(one->data.lines, other->data.lines);
    assert_int_equal(one->data.generated, other->data.generated);
    assert_int_equal(one->data.has_cold_copy, other->data.has_cold_copy);
    assert_true(one->data.cold_resident == other->data.cold_resident);
    assert_true(one->data.seed == other->data.seed);
    assert_int_equal(one->data.matches, other->data.matches);
    assert_true(one->data.digest == other->data.digest);
    assert_true(one->data.resident == other->data.resident);
    assert_int_equal(one->data.utf_16, other->data.utf_16);
    assert_true(json_equal(one->environment, other->environment));
    assert_true(json_equal(one->patterns.list, other->patterns.list));
    same_text(one->patterns.combined, other->patterns.combined);
    assert_int_equal(one->patterns.caseless, other->patterns.caseless);
    assert_true(one->cold == other->cold && one->pinned == other->pinned && one->pin == other->pin);
    assert_int_equal(one->warning_count, other->warning_count);
    for (size_t i = 0; i < one->warning_count; i++) {
        same_text(one->warnings[i].what, other->warnings[i].what);
        same_text(one->warnings[i].remedy, other->warnings[i].remedy);
        assert_int_equal(one->warnings[i].spoils, other->warnings[i].spoils);
    }
    assert_true(one->precision == other->precision && one->rounds_end == other->rounds_end);
    assert_int_equal(one->rounds_again, other->rounds_again);
    assert_int_equal(one->limit_count, other->limit_count);
    for (size_t i = 0; i < one->limit_count; i++) {
        const struct limit *limit = &one->limits[i], *same = &other->limits[i];
        same_text(limit->name, same->name);
        assert_true(limit->threads == same->threads && limit->gb_per_s == same->gb_per_s);
        assert_int_equal(limit->round_count, same->round_count);
        for (size_t j = 0; j < limit->round_count; j++)
            assert_true(isnan(limit->by_round[j]) ? isnan(same->by_round[j])
                                                  : limit->by_round[j] == same->by_round[j]);
    }
    assert_int_equal(one->layout_count, other->layout_count);
    for (size_t i = 0; i < one->layout_count; i++)
        assert_memory_equal(&one->layouts[i], &other->layouts[i], sizeof one->layouts[i]);
    assert_int_equal(one->row_count, other->row_count);
    for (size_t i = 0; i < one->row_count; i++)
        same_row(&one->rows[i], &other->rows[i]);
}

/* Probes of every kind, with and without what may be left out. */
static void add_probes(struct row *row)
{
    probed_stages(row, 1, (const uint64_t[]){1, 20, 300, 4000}, 7)->sample.bytes = 500;
    probed_stages(row, 2, (const uint64_t[]){0, 0, 0, RECORD_LONGEST_NS - 9}, 9);
    samples_probe(row, PROBE_WITHOUT, STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE), 2, 600);
    probed_step(row, STAGE_SEARCH, 3, 40)->sample.bytes = 1;
    for (int half = 0; half <= 2; half++)
        samples_probe(row, PROBE_DELAYED, STAGE_BIT(STAGE_READ), 3, 50)->delay = half / 2.0;
    samples_probe(row, PROBE_SHORT, 0, 4, 60)->sample.bytes = 1000;
    probed_disturb(&samples_probe(row, PROBE_WHOLE, 0, ROUNDS_IN_ALL_MOST, 70)->sample);
}

static void written_and_read_back(void **state)
{
    (void)state;
    char why[256] = "";
    for (int variation = 0; variation < 2; variation++) {
        struct results written = samples_full(), read = {0};
        if (variation) {
            written.stopped = true;
            written.seed = INT64_MAX;
            written.data.generated = false;
            written.data.seed = 0;
            written.data.resident = 1;
            limits_keep_round(&written.limits[0], ROUNDS_IN_ALL_MOST - 1, 19.5);
            written.precision = 0.05;
            written.rounds_end = ROUNDS_END_BUDGET;
            written.rounds_again = 500;
            written.cold = written.pinned = true;
            written.pin = 3;
            written.data.utf_16 = true;
            written.data.has_cold_copy = written.rows[1].is.cold = true;
            written.data.cold_resident = 0.25;
            free(written.patterns.combined);
            written.patterns.combined = NULL;
            written.patterns.caseless = false;
            results_warn(&written, false, copy_string("it is \"warm\""), "wait");
            results_warn(&written, true, copy_string("it is worn"), "buy another");
            snprintf(written.rows[0].samples[2].disturbed, DISTURBED_SIZE, "steal 12 %%");
            written.rows[0].samples[2].major_faults = 7;
            written.rows[0].samples[3].bytes = 500;
            add_probes(&written.rows[1]);
            written.rows[1].is.overlaps = true;
            samples_effect(&written.rows[1], STAGE_MERGE, LIMIT_PIPE);
            results_add_layout(&written, (struct layout){0, 16, 4080});
            results_add_layout(&written, (struct layout){32, 0, 0});
        }
        if (!results_write(results_encode(&written), "file.json", why, sizeof why) ||
            !results_read("file.json", &read, why, sizeof why))
            fail_msg("%s", why);
        same_results(&written, &read);
        const struct row *row = results_find(&read, "baseline");
        assert_true(row && row->sample_count == 7);
        assert_null(results_find(&read, "none"));
        results_free(&read);
        results_free(&written);
    }
    struct stat file;
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat("file.json", &file), 0);
    assert_int_equal(file.st_mode & 0777, 0666 & ~mask);
    unlink("file.json");
}

static int files(void)
{
    int count = 0;
    DIR *here = opendir(".");
    assert_non_null(here);
    for (const struct dirent *entry; (entry = readdir(here));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(here);
    return count;
}

/* Whole or not at all: the file that was there stays, and nothing else is left behind. */
static void a_failed_write_changes_nothing(void **state)
{
    (void)state;
    char why[400] = "", long_name[252];
    struct results results = samples_full(), read = {0};
    assert_true(results_write(results_encode(&results), "file.json", why, sizeof why));
    results.seed = 8;

    const struct rlimit little = {500, RLIM_INFINITY}, much = {RLIM_INFINITY, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0); /* as on a full disk */
    assert_false(results_write(results_encode(&results), "file.json", why, sizeof why));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &much), 0);
    assert_int_equal(files(), 1);
    assert_has(why, "file.json: ");
    assert_has(why, strerror(EFBIG));
    assert_true(samples_one_line(why));

    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_int_equal(read.seed, 7);
    results_free(&read);
    assert_true(results_write(results_encode(&results), "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_int_equal(read.seed, 8);
    results_free(&read);

    memset(long_name, 'n', sizeof long_name - 1); /* too long with the temporary's ending */
    long_name[sizeof long_name - 1] = '\0';
    const char *const impossible[] = {"missing/file.json", "file.json/file.json", ".", long_name};
    for (size_t i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
        char small[8];
        assert_false(results_write(results_encode(&results), impossible[i], why, sizeof why));
        assert_has(why, impossible[i]);
        assert_lacks(why, strerror(0));
        assert_false(results_write(results_encode(&results), impossible[i], small, sizeof small));
        assert_string_equal(small, "cannot ");
    }
    assert_int_equal(files(), 1);
    unlink("file.json");
    results_free(&results);
}

/* --output /dev/null must not put a file in its place. */
static void what_is_no_file_is_kept(void **state)
{
    (void)state;
    char why[256] = "", bytes[8] = "";
    struct stat there;
    struct results results = samples_results();
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int end = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(results_write(results_encode(&results), "pipe", why, sizeof why));
    assert_true(stat("pipe", &there) == 0 && S_ISFIFO(there.st_mode));
    assert_int_equal(read(end, bytes, 3), 3);
    assert_string_equal(bytes, "{\n ");
    close(end);
    unlink("pipe");
    results_free(&results);
}

/* A path, a child's last words: any bytes. They are shown as well as JSON can, and lose no row. */
static void text_that_is_no_utf8(void **state)
{
    (void)state;
    char why[256] = "";
    struct results results = samples_full(), read = {0};
    free(results.data.path);
    results.data.path = strdup("caf\xe9.txt");
    row_fail(&results.rows[2], STATUS_FAILED, "exit code 3: na\xc3 \xff✓");
    assert_true(results_write(results_encode(&results), "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_int_equal(read.row_count, results.row_count);
    assert_string_equal(read.data.path, "caf?.txt");
    assert_has(read.rows[2].reason, "exit code 3: na? ?");
    assert_string_equal(read.rows[2].is.name, "threads");
    results_free(&read);
    results_free(&results);
    unlink("file.json");
}

static void put(const char *bytes, size_t length)
{
    FILE *file = fopen("file.json", "we");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        err(1, "file.json");
}

static bool reads(struct results *read)
{
    char why[400];
    memset(why, 'x', sizeof why);
    bool good = results_read("file.json", read, why, sizeof why);
    if (!good &&
        (!memchr(why, '\0', sizeof why) || !samples_one_line(why) || !strstr(why, "file.json")))
        fail_msg("not one line that names the file: \"%.400s\"", why);
    return good;
}

static void files_that_are_no_results(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n",
        "null\n",
        "[]\n",
        "{}\n",
        "7\n",
        "{\"schema\": 1}\n",
        "{\"schema\": 2}\n",
        "{\"schema\": 3}\n",
        "{\"schema\": 0}\n",
        "{\"schema\": \"1\"}\n",
        "{\"schema\": 1, \"schema\": 1}\n",
        "not\nJSON\n",
        "\"a\nb\"\n",
        "{\"a\x1b[31m",
        "\x1b[31mred\n",
        "caf\xe9\n",
        "\xff\xfe\n",
    };
    struct results read;
    char why[256] = "";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        put(texts[i], strlen(texts[i]));
        assert_false(reads(&read));
    }
    put("{\"schema\": 3}", 13);
    assert_false(results_read("file.json", &read, why, sizeof why));
    assert_string_equal(why, "file.json: its schema is 3, this harness reads 1 to 2: use the "
                             "version of the harness that wrote it");
    unlink("file.json");
    assert_false(reads(&read));
    assert_false(results_read(".", &read, why, sizeof why));
    assert_true(samples_one_line(why));
}

static void damaged_files(void **state)
{
    (void)state;
    const char replacements[] = {'\0', '\n', '"', '\\', '}', ']', ',', '-', '0', '\x1b', '\xff'};
    struct results small = samples_results(), read = {0};
    struct row *row = samples_row(&small, "baseline", NULL);
    samples_add(row, 1, 1000);
    samples_stage(row, STAGE_READ, 9);
    char *bytes = NULL;
    size_t length;
    FILE *to = open_memstream(&bytes, &length);
    assert_non_null(to);
    json_t *document = results_encode(&small);
    assert_true(results_put(document, to));
    json_decref(document);
    fclose(to);

    for (size_t cut = 0; cut < length; cut++) {
        put(bytes, cut);
        assert_int_equal(reads(&read), cut == length - 1); /* the newline is not missed */
        if (cut == length - 1) {
            same_results(&small, &read);
            results_free(&read);
        }
    }
    bytes[0] = ' ';
    char *twice = format_string("{\"threads\": 4,%s", bytes); /* a key that comes twice */
    bytes[0] = '{';
    put(twice, strlen(twice));
    assert_false(reads(&read));
    free(twice);
    for (size_t at = 0; at < length; at++) {
        char kept = bytes[at];
        bytes[at] = replacements[at % sizeof replacements];
        put(bytes, length);
        if (reads(&read))
            results_free(&read);
        bytes[at] = kept;
    }
    free(bytes);
    results_free(&small);
    unlink("file.json");
}

/* What is said of how the rounds ended is one of few things, or not there. */
static void how_rounds_end(void **state)
{
    (void)state;
    struct results results = samples_full(), read = {0};
    json_t *root = results_encode(&results);
    assert_null(json_object_get(root, "rounds")); /* as in the first files of schema 1 */
    json_decref(root);
    results.precision = 0.02;
    results.rounds_end = ROUNDS_END_PRECISION;
    root = results_encode(&results);
    assert_true(samples_reads(root, "file.json"));
    char why[200];
    assert_true(results_write(json_incref(root), "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    unlink("file.json");
    assert_true(read.precision == 0.02 && read.rounds_end == ROUNDS_END_PRECISION);
    assert_int_equal(read.rounds_again, 0);
    results_free(&read);

    const char *const bad[] = {"1",
                               "[]",
                               "{}",
                               "{\"precision\": 0.02}",
                               "{\"precision\": 2, \"ended\": \"budget\"}",
                               "{\"precision\": -1, \"ended\": \"budget\"}",
                               "{\"precision\": \"0\", \"ended\": \"budget\"}",
                               "{\"precision\": 0.02, \"ended\": \"boredom\"}",
                               "{\"precision\": 0.02, \"ended\": 3}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_object_set_new(root, "rounds", json_loads(bad[i], JSON_DECODE_ANY, NULL));
        if (samples_reads(root, "file.json"))
            fail_msg("%s is taken", bad[i]);
    }
    json_decref(root);
    results_free(&results);
}

/* A cell of a matrix with every field but one as it should be. */
static void damaged_matrix(void **state)
{
    (void)state;
    struct results results = samples_full(), read;
    char why[200];
    json_t *root = results_encode(&results), *patterns = json_object_get(root, "patterns");
    size_t count = json_array_size(json_object_get(patterns, "list"));
    json_t *matches = json_array();
    for (size_t i = 0; i <= count; i++)
        json_array_append_new(matches, json_integer(7));
    json_object_set_new(patterns, "matches", matches);
    static const char good[] =
        "[{\"pattern\": 1, \"engine\": \"jit\", \"status\": \"ok\", \"reason\": null, "
        "\"matches\": 7, \"bytes\": 1000, \"search_ns\": [5, 6]}]";
    json_object_set_new(root, "matrix", json_loads(good, 0, NULL));
    assert_true(results_write(json_incref(root), "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_true(json_equal(read.matrix, json_object_get(root, "matrix")));
    results_free(&read);

    static const struct {
        const char *key, *bad;
    } damages[] = {{"pattern", "-1"},      {"pattern", "99"}, {"engine", "null"},
                   {"status", "\"good\""}, {"matches", "-1"}, {"bytes", "\"1\""},
                   {"search_ns", "[0]"},   {"search_ns", "5"}};
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        json_t *matrix = json_loads(good, 0, NULL);
        json_object_set_new(json_array_get(matrix, 0), damages[i].key,
                            json_loads(damages[i].bad, JSON_DECODE_ANY, NULL));
        json_object_set_new(root, "matrix", matrix);
        if (samples_reads(root, "file.json"))
            fail_msg("%s %s is taken", damages[i].key, damages[i].bad);
    }
    json_decref(root);
    unlink("file.json");
    results_free(&results);
}

static void damaged_circumstances(void **state)
{
    (void)state;
    struct results results = samples_full(), read;
    char why[200];
    json_t *root = results_encode(&results);
    const char *bad[] = {
        "null",
        "7",
        "[]",
        "{}",
        "{\"list\": [], \"combined\": null, \"caseless\": true}",
        "{\"list\": \"a\", \"combined\": null, \"caseless\": true}",
        "{\"list\": [\"a\", 7], \"combined\": null, \"caseless\": true}",
        "{\"list\": [\"a\"], \"caseless\": true}",
        "{\"list\": [\"a\"], \"combined\": 7, \"caseless\": true}",
        "{\"list\": [\"a\"], \"combined\": null, \"caseless\": 1}",
        "{\"list\": [\"a\"], \"combined\": null, \"caseless\": true, \"count\": \"words\"}",
        "{\"list\": [\"a\"], \"combined\": null, \"caseless\": true, \"matches\": [1]}",
        "{\"list\": [\"a\"], \"combined\": null, \"caseless\": true, \"matches\": [1, -1]}",
        "{\"list\": [\"a\"], \"combined\": null}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_object_set_new(root, "patterns", json_loads(bad[i], JSON_DECODE_ANY, NULL));
        if (samples_reads(root, "file.json"))
            fail_msg("%s is taken", bad[i]);
    }
    json_object_del(root, "patterns");
    const char *worse[] = {"null",
                           "7",
                           "{}",
                           "{\"variants\": {}}",
                           "{\"variants\": {}, \"user\": []}",
                           "{\"variants\": {\"A\": 1}, \"user\": {}}",
                           "{\"variants\": {}, \"user\": {\"A\": null}}"};
    for (size_t i = 0; i < sizeof worse / sizeof worse[0]; i++) {
        json_object_set_new(root, "environment", json_loads(worse[i], JSON_DECODE_ANY, NULL));
        if (samples_reads(root, "file.json"))
            fail_msg("%s is taken", worse[i]);
    }
    /* Files from before they were recorded. */
    json_object_del(root, "environment");
    json_object_del(json_object_get(root, "data"), "utf_16");
    assert_true(results_write(root, "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_null(read.patterns.list);
    assert_null(read.environment);
    assert_false(read.data.utf_16);
    results_free(&read);
    unlink("file.json");
    results_free(&results);
}

static void refused(const json_t *root, const char *because)
{
    struct results read;
    char why[200] = "";
    assert_int_equal(json_dump_file(root, "file.json", 0), 0);
    assert_false(results_read("file.json", &read, why, sizeof why));
    assert_string_equal(why, because);
    unlink("file.json");
}

/* Each would be counted for the other. */
static void what_is_there_twice(void **state)
{
    (void)state;
    struct results results = samples_full();
    json_t *root = results_encode(&results), *rows = json_object_get(root, "variants");
    json_array_append(rows, json_array_get(rows, 1));
    refused(root, "file.json: there are two variants \"combined\"");
    json_array_remove(rows, json_array_size(rows) - 1);

    json_t *point = json_deep_copy(json_array_get(rows, 1)),
           *peer =
               json_pack("{s:s, s:s, s:n, s:s, s:s, s:n, s:i, s:i, s:i, s:[]}", "name", "grep",
                         "command", "grep {data}", "version", "prints", "number", "status", "ok",
                         "reason", "matches", 12, "bytes", 1000, "start_ns", 0, "samples");
    json_object_set_new(point, "threads", json_integer(2));
    json_object_set_new(root, "sweep", json_pack("[O, O]", point, point));
    refused(root, "file.json: there are two points of \"combined\" with 2 threads");
    json_object_del(root, "sweep");
    json_object_set_new(root, "peers", json_pack("[O, O]", peer, peer));
    refused(root, "file.json: there are two peers \"grep\"");
    json_object_del(root, "peers");
    json_decref(point);
    json_decref(peer);

    json_t *samples = json_object_get(json_array_get(rows, 1), "samples");
    json_array_append(samples, json_array_get(samples, 2));
    refused(root, "file.json: \"combined\" has two samples of round 3");
    json_object_set_new(json_array_get(rows, 1), "name", json_string("caf\xc3\xa9\n\x1b[31m"));
    refused(root, "file.json: \"caf????[31m\" has two samples of round 3");
    json_decref(root);
    results_free(&results);
}

/* The harness asks for one search a sample; in a file there may be more. */
static void several_searches(void **state)
{
    (void)state;
    struct results results = samples_full(), read;
    char why[200];
    json_t *root = results_encode(&results),
           *row = json_array_get(json_object_get(root, "variants"), 0),
           *sample = json_array_get(json_object_get(row, "samples"), 0);
    json_object_set_new(sample, "search_ns", json_pack("[i, i, i]", 30, 10, 20));
    assert_true(results_write(root, "file.json", why, sizeof why));
    assert_true(results_read("file.json", &read, why, sizeof why));
    assert_int_equal(read.rows[0].samples[0].record.search_ns, 20);
    unlink("file.json");
    results_free(&read);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_and_read_back),
        cmocka_unit_test(how_rounds_end),
        cmocka_unit_test(a_failed_write_changes_nothing),
        cmocka_unit_test(what_is_no_file_is_kept),
        cmocka_unit_test(text_that_is_no_utf8),
        cmocka_unit_test(damaged_files),
        cmocka_unit_test(files_that_are_no_results),
        cmocka_unit_test(damaged_circumstances),
        cmocka_unit_test(damaged_matrix),
        cmocka_unit_test(what_is_there_twice),
        cmocka_unit_test(several_searches),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
