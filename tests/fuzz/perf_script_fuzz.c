/* Any bytes as what perf script prints: refused with a line, or a profile that adds up. */
#include "fuzz.h"
#include "profile/engines/perf.h"

#include <math.h>
#include <stdio.h>

static void expect_sound(const struct profile *profile)
{
    double self = 0;
    uint64_t samples = 0;
    FUZZ_EXPECT(profile->how.samples > 0, "a profile of nothing");
    for (size_t i = 0; i < profile->node_count; i++) {
        const struct profile_node *node = &profile->nodes[i];
        FUZZ_EXPECT(node->parent == PROFILE_NONE || node->parent < i, "a child before its parent");
        FUZZ_EXPECT(node->function < profile->function_count, "no such function");
        FUZZ_EXPECT(node->thread < profile->thread_count, "no such thread");
        FUZZ_EXPECT(isfinite(node->self) && node->self >= 0, "no weight");
        samples += node->samples;
    }
    FUZZ_EXPECT(samples == profile->how.samples, "samples got lost, or were made");
    for (size_t i = 0; i < profile->function_count; i++)
        self += profile->functions[i].self;
    for (size_t i = 0; i < profile->function_count; i++)
        FUZZ_EXPECT(profile->functions[i].total <= self * (1 + 1e-9), "more than all");
    for (size_t i = 0; i < profile->thread_count; i++)
        FUZZ_EXPECT(profile->threads[i].start_ns <= profile->threads[i].end_ns,
                    "ends, then starts");
    FUZZ_EXPECT(profile->how.unattributed >= 0 && profile->how.unattributed <= 1 + 1e-9,
                "no share");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[200];
    if (size == 0)
        return 0;
    json_t *own = json_pack("{s:b, s:b}", "main", 1, "search", 1);
    struct perf_names names = {.program = "/p/a", .own = own, .maps = "/nowhere"};
    struct profile *profile = profile_new();
    FILE *from = fmemopen((void *)data, size, "r");
    if (!from)
        err(1, "fmemopen");
    memset(why, 'x', sizeof why);
    if (perf_script_read(from, &names, profile, why, sizeof why))
        expect_sound(profile);
    else
        FUZZ_EXPECT(memchr(why, '\0', sizeof why) && !strchr(why, '\n'), "no line says why");
    fclose(from);
    profile_free(profile);
    json_decref(own);
    return 0;
}
