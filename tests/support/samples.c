#include "samples.h"
#include "base/strings.h"
#include "variants/patterns.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM 16

struct results samples_results(void)
{
    struct results results = {.started = "2026-01-31T12:00:00Z",
                              .command = json_pack("[s, s, s]", "./harness", "--variant", "all"),
                              .machine = json_pack("{s:s, s:i}", "cpu", "a processor", "cores", 2),
                              .build = json_pack("{s:s}", "compiler", "a compiler"),
                              .environment =
                                  json_pack("{s:{s:s}, s:{}}", "variants", "LC_ALL", "C", "user"),
                              .seed = 7,
                              .threads = 4,
                              .data = {.path = copy_string("data/random.txt"),
                                       .bytes = 1000,
                                       .lines = 10,
                                       .generated = true,
                                       .seed = 1,
                                       .matches = 12,
                                       .digest = 0xfedcba9876543210,
                                       .resident = 0.75},
                              .patterns = {.list = json_pack("[s, s]", DEFAULT_PATTERNS),
                                           .combined = copy_string(DEFAULT_COMBINED),
                                           .caseless = true},
                              .rows = calloc(ROOM, sizeof results.rows[0])};
    if (!results.rows)
        err(1, "samples");
    return results;
}

struct row *samples_row(struct results *results, const char *name, const char *after)
{
    if (results->row_count == ROOM)
        errx(1, "more than %d rows", ROOM);
    struct row *row = &results->rows[results->row_count++];
    row->is.name = copy_string(name);
    row->is.after = copy_string(after);
    row->text_bytes = results->data.bytes;
    row->matches = results->data.matches;
    row->digest = results->data.digest;
    return row;
}

void samples_add(struct row *row, unsigned round, uint64_t search_ns)
{
    struct sample sample = {.round = round,
                            .position = 1,
                            .wall_ns = search_ns + 5,
                            .user_ns = search_ns,
                            .sys_ns = 2,
                            .record = {.search_ns = search_ns}};
    row_add_sample(row, &sample);
}

void samples_rounds(struct row *row, unsigned rounds, uint64_t search_ns)
{
    for (unsigned round = 1; round <= rounds; round++)
        samples_add(row, round, search_ns);
}

struct results samples_run(unsigned rounds)
{
    struct results results = samples_results();
    results.data.resident = 1;
    samples_rounds(samples_row(&results, "parent", NULL), rounds, 1000000);
    samples_rounds(samples_row(&results, "rung", "parent"), rounds, 500000);
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = copy_string("rung");
    samples_rounds(control, rounds, 500000);
    return results;
}

struct results samples_spread(unsigned rounds, double spread)
{
    struct results results = samples_results();
    struct row *slow = samples_row(&results, "slow", NULL);
    struct row *fast = samples_row(&results, "fast", "slow");
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = strdup("slow");
    assert_non_null(control->is.copy_of);
    results.precision = 0.02;
    for (unsigned round = 1; round <= rounds; round++) {
        double off = 1 + spread * (round % 10) / 10.0;
        samples_add(slow, round, 1000000);
        samples_add(fast, round, (uint64_t)(500000 * off));
        samples_add(control, round, 1000000);
    }
    return results;
}

void samples_disturb(struct results *results, size_t row, size_t first, size_t count,
                     const char *how)
{
    for (size_t i = first; i < first + count; i++) {
        struct sample *sample = &results->rows[row].samples[i];
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", how);
        sample->record.search_ns *= 9;
    }
}

void samples_stage(struct row *row, enum stage stage, uint64_t ns)
{
    if (row->probe_count == 0)
        row_add_probe(row, &(struct probe){.kind = PROBE_STAGES,
                                           .sample = {.round = 1, .record.has_stages = true}});
    struct record *record = &row->probes[0].sample.record;
    record->search_ns += ns - record->stages.spent[stage];
    record->stages.spent[stage] = ns;
}

struct probe *samples_probe(struct row *row, enum probe_kind kind, unsigned stages, unsigned round,
                            uint64_t search_ns)
{
    row_add_probe(row, &(struct probe){.kind = kind,
                                       .stages = stages,
                                       .sample = {.round = round, .record.search_ns = search_ns}});
    return &row->probes[row->probe_count - 1];
}

void samples_effect(struct row *row, enum stage stage, const char *effect)
{
    free(row->is.effects[stage]);
    row->is.effects[stage] = copy_string(effect);
}

char *samples_file(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    if (!file || getdelim(&text, &size, '\0', file) < 0)
        err(1, "%s", path);
    fclose(file);
    return text;
}

char *samples_markdown(struct table *table)
{
    char *text;
    FILE *to = samples_memory(&text);
    table_print_markdown(table, to);
    table_free(table);
    fclose(to);
    return text;
}

bool samples_reads(const json_t *root, const char *path)
{
    struct results read;
    char why[400];
    assert_int_equal(json_dump_file(root, path, 0), 0);
    bool good = results_read(path, &read, why, sizeof why);
    if (good)
        results_free(&read);
    else
        assert_true(strstr(why, path) && samples_one_line(why));
    unlink(path);
    return good;
}

FILE *samples_memory(char **text)
{
    static size_t size;
    FILE *to = open_memstream(text, &size);
    if (!to)
        err(1, "samples");
    return to;
}

bool samples_one_line(const char *line)
{
    for (; *line; line++)
        if (*line < ' ' || *line > '~')
            return false;
    return true;
}

struct results samples_full(void)
{
    struct results results = samples_results();
    struct row *baseline = samples_row(&results, "baseline", NULL);
    baseline->is.idea = copy_string("plain, with a \"quote\", a \\ and ✓");
    for (unsigned round = 1; round <= 7; round++)
        samples_add(baseline, round, 1000 + round);
    baseline->samples[2].record.prepare_ns = 11;
    baseline->samples[2].record.synchronize_ns = 12;
    baseline->samples[2].record.peak_rss_bytes = INT64_MAX;
    baseline->samples[2].position = 4;
    samples_stage(baseline, STAGE_READ, 100);
    samples_stage(baseline, STAGE_SEARCH, 900);

    struct row *combined = samples_row(&results, "combined", "baseline");
    combined->is.idea = copy_string("one pattern");
    combined->is.attacks = STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_READ);
    samples_effect(combined, STAGE_SEARCH, EFFECT_ANEW);
    samples_effect(combined, STAGE_READ, EFFECT_GONE);
    samples_rounds(combined, 7, 500);

    struct row *threads = samples_row(&results, "threads", "combined");
    threads->is.attacks = STAGE_BIT(STAGE_SEARCH);
    samples_effect(threads, STAGE_SEARCH, EFFECT_SHARED);
    row_fail(threads, STATUS_TIMEOUT, "no end after %d s", 120);
    threads->matches = 0;
    threads->digest = UINT64_MAX;

    struct row *control = samples_row(&results, "baseline_again", NULL);
    control->is.copy_of = copy_string("baseline");

    results.limits[0] = (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = 20};
    results.limits[1] = (struct limit){.name = LIMIT_RAM, .threads = 4, .gb_per_s = 40};
    results.limit_count = 2;
    limits_keep_round(&results.limits[0], 2, 18.5); /* not in the first two */
    return results;
}
