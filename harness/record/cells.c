#include "record/cells.h"
#include "base/stats.h"
#include "variants/encoding.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define RUNS_MOST 1000

json_t *cell_encode(const struct row *row, size_t pattern, uint64_t bytes)
{
    json_t *times = json_array();
    for (size_t i = 0; i < row->sample_count; i++)
        json_array_append_new(times, encode_natural(row->samples[i].record.search_ns));
    return json_pack("{s:i, s:o, s:s, s:o, s:o, s:o, s:o}", "pattern", (int)pattern, "engine",
                     encode_text(row->is.name), "status", status_name(row->status), "reason",
                     encode_text(row->reason), "matches", encode_natural(row->matches), "bytes",
                     encode_natural(bytes), "search_ns", times);
}

static bool read_times(const json_t *array, struct cell *cell)
{
    double times[RUNS_MOST];
    uint64_t ns;
    cell->runs = json_array_size(array);
    if (!json_is_array(array) || cell->runs > RUNS_MOST)
        return false;
    for (size_t i = 0; i < cell->runs; i++) {
        if (!decode_natural(json_array_get(array, i), &ns) || ns == 0)
            return false;
        times[i] = (double)ns;
    }
    cell->search_ns = stats_median(times, cell->runs);
    return true;
}

static bool read_cell(json_t *object, struct cell *cell)
{
    const char *status;
    int pattern;
    json_t *reason;
    if (json_unpack(object, "{s:i, s:s, s:s, s:o}", "pattern", &pattern, "engine", &cell->engine,
                    "status", &status, "reason", &reason) != 0 ||
        pattern < 0)
        return false;
    cell->pattern = (size_t)pattern;
    cell->reason = json_string_value(reason);
    for (cell->status = 0; cell->status < STATUS_COUNT; cell->status++)
        if (strcmp(status_name(cell->status), status) == 0)
            break;
    return cell->status < STATUS_COUNT &&
           decode_natural(json_object_get(object, "matches"), &cell->matches) &&
           decode_natural(json_object_get(object, "bytes"), &cell->bytes) &&
           read_times(json_object_get(object, "search_ns"), cell);
}

struct cell *cells_of(const json_t *array, size_t *count)
{
    *count = json_array_size(array);
    struct cell *cells = calloc(*count + 1, sizeof *cells);
    if (!cells)
        err(1, "matrix");
    for (size_t i = 0; i < *count; i++)
        if (!read_cell(json_array_get(array, i), &cells[i]))
            *count = 0;
    if (*count > 0)
        return cells;
    free(cells);
    return NULL;
}
