/* What ./harness doctor prints of its findings. */
#include "show/checks.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* What is printed, at a width. */
static char *printed(const struct checks *checks, int width)
{
    char *text;
    FILE *to = samples_memory(&text);
    checks_print(&(struct terminal){to, width, false}, checks);
    fclose(to);
    return text;
}

static void as_text(void **state)
{
    (void)state;
    struct checks checks = {0};
    checks.part = "For one";
    checks_add(&checks, "a", CHECK_OK, "%d of them", 3);
    checks.part = "For another";
    checks_add(&checks, "longer", CHECK_MISSING, "words that are too many for a line");
    checks_fix(&checks, "type %s", "this");
    char *text = printed(&checks, 40);
    assert_string_equal(text, "For one\n"
                              "state    what    finding\n"
                              "ok       a       3 of them\n"
                              "\n"
                              "For another\n"
                              "state    what    finding\n"
                              "missing  longer  words that are too many\n"
                              "                 for a line\n"
                              "                 → type this\n"
                              "\n"
                              "A benchmark run can be trusted here.\n");
    free(text);
    checks_add(&checks, "b", CHECK_SPOILS, "x");
    checks_add(&checks, "c", CHECK_SPOILS, "y");
    text = printed(&checks, 80);
    assert_has(text, "\nDon't trust a benchmark run here now: b, c.\n");
    free(text);
    checks_free(&checks);
}

static void as_json(void **state)
{
    (void)state;
    struct checks checks = {0};
    checks.part = "For one";
    checks_add(&checks, "a", CHECK_SPOILS, "\"3\"");
    checks_add(&checks, "b", CHECK_OK, "4");
    checks_fix(&checks, "type");
    char *text;
    FILE *to = samples_memory(&text);
    assert_true(checks_print_json(to, &checks));
    fclose(to);
    assert_string_equal(
        text, "{\"schema\":1,\"trustworthy\":false,\"checks\":["
              "{\"part\":\"For one\",\"name\":\"a\",\"state\":\"spoils\",\"finding\":\"\\\"3\\\"\","
              "\"fix\":null},"
              "{\"part\":\"For one\",\"name\":\"b\",\"state\":\"ok\",\"finding\":\"4\","
              "\"fix\":\"type\"}]}\n");
    free(text);
    checks_free(&checks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_text),
        cmocka_unit_test(as_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
