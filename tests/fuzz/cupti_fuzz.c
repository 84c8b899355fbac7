/* Any bytes as what CUPTI recorded: refused with a line, or a profile in which all is in its place.
 */
#include "fuzz.h"
#include "profile/engines/cupti.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[200];
    FILE *from = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
    if (!from)
        return 0;
    struct profile *profile = profile_new();
    memset(why, 'x', sizeof why);
    bool good = cupti_read(from, 2000, profile, why, sizeof why);
    fclose(from);
    FUZZ_EXPECT(good || (memchr(why, '\0', sizeof why) && !strchr(why, '\n')), "no line says why");
    for (size_t i = 0; good && i < profile->function_count; i++)
        FUZZ_EXPECT(profile->functions[i].self >= 0 && profile->functions[i].total >= 0,
                    "a time below 0");
    for (size_t i = 0; good && i < profile->edge_count; i++)
        FUZZ_EXPECT(profile->edges[i].caller < profile->function_count &&
                        profile->edges[i].callee < profile->function_count,
                    "an edge from or to nowhere");
    for (size_t i = 0; good && i < profile->lane_count; i++)
        for (size_t j = 1; j < profile->lanes[i].span_count; j++)
            FUZZ_EXPECT(profile->lanes[i].spans[j - 1].start_ns <=
                            profile->lanes[i].spans[j].start_ns,
                        "a span before the one before");
    profile_free(profile);
    return 0;
}
