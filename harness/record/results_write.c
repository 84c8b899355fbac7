/* The part of results.h that writes a run's facts. */
#include "base/whole_file.h"
#include "record/results.h"
#include "variants/encoding.h"

#include <math.h>
#include <stdio.h>

/* No key if it was not disturbed. */
static json_t *disturbed(const struct sample *sample)
{
    return *sample->disturbed ? encode_text(sample->disturbed) : NULL;
}

/* No key if it was the whole text. */
static json_t *bytes(const struct sample *sample)
{
    return sample->bytes ? encode_natural(sample->bytes) : NULL;
}

/* No key where one process searched. */
static json_t *ranks(const struct record *record)
{
    return json_incref(record->ranks);
}

static json_t *sample_object(const struct sample *sample)
{
    json_t *device =
        sample->record.has_device ? encode_device_report(&sample->record.device) : NULL;
    return json_pack("{s:i, s:i, s:o, s:[o], s:o, s:o, s:o, s:o, s:o, s:o, s:o*, s:o*, s:o*, s:o*}",
                     "round", (int)sample->round, "position", (int)sample->position, "prepare_ns",
                     encode_natural(sample->record.prepare_ns), "search_ns",
                     encode_natural(sample->record.search_ns), "synchronize_ns",
                     encode_natural(sample->record.synchronize_ns), "wall_ns",
                     encode_natural(sample->wall_ns), "user_ns", encode_natural(sample->user_ns),
                     "sys_ns", encode_natural(sample->sys_ns), "major_faults",
                     encode_natural(sample->major_faults), "peak_rss_bytes",
                     encode_natural(sample->record.peak_rss_bytes), "disturbed", disturbed(sample),
                     "device", device, "bytes", bytes(sample), "ranks", ranks(&sample->record));
}

static json_t *samples_array(const struct row *row, json_t *(*object)(const struct sample *sample))
{
    json_t *samples = json_array();
    for (size_t i = 0; i < row->sample_count; i++)
        json_array_append_new(samples, object(&row->samples[i]));
    return samples;
}

/* A probe's stages are those that it left out, ran alone, or lengthened. */
static json_t *probe_object(const struct probe *probe)
{
    const struct record *record = &probe->sample.record;
    return json_pack("{s:s, s:i, s:o, s:o*, s:o*, s:o*, s:o*, s:o*, s:o*, s:o*}", "kind",
                     probe_name(probe->kind), "round", (int)probe->sample.round, "search_ns",
                     encode_natural(record->search_ns), "bytes", bytes(&probe->sample), "of",
                     probe_has_stages(probe->kind) ? encode_stage_set(probe->stages) : NULL,
                     "delay", probe->kind == PROBE_DELAYED ? json_real(probe->delay) : NULL,
                     "stages", record->has_stages ? encode_stage_times(&record->stages) : NULL,
                     "clock_ns", record->has_stages ? encode_natural(record->clock_ns) : NULL,
                     "disturbed", disturbed(&probe->sample), "ranks", ranks(record));
}

static json_t *probes_array(const struct row *row)
{
    json_t *probes = json_array();
    for (size_t i = 0; i < row->probe_count; i++)
        json_array_append_new(probes, probe_object(&row->probes[i]));
    return probes;
}

static json_t *row_object(const struct row *row)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:b, s:o, s:s, s:o, s:o, s:o, s:o, "
        "s:o, s:o*, s:o*, s:o*, s:o*, s:o*}",
        "name", encode_text(row->is.name), "idea", encode_text(row->is.idea), "after",
        encode_text(row->is.after), "copy_of", encode_text(row->is.copy_of), "attacks",
        encode_stage_set(row->is.attacks), "effects",
        encode_effects((const char *const *)row->is.effects), "overlaps", row->is.overlaps, "limit",
        encode_text(row->is.limit), "apart", row->is.apart, "isa", encode_text(row->is.isa),
        "status", status_name(row->status), "reason", encode_text(row->reason), "matches",
        encode_natural(row->matches), "digest", encode_digest(row->digest), "samples",
        samples_array(row, sample_object), "probes", probes_array(row), "threads",
        row->is.threads ? json_integer(row->is.threads) : NULL, "combines",
        row->is.combines ? json_true() : NULL, "program", own_program_encode(row->is.own), "cold",
        row->is.cold ? json_true() : NULL, "ranks", row->is.ranks ? json_true() : NULL);
}

/* For a peer, only the whole process is known. */
static json_t *peer_sample_object(const struct sample *sample)
{
    return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o*}", "round", (int)sample->round,
                     "position", (int)sample->position, "whole_ns",
                     encode_natural(sample->record.search_ns), "wall_ns",
                     encode_natural(sample->wall_ns), "user_ns", encode_natural(sample->user_ns),
                     "sys_ns", encode_natural(sample->sys_ns), "major_faults",
                     encode_natural(sample->major_faults), "disturbed", disturbed(sample));
}

static json_t *peer_object(const struct peer *peer)
{
    const struct row *row = &peer->row;
    return json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name",
                     encode_text(row->is.name), "command", encode_text(peer->command), "version",
                     encode_text(peer->version), "prints", peer->lines ? "lines" : "number",
                     "status", status_name(row->status), "reason", encode_text(row->reason),
                     "matches", encode_natural(row->matches), "bytes", encode_natural(peer->bytes),
                     "start_ns", encode_natural(peer->start_ns), "samples",
                     samples_array(row, peer_sample_object));
}

static json_t *limit_object(const struct limit *limit)
{
    json_t *rounds = limit->by_round ? json_array() : NULL;
    for (size_t i = 0; rounds && i < limit->round_count; i++)
        json_array_append_new(rounds, isfinite(limit->by_round[i]) ? json_real(limit->by_round[i])
                                                                   : json_null());
    return json_pack("{s:s, s:i, s:o, s:s*, s:o*}", "name", limit->name, "threads", limit->threads,
                     "gb_per_s", json_real(limit->gb_per_s), "way", *limit->way ? limit->way : NULL,
                     "by_round", rounds);
}

static json_t *warnings_array(const struct results *results)
{
    json_t *array = json_array();
    for (size_t i = 0; i < results->warning_count; i++) {
        const struct warning *warning = &results->warnings[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:b}", "what", encode_text(warning->what), "remedy",
                             encode_text(warning->remedy), "spoils", warning->spoils));
    }
    return array;
}

/* [[engine, steps, rung], ..] by round; NULL if there was only one layout. */
static json_t *layouts_array(const struct results *results)
{
    json_t *array = results->layout_count ? json_array() : NULL;
    for (size_t i = 0; i < results->layout_count; i++)
        json_array_append_new(array, json_pack("[i, i, i]", (int)results->layouts[i].engine,
                                               (int)results->layouts[i].steps,
                                               (int)results->layouts[i].rung));
    return array;
}

/* Why the rounds ended; NULL if unknown. */
static json_t *rounds_object(const struct results *results)
{
    if (results->rounds_end == ROUNDS_END_UNKNOWN)
        return NULL;
    return json_pack("{s:f, s:s, s:o*}", "precision", results->precision, "ended",
                     rounds_end_name(results->rounds_end), "again",
                     results->rounds_again ? json_integer(results->rounds_again) : NULL);
}

/* NULL if unknown. */
static json_t *patterns_object(const struct patterns *patterns)
{
    return patterns->list
               ? json_pack("{s:O, s:o, s:b, s:s, s:O*}", "list", patterns->list, "combined",
                           encode_text(patterns->combined), "caseless", patterns->caseless, "count",
                           patterns->lines ? "lines" : "matches", "matches", patterns->matches)
               : NULL;
}

json_t *results_encode(const struct results *results)
{
    const struct facts *data = &results->data;
    json_t *rows = json_array(), *limits = json_array();
    for (size_t i = 0; i < results->row_count; i++)
        json_array_append_new(rows, row_object(&results->rows[i]));
    for (size_t i = 0; i < results->limit_count; i++)
        json_array_append_new(limits, limit_object(&results->limits[i]));
    json_t *text = json_pack(
        "{s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o*}", "path", encode_text(data->path), "bytes",
        encode_natural(data->bytes), "lines", encode_natural(data->lines), "seed",
        data->generated ? encode_natural(data->seed) : json_null(), "utf_16", data->utf_16,
        "matches", encode_natural(data->matches), "digest", encode_digest(data->digest), "resident",
        isfinite(data->resident) ? json_real(data->resident) : json_null(), "cold_resident",
        !data->has_cold_copy            ? NULL
        : isfinite(data->cold_resident) ? json_real(data->cold_resident)
                                        : json_null());
    json_t *peers = results->peer_count ? json_array() : NULL; /* no key if there are none */
    for (size_t i = 0; i < results->peer_count; i++)
        json_array_append_new(peers, peer_object(&results->peers[i]));
    json_t *sweep = results->sweep_count ? json_array() : NULL;
    for (size_t i = 0; i < results->sweep_count; i++)
        json_array_append_new(sweep, row_object(&results->sweep[i]));
    return json_pack(
        "{s:i, s:s, s:O, s:o, s:i, s:b, s:O, s:O, s:O*, s:o, s:o*, s:o, s:o, s:o*, s:o*, s:o*, "
        "s:o*, "
        "s:o*, s:o*, s:o*, s:O*, s:o*, s:O*, s:O*, s:O*}",
        "schema", RESULTS_SCHEMA, "started", results->started, "command", results->command, "seed",
        encode_natural(results->seed), "threads", results->threads, "stopped", results->stopped,
        "machine", results->machine, "build", results->build, "environment", results->environment,
        "data", text, "patterns", patterns_object(&results->patterns), "limits", limits, "variants",
        rows, "sweep", sweep, "peers", peers, "warnings",
        results->warning_count ? warnings_array(results) : NULL, "cold",
        results->cold ? json_true() : NULL, "pin",
        results->pinned ? json_integer(results->pin) : NULL, "gpus",
        results->gpus > 1 ? json_integer(results->gpus) : NULL, "rounds", rounds_object(results),
        "trap", results->trap, "layouts", layouts_array(results), "try", results->tried, "lesson",
        results->lesson, "matrix", results->matrix);
}

bool results_put(const void *document, FILE *to)
{
    return document && json_dumpf(document, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
           putc('\n', to) != EOF;
}

bool results_write(json_t *document, const char *path, char *why, size_t why_size)
{
    bool good = whole_file_write(path, results_put, document, why, why_size);
    json_decref(document);
    return good;
}
