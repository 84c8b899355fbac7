/* What a variant says of itself: the good, and every way of being wrong. */
#include "tests/support/record_lines.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static const struct pair describe_keys[] = {
    {"schema", "1"},         {"idea", "'it reads less'"},     {"after", "'baseline'"},
    {"attacks", "['read']"}, {"effects", "{'read': 'gone'}"}, {"overlaps", "false"},
    {"unsupported", "null"},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct description described(const char *key, const char *value)
{
    struct description is;
    struct pair pair = {key, value};
    char why[256], *line = line_of(describe_keys, COUNT(describe_keys), pair);
    if (!record_parse_description(line, strlen(line), &is, why, sizeof why))
        fail_msg("refused (%s): %s", why, line);
    free(line);
    return is;
}

static void good_descriptions(void **state)
{
    (void)state;
    struct description is = described("after", "null");
    assert_string_equal(is.idea, "it reads less");
    assert_null(is.after);
    assert_null(is.unsupported);
    assert_string_equal(is.limit, LIMIT_READ);
    assert_int_equal(is.attacks, STAGE_BIT(STAGE_READ));
    assert_string_equal(is.effects[STAGE_READ], EFFECT_GONE);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        assert_int_equal(is.effects[stage] != NULL, stage == STAGE_READ);
    assert_false(is.overlaps || is.apart || is.cold);
    description_free(&is);
    is = described("effects", "{'search': 'anew', 'merge': 'pipe_copy', 'read': 'shared'}");
    assert_string_equal(is.after, "baseline");
    assert_string_equal(is.effects[STAGE_SEARCH], EFFECT_ANEW);
    assert_string_equal(is.effects[STAGE_MERGE], LIMIT_PIPE);
    assert_string_equal(is.effects[STAGE_READ], EFFECT_SHARED);
    assert_null(is.effects[STAGE_LOWER]);
    description_free(&is);
    is = described("effects", "{}");
    assert_null(is.effects[STAGE_READ]);
    description_free(&is);
    is = described("overlaps", "true");
    assert_true(is.overlaps);
    description_free(&is);
    is = described("cold", "true");
    assert_true(is.cold);
    description_free(&is);
    is = described("overlaps", NULL);
    assert_false(is.overlaps);
    description_free(&is);
    is = described("attacks", "['read', 'search']");
    assert_int_equal(is.attacks, STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH));
    description_free(&is);
    is = described("unsupported", "'needs 4 ×\\nAVX\\u001b[1m'"); /* to be shown in a table */
    assert_string_equal(is.unsupported, "needs 4 × AVX [1m");
    description_free(&is);
}

static void descriptions_with_one_wrong_value(void **state)
{
    (void)state;
    const struct wrong wrongs[] = {
        {"schema", "", {"", "2", "'1'"}},
        {"idea", "is missing or wrong", {"", "null", "7", "[]"}},
        {"after", "is missing or wrong", {"7", "[]", "{}", "true"}},
        {"unsupported", "is missing or wrong", {"7", "[]", "false"}},
        {"isa", "is missing or wrong", {"7", "[]", "false"}},
        {"limit", "is missing or wrong", {"7", "[]", "null"}},
        {"apart", "is missing or wrong", {"0", "'true'", "null"}},
        {"cold", "is missing or wrong", {"0", "'true'", "null"}},
        {"attacks",
         "is missing or wrong",
         {"", "null", "'read'", "['think']", "['read', 1]", "[null]", "{'read': 1}"}},
        {"effects",
         "is missing or wrong",
         {"", "null", "'gone'", "[]", "{'think': 'gone'}", "{'read': 1}", "{'read': null}",
          "{'read': 'gone', 'lower': 2}", "{'read': 'a name that is longer than any limit'}"}},
        {"overlaps", "is missing or wrong", {"0", "'true'", "null", "[]"}},
    };
    refused_with_one_wrong(A_DESCRIPTION, describe_keys, COUNT(describe_keys), wrongs,
                           COUNT(wrongs));
}

static void damaged_descriptions(void **state)
{
    (void)state;
    damaged(A_DESCRIPTION, describe_keys, COUNT(describe_keys));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_descriptions),
        cmocka_unit_test(descriptions_with_one_wrong_value),
        cmocka_unit_test(damaged_descriptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
