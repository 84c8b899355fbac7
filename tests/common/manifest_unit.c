/* The manifest: what is written is read again, and what is damaged is refused in one line. */
#include "common/manifest.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A text's name and its manifest's, in a folder of this run's own. No test needs the text. */
static char folder[] = "/tmp/gen_unit.XXXXXX";
static char text_path[64];
static char json_path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(text_path, sizeof text_path, "%s/text", folder);
    snprintf(json_path, sizeof json_path, "%s/text.json", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int remove_manifest(void **state)
{
    (void)state;
    return unlink(json_path);
}

static const struct manifest sample = {
    .seed = 1,
    .lines = 20,
    .length = 300,
    .bytes = 6020,
    .matches = 4,
    .digest = 0x0123456789abcdef,
};
static const char sample_json[] = "{\n"
                                  "  \"seed\": 1,\n"
                                  "  \"lines\": 20,\n"
                                  "  \"length\": 300,\n"
                                  "  \"bytes\": 6020,\n"
                                  "  \"matches\": 4,\n"
                                  "  \"digest\": \"0123456789abcdef\"\n"
                                  "}\n";

static void assert_read(const struct manifest *expected)
{
    struct manifest manifest = {0};
    bool missing = true;
    char why[256] = "";
    assert_true(manifest_read(text_path, &manifest, &missing, why, sizeof why));
    assert_false(missing);
    assert_memory_equal(&manifest, expected, sizeof manifest);
}

static void test_path(void **state)
{
    (void)state;
    char *path = manifest_path(text_path);
    assert_string_equal(path, json_path);
    free(path);
}

static void test_written_is_read(void **state)
{
    (void)state;
    static const struct manifest extremes[] = {
        {0},
        {.seed = INT64_MAX,
         .lines = INT64_MAX,
         .length = INT64_MAX,
         .bytes = INT64_MAX,
         .matches = INT64_MAX,
         .digest = UINT64_MAX},
        {.digest = 1},
    };
    char why[256] = "";
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++) { /* each over the last one */
        assert_true(manifest_write(text_path, &extremes[i], why, sizeof why));
        assert_read(&extremes[i]);
    }
}

static void write_json(const char *json, size_t length)
{
    FILE *file = fopen(json_path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(json, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void test_its_bytes(void **state)
{
    (void)state;
    char json[512] = "";
    char why[256] = "";
    assert_true(manifest_write(text_path, &sample, why, sizeof why));
    FILE *file = fopen(json_path, "re");
    assert_non_null(file);
    assert_int_equal(fread(json, 1, sizeof json - 1, file), sizeof sample_json - 1);
    fclose(file);
    assert_string_equal(json, sample_json);
}

static void test_other_forms_are_read(void **state)
{
    (void)state;
    static const char json[] = "{\"digest\":\"0123456789abcdef\",\"matches\":4,\"bytes\":6020,"
                               "\"length\":300,\"lines\":20,\"seed\":1,\"more\":[true]}";
    write_json(json, sizeof json - 1);
    assert_read(&sample);
}

/* The sample with the first `old` replaced is refused, in one line that holds `reason`. */
static void assert_refused(const char *old, const char *new, const char *reason)
{
    char json[512];
    char why[256] = "";
    struct manifest manifest;
    bool missing = true;
    const char *at = strstr(sample_json, old);
    assert_non_null(at);
    const int length = snprintf(json, sizeof json, "%.*s%s%s", (int)(at - sample_json), sample_json,
                                new, at + strlen(old));
    write_json(json, (size_t)length);
    assert_false(manifest_read(text_path, &manifest, &missing, why, sizeof why));
    assert_false(missing);
    assert_null(strchr(why, '\n'));
    if (!strstr(why, json_path) || !strstr(why, reason))
        fail_msg("'%s' does not say '%s'", why, reason);
}

static void test_damaged_is_refused(void **state)
{
    (void)state;
    assert_refused(sample_json, "", "not valid JSON");
    assert_refused("}\n", "", "not valid JSON");
    assert_refused("}\n", "}}", "not valid JSON");
    assert_refused("20", "2\n0", "not valid JSON");
    assert_refused("20", "\x80\xff", "not valid JSON");
    assert_refused("20", "99999999999999999999", "not valid JSON");
    assert_refused("lines", "seed", "not valid JSON"); /* twice the same key */
    assert_refused(sample_json, "[1, 20, 300]", "not a JSON object");
    assert_refused("seed", "sead", "\"seed\" is missing");
    assert_refused("lines", "Lines", "\"lines\" is missing");
    assert_refused("length", "size", "\"length\" is missing");
    assert_refused("bytes", "", "\"bytes\" is missing");
    assert_refused("matches", "match", "\"matches\" is missing");
    assert_refused("digest", "digests", "\"digest\" is missing");
    assert_refused(" 1,", " -1,", "\"seed\" is not a whole number");
    assert_refused("20", "20.0", "\"lines\" is not a whole number");
    assert_refused("300", "\"300\"", "\"length\" is not a whole number");
    assert_refused("6020", "null", "\"bytes\" is not a whole number");
    assert_refused(" 4", " [4]", "\"matches\" is not a whole number");
    assert_refused("\"0123456789abcdef\"", "81985529216486895", "\"digest\" is not a string");
    assert_refused("abcdef", "abcdeF", "\"digest\" is not a string");
    assert_refused("abcdef", "abcde", "\"digest\" is not a string");
    assert_refused("abcdef", "abcdef0", "\"digest\" is not a string");
    assert_refused("0123", "0x23", "\"digest\" is not a string");
}

static void test_deep_nesting_is_refused(void **state)
{
    (void)state;
    enum {
        DEPTH = 1000000
    };
    char *json = malloc(DEPTH);
    char why[256] = "";
    struct manifest manifest;
    bool missing = true;
    assert_non_null(json);
    memset(json, '[', DEPTH);
    write_json(json, DEPTH);
    free(json);
    assert_false(manifest_read(text_path, &manifest, &missing, why, sizeof why));
    assert_non_null(strstr(why, "not valid JSON"));
}

static void test_missing_is_told_from_damaged(void **state)
{
    (void)state;
    struct manifest manifest;
    bool missing = false;
    char why[256] = "";
    assert_false(manifest_read(text_path, &manifest, &missing, why, sizeof why));
    assert_true(missing);
    assert_non_null(strstr(why, json_path));
    assert_false(manifest_read("/dev/null/text", &manifest, &missing, why, sizeof why));
    assert_false(missing);
}

static void test_a_short_reason_is_cut(void **state)
{
    (void)state;
    struct manifest manifest;
    bool missing = false;
    char why[6] = "";
    assert_false(manifest_read(text_path, &manifest, &missing, why, sizeof why));
    assert_string_equal(why, "/tmp/");
}

static void test_what_cannot_be_written_says_so(void **state)
{
    (void)state;
    char why[256] = "";
    assert_false(manifest_write("/dev/null/text", &sample, why, sizeof why));
    assert_non_null(strstr(why, "/dev/null/text.json"));
    assert_int_equal(mkdir(json_path, 0700), 0); /* in the way of the rename */
    assert_false(manifest_write(text_path, &sample, why, sizeof why));
    assert_int_equal(rmdir(json_path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else is left in it */
    assert_int_equal(mkdir(folder, 0700), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path),
        cmocka_unit_test_teardown(test_written_is_read, remove_manifest),
        cmocka_unit_test_teardown(test_its_bytes, remove_manifest),
        cmocka_unit_test_teardown(test_other_forms_are_read, remove_manifest),
        cmocka_unit_test_teardown(test_damaged_is_refused, remove_manifest),
        cmocka_unit_test_teardown(test_deep_nesting_is_refused, remove_manifest),
        cmocka_unit_test(test_missing_is_told_from_damaged),
        cmocka_unit_test(test_a_short_reason_is_cut),
        cmocka_unit_test(test_what_cannot_be_written_says_so),
    };
    return cmocka_run_group_tests_name("manifest", tests, make_folder, remove_folder);
}
