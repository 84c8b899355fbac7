#include "show/run_header.h"
#include "base/command_line.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/no_match.h"
#include "measure/pattern_words.h"
#include "variants/encoding.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "unknown";
}

char *run_header_printable(char *line)
{
    return printable(line, ' ');
}

char *run_header_machine(const json_t *machine)
{
    double memory = (double)json_integer_value(json_object_get(machine, "memory_bytes"));
    long long cores = json_integer_value(json_object_get(machine, "cores"));
    return run_header_printable(format_string(
        "%s, %lld %s, %.0f GiB; %s, Linux %s; virtualization: %s", text_of(machine, "cpu"), cores,
        units_plural((uint64_t)cores, "core", "cores"), memory / (1 << 30),
        text_of(machine, "system"), text_of(machine, "kernel"),
        text_of(machine, "virtualization")));
}

char *run_header_build(const json_t *build)
{
    const char *sanitize = text_of(build, "sanitize");
    return run_header_printable(format_string(
        "%s %s, PCRE2 %s, Hyperscan %s, revision %s%s%s", text_of(build, "compiler"),
        text_of(build, "flags"), text_of(build, "pcre2"), text_of(build, "hyperscan"),
        text_of(build, "revision"), *sanitize ? "; SLOWED BY SANITIZERS: " : "", sanitize));
}

char *run_header_resident(const struct facts *data)
{
    return isnan(data->resident) ? NULL
                                 : format_string("%.4g %%", floor(1e4 * data->resident) / 100);
}

/* Whether the variants find the text in the page cache: some may want it on the disk. */
static char *cached_words(const struct results *results)
{
    bool copy = false, whole = false;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        copy |= row->status == STATUS_OK && row->is.cold;
        whole |= row->status == STATUS_OK && !row->is.cold;
    }
    if (results->cold)
        return copy_string("COLD: dropped from the page cache before each sample");
    if (copy && !whole)
        return copy_string("COLD: a copy of it, dropped from the page cache before each sample");
    char *resident = run_header_resident(&results->data);
    char *words = format_string(
        "%s%s%s", resident ? resident : "whether it is in the page cache is unknown",
        resident ? " of it in the page cache whenever checked" : "",
        copy ? "; the variants of the disk read a copy, dropped from there before each sample"
             : "");
    free(resident);
    return words;
}

char *run_header_text(const struct results *results)
{
    char lines[UNITS_SIZE], bytes[UNITS_SIZE], matches[UNITS_SIZE];
    const struct facts *data = &results->data;
    const struct patterns *patterns = &results->patterns;
    bool plain = !patterns->list || patterns_are_default(patterns);
    char *made = data->generated ? format_string("seed %" PRIu64, data->seed)
                 : plain         ? copy_string("no manifest: counted by the plain scan")
                                 : copy_string("counted line by line by PCRE2's interpreter");
    char *cached = cached_words(results);
    char gpus[32] = "", pin[64] = "";
    if (results->pinned)
        snprintf(pin, sizeof pin, "; variants that use one core are bound to core %d",
                 results->pin);
    if (results->gpus > 1)
        snprintf(gpus, sizeof gpus, "; GPUs: %d", results->gpus);
    char *line =
        format_string("%s: %s %s in %s %s (%s), %s %s; %s; threads: %d%s%s", data->path,
                      units_grouped(bytes, data->bytes), units_plural(data->bytes, "byte", "bytes"),
                      units_grouped(lines, data->lines), units_plural(data->lines, "line", "lines"),
                      made, units_grouped(matches, data->matches),
                      patterns->lines ? units_plural(data->matches, "matching line",
                                                     "matching lines, those of each pattern added")
                                      : units_plural(data->matches, "match", "matches"),
                      cached, results->threads, gpus, pin);
    free(made);
    free(cached);
    return run_header_printable(line);
}

/* What a pattern counts by itself, where that is known. */
static char *pattern_count(const struct patterns *patterns, size_t index)
{
    char number[UNITS_SIZE];
    uint64_t matches;
    if (!decode_natural(json_array_get(patterns->matches, index), &matches))
        return copy_string("");
    return format_string(" (%s)", units_grouped(number, matches));
}

char *run_header_patterns(const struct results *results)
{
    const struct patterns *patterns = &results->patterns;
    char *names = NULL, *count;
    size_t i;
    json_t *pattern;
    json_array_foreach(patterns->list, i, pattern)
    {
        char *name = command_line_shown(json_string_value(pattern));
        count = pattern_count(patterns, i);
        names = append_string(names, "%s%s", name, count);
        free(count);
        free(name);
    }
    if (!names)
        return NULL;
    count = pattern_count(patterns, i);
    char *combined = command_line_shown(patterns->combined ? patterns->combined : "");
    char *line = format_string(
        "%s, %s%s%s%s%s", names, patterns->caseless ? "in any case" : "in the case given",
        patterns->lines ? ", lines that have a match" : "", patterns->combined ? "; as one: " : "",
        patterns->combined ? combined : "", count);
    free(combined);
    free(count);
    free(names);
    return run_header_printable(line);
}

char *run_header_warning(const struct warning *warning)
{
    size_t length = strlen(warning->what);
    bool ended = length > 0 && strchr(".!?", warning->what[length - 1]);
    return run_header_printable(
        format_string("%s%s Remedy: %s.", warning->what, ended ? "" : ".", warning->remedy));
}

char *run_header_gpu(const struct results *results)
{
    const json_t *gpu = json_object_get(results->machine, "gpu"), *clocks;
    if (!json_is_object(gpu))
        return NULL;
    clocks = json_object_get(gpu, "clock_mhz");
    return run_header_printable(format_string(
        "%s, %.0f GiB, driver %s, CUDA %lld.%lld; %lld–%lld MHz", text_of(gpu, "name"),
        (double)json_integer_value(json_object_get(gpu, "memory_bytes")) / (1 << 30),
        text_of(gpu, "driver"),
        (long long)json_integer_value(json_object_get(gpu, "runtime_cuda")) / 1000,
        (long long)json_integer_value(json_object_get(gpu, "runtime_cuda")) % 1000 / 10,
        (long long)json_integer_value(json_array_get(clocks, 0)),
        (long long)json_integer_value(json_array_get(clocks, 1))));
}
