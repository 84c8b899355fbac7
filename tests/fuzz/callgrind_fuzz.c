/* Any bytes as what callgrind writes: refused with a line, or a profile that adds up. */
#include "counted_fuzz.h"
#include "profile/engines/callgrind.h"

static void expect_sums(const struct callgrind *seen, const struct profile *profile)
{
    double of_nodes = 0;
    FUZZ_EXPECT(profile_total(profile) == seen->total, "functions do not add up");
    for (size_t i = 0; i < profile->node_count; i++)
        of_nodes += profile->nodes[i].self;
    FUZZ_EXPECT(profile->node_count == 0 || of_nodes == seen->total, "nodes do not add up");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[200];
    FILE *file = fuzz_open(data, size);
    if (!file)
        return 0;
    memset(why, 'x', sizeof why);
    struct callgrind *seen = callgrind_new();
    if (callgrind_read(seen, file, why, sizeof why)) {
        struct profile *profile = profile_new();
        callgrind_fill(seen, "/it", "/nowhere", profile);
        fuzz_expect_profile(profile, CALLGRIND_MOST);
        expect_sums(seen, profile);
        profile_free(profile);
    } else {
        FUZZ_EXPECT(memchr(why, '\0', sizeof why), "no end of a reason");
        fuzz_expect_text(why, "a reason");
    }
    callgrind_free(seen);
    fclose(file);
    return 0;
}
