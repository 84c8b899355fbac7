/* Any bytes as what a variant prints: a record or a description in which nothing is that cannot be,
 * or a line that says why not. */
#include "fuzz.h"
#include "record/record.h"

#include <ctype.h>

static void expect_shown(const char *text, size_t size, const char *what)
{
    FUZZ_EXPECT(memchr(text, '\0', size), "%s has no end", what);
    for (; *text; text++)
        FUZZ_EXPECT(!iscntrl((unsigned char)*text), "%s has a control character", what);
}

static void expect_string(const char *text, bool may_be_null, const char *what)
{
    FUZZ_EXPECT(text || may_be_null, "no %s", what);
    if (text)
        expect_shown(text, strlen(text) + 1, what);
}

static void expect_run(const struct record *record)
{
    FUZZ_EXPECT(record->search_ns > 0, "a search that took no time");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record record;
    struct description is;
    char why[200];
    memset(why, 'x', sizeof why);
    bool good = record_parse((const char *)data, size, &record, why, sizeof why);
    record_drop(&record);
    if (good)
        expect_run(&record);
    else
        expect_shown(why, sizeof why, "the reason");

    memset(why, 'x', sizeof why);
    if (!record_parse_description((const char *)data, size, &is, why, sizeof why)) {
        expect_shown(why, sizeof why, "the reason");
        return 0;
    }
    expect_string(is.idea, false, "idea");
    expect_string(is.after, true, "parent");
    expect_string(is.limit, false, "limit");
    expect_string(is.isa, true, "instruction set");
    expect_string(is.unsupported, true, "reason not to run");
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        expect_string(is.effects[stage], true, "effect");
        free(is.effects[stage]);
    }
    free(is.idea);
    free(is.after);
    free(is.limit);
    free(is.isa);
    free(is.unsupported);
    return 0;
}
