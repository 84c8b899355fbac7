#include "profile_samples.h"
#include "base/strings.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define MS 1e6

static void call(struct profile *profile, const char *caller, const char *callee, uint64_t calls)
{
    size_t from = PROFILE_NONE, to = PROFILE_NONE;
    for (size_t i = 0; i < profile->function_count; i++) {
        if (strcmp(profile->functions[i].name, caller) == 0)
            from = i;
        if (strcmp(profile->functions[i].name, callee) == 0)
            to = i;
    }
    size_t edge = profile_edge(profile, from, to);
    profile->edges[edge].calls += calls;
    profile->edges[edge].has_calls = true;
    profile->functions[to].calls += calls;
    profile->functions[to].has_calls = true;
}

static size_t node(struct profile *profile, size_t parent, const char *name, const char *module,
                   enum profile_category category, size_t thread, unsigned samples)
{
    size_t place =
        profile_node(profile, parent, profile_function(profile, name, module, category), thread);
    profile_hit(profile, place, samples * MS, samples);
    return place;
}

static size_t thread(struct profile *profile, int64_t tid, const char *name, uint64_t start_ms,
                     uint64_t end_ms, uint64_t cpu_ms)
{
    size_t place = profile_thread(profile, 100, tid, name);
    profile->threads[place].start_ns = start_ms * 1000000;
    profile->threads[place].end_ns = end_ms * 1000000;
    profile->threads[place].cpu_ns = cpu_ms * 1000000;
    return place;
}

static void head(struct profile *profile, const char *variant, const char *engine)
{
    profile->variant = copy_string(variant);
    profile->engine = copy_string(engine);
    profile->why = format_string("%s: it works here", engine);
    profile->started = copy_string("2026-01-31T12:00:00Z");
    profile->command = json_pack("[s, s, s]", "./harness", "profile", variant);
    profile->data_path = copy_string("data/random.txt");
    profile->patterns = copy_string("[0-9]{1}bob, [0-9]{1}rob, in any case");
    profile->data_bytes = 1001000;
    profile->data_lines = 1000;
}

void profile_sample_fill(struct profile *profile)
{
    size_t first = thread(profile, 100, "variant", 0, 100, 90);
    size_t second = thread(profile, 101, "helper", 20, 60, 10);
    size_t main = node(profile, PROFILE_NONE, "main", "variant", PROFILE_OWN, first, 1);
    size_t search = node(profile, main, "search", "variant", PROFILE_OWN, first, 4);
    size_t entry = node(profile, search, "pcre2_match_8", "variant", PROFILE_LIBRARY, first, 20);
    size_t match = node(profile, entry, "match", "variant", PROFILE_LIBRARY, first, 40);
    node(profile, match, "match", "variant", PROFILE_LIBRARY, first, 20);
    size_t read = node(profile, search, "read", "libc.so.6", PROFILE_LIBRARY, first, 1);
    node(profile, read, "copy_to_user", "[kernel]", PROFILE_KERNEL, first, 4);
    size_t helped = node(profile, PROFILE_NONE, "search", "variant", PROFILE_OWN, second, 0);
    node(profile, helped, "lower", "variant", PROFILE_OWN, second, 10);
    profile_sum_up(profile);
    call(profile, "main", "search", 1);
    call(profile, "search", "pcre2_match_8", 2000000);
    call(profile, "pcre2_match_8", "match", 2000000);
    call(profile, "match", "match", 8000000);
    call(profile, "search", "lower", 1000000);
    profile->how = (struct profile_how){.event = copy_string("cpu-clock"),
                                        .frequency_asked = 1000,
                                        .frequency_delivered = 998.5,
                                        .samples = 100,
                                        .unattributed = 0.02,
                                        .unsymbolized = json_pack("[s]", "libnameless.so"),
                                        .orphans_reattached = 7,
                                        .orphans_left = 2,
                                        .profiled_ns = 103000000,
                                        .counts_engine = copy_string("callgrind"),
                                        .counts_lines = 100,
                                        .counts_scale = 10};
}

struct profile *profile_sample(void)
{
    struct profile *profile = profile_new();
    profile_sample_fill(profile);
    head(profile, "variant", "perf");
    profile->how.clean_ns = 100000000;
    return profile;
}

struct profile *profile_sample_faster(void)
{
    struct profile *profile = profile_new();
    size_t first = thread(profile, 200, "faster", 0, 30, 30);
    size_t main = node(profile, PROFILE_NONE, "main", "faster", PROFILE_OWN, first, 1);
    size_t search = node(profile, main, "search", "faster", PROFILE_OWN, first, 4);
    size_t entry = node(profile, search, "pcre2_match_8", "faster", PROFILE_LIBRARY, first, 5);
    node(profile, entry, "jit code", "[jit]", PROFILE_JIT, first, 15);
    size_t read = node(profile, search, "read", "libc.so.6", PROFILE_LIBRARY, first, 1);
    node(profile, read, "copy_to_user", "[kernel]", PROFILE_KERNEL, first, 4);
    profile_sum_up(profile);
    head(profile, "faster", "perf");
    profile->data_repeat = 2;
    profile->how.samples = 30;
    return profile;
}

void profile_sample_fill_counted(struct profile *profile)
{
    static const struct {
        const char *name;
        enum profile_category category;
        double self, total;
    } functions[] = {{"main", PROFILE_OWN, 10e6, 1000e6},
                     {"search", PROFILE_OWN, 90e6, 990e6},
                     {"pcre2_match_8", PROFILE_LIBRARY, 300e6, 900e6},
                     {"match", PROFILE_LIBRARY, 600e6, 600e6}};
    profile->unit = PROFILE_INSTRUCTIONS;
    for (size_t i = 0; i < 4; i++) {
        size_t place =
            profile_function(profile, functions[i].name, "variant", functions[i].category);
        profile->functions[place].self = functions[i].self;
        profile->functions[place].total = functions[i].total;
        if (i == 0)
            continue;
        size_t edge = profile_edge(profile, i - 1, i);
        profile->edges[edge].total = functions[i].total;
    }
    call(profile, "main", "search", 1);
    call(profile, "search", "pcre2_match_8", 20000);
    call(profile, "pcre2_match_8", "match", 20000);
    profile->how.event = copy_string("Ir");
    profile->how.profiled_ns = 5000000000;
}

struct profile *profile_sample_counted(void)
{
    struct profile *profile = profile_new();
    profile_sample_fill_counted(profile);
    head(profile, "variant", "callgrind");
    profile->how.clean_ns = 100000000;
    return profile;
}

struct profile *profile_sample_hostile(void)
{
    struct profile *profile = profile_new();
    size_t first = thread(profile, 100, "a;b c\"d", 0, 10, 10);
    size_t root =
        node(profile, PROFILE_NONE, "quo\"te, comma", "mod\\ule\"", PROFILE_OWN, first, 2);
    node(profile, root, "semi;colon blank\nline", "", PROFILE_UNKNOWN, first, 1);
    node(profile, root, "caf\xe9 \033[31m", "", PROFILE_UNKNOWN, PROFILE_NONE, 1);
    node(profile, root, "kernel<int>(float*)", "", PROFILE_GPU, first, 6);
    profile_sum_up(profile);
    size_t gpu = profile_lane(profile, "stream \"7\"", true);
    size_t host = profile_lane(profile, "host", false);
    profile_span(profile, gpu, "copy", PROFILE_COPY, 1000000, 2000000, 4096);
    profile_span(profile, gpu, "kernel<int>", PROFILE_COMPUTE, 3000000, 6000000, 0);
    profile_span(profile, host, "wait\n", PROFILE_WAIT, 0, 9500000, 0);
    head(profile, "hos\"tile", "cupti");
    return profile;
}

char *profile_printed(void (*print)(const struct profile *profile, FILE *to),
                      const struct profile *profile)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "text");
    print(profile, to);
    fclose(to);
    return text;
}
