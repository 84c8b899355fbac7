#include "figures/ranks.h"
#include "base/stats.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first record that has them; NULL if there is none. */
static const json_t *any_of(const struct row *row)
{
    for (size_t i = 0; i < row->sample_count; i++)
        if (row->samples[i].record.ranks)
            return row->samples[i].record.ranks;
    for (size_t i = 0; i < row->probe_count; i++)
        if (row->probes[i].sample.record.ranks)
            return row->probes[i].sample.record.ranks;
    return NULL;
}

size_t ranks_count(const struct row *row)
{
    return json_array_size(any_of(row));
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

size_t ranks_hosts(const struct row *row)
{
    const json_t *ranks = any_of(row);
    size_t count = json_array_size(ranks), hosts = 1;
    const char **names = calloc(count + 1, sizeof *names);
    if (!names)
        err(1, "ranks");
    for (size_t i = 0; i < count; i++)
        names[i] = json_string_value(json_object_get(json_array_get(ranks, i), "host"));
    qsort(names, count, sizeof names[0], by_name);
    for (size_t i = 1; i < count; i++)
        hosts += strcmp(names[i - 1], names[i]) != 0;
    free(names);
    return hosts;
}

static double *numbers(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        err(1, "ranks");
    return values;
}

static double median_and_free(double *values, size_t count)
{
    double median = stats_median(values, count);
    free(values);
    return median;
}

static bool rank_in(const struct record *record, size_t rank, struct rank_report *report)
{
    return record->ranks && decode_rank(json_array_get(record->ranks, rank), report);
}

/* The median of a stage over the stage runs. */
static double stage_ns(const struct row *row, size_t rank, enum stage stage)
{
    double *values = numbers(row->probe_count);
    size_t count = 0;
    struct rank_report report;
    for (size_t i = 0; i < row->probe_count; i++)
        if (row->probes[i].kind == PROBE_STAGES &&
            rank_in(&row->probes[i].sample.record, rank, &report))
            values[count++] = (double)report.stage_ns[stage];
    return median_and_free(values, count);
}

struct rank_figures ranks_of(const struct row *row, size_t rank)
{
    struct rank_figures figures = {.bytes = NAN};
    struct rank_report report;
    double *prepares = numbers(row->sample_count), *searches = numbers(row->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++) {
        if (!rank_in(&row->samples[i].record, rank, &report))
            continue;
        memcpy(figures.host, report.host, sizeof figures.host);
        figures.bytes = (double)report.bytes;
        prepares[count] = (double)report.prepare_ns;
        searches[count++] = (double)report.search_ns;
    }
    figures.prepare_ns = median_and_free(prepares, count);
    figures.search_ns = median_and_free(searches, count);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        figures.stage_ns[stage] = stage_ns(row, rank, stage);
    return figures;
}

double ranks_launch_ns(const struct row *row)
{
    double *values = numbers(row->sample_count);
    for (size_t i = 0; i < row->sample_count; i++)
        values[i] = (double)row->samples[i].wall_ns - (double)row->samples[i].record.search_ns;
    return median_and_free(values, row->sample_count);
}
