/* Any bytes as what uftrace prints, and as what it keeps of a program's symbols: refused with a
 * line, or a profile in which calls add up. */
#include "counted_fuzz.h"
#include "profile/engines/uftrace_graph.h"

static struct uftrace_symbols read_symbols(const uint8_t *data, size_t size)
{
    struct uftrace_symbols symbols = {"it", json_object()};
    FILE *names = fuzz_open(data, size), *lines = fuzz_open(data, size);
    uftrace_symbols_read(names, lines, &symbols);
    if (names)
        fclose(names);
    if (lines)
        fclose(lines);
    return symbols;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[200];
    struct uftrace_symbols symbols = read_symbols(data, size);
    FILE *file = fuzz_open(data, size);
    struct profile *profile = profile_new();
    memset(why, 'x', sizeof why);
    if (file && uftrace_graph_read(file, &symbols, profile, why, sizeof why)) {
        fuzz_expect_profile(profile, UFTRACE_CALLS_MOST);
    } else if (file) {
        FUZZ_EXPECT(memchr(why, '\0', sizeof why), "no end of a reason");
        fuzz_expect_text(why, "a reason");
    }
    if (file)
        fclose(file);
    profile_free(profile);
    json_decref(symbols.category);
    return 0;
}
