#include "figures/sweep.h"
#include "base/strings.h"
#include "system/machine.h"
#include "variants/variant.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int on_cores(int threads)
{
    return threads < machine_cores() ? threads : machine_cores();
}

static void add_row(struct results *results, const struct row *row, int threads)
{
    results->sweep =
        reallocarray(results->sweep, results->sweep_count + 1, sizeof results->sweep[0]);
    if (!results->sweep)
        err(1, "thread sweep");
    /* Its cost as if threads were all that counts: the first round will tell better. */
    results->sweep[results->sweep_count++] =
        (struct row){.is.name = copy_string(row->is.name),
                     .program = copy_string(row->program),
                     .is.attacks = row->is.attacks,
                     .is.factor = row->is.factor,
                     .is.limit = copy_string(row->is.limit),
                     .is.threads = threads,
                     .cost_ns = row->cost_ns * (uint64_t)on_cores(results->threads) /
                                (uint64_t)on_cores(threads)};
}

void sweep_select(struct results *results, const int *counts, size_t count)
{
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->status != STATUS_OK || row->is.factor != FACTOR_THREADS || row->is.copy_of)
            continue;
        for (size_t j = 0; j < count; j++)
            if (counts[j] < results->threads)
                add_row(results, row, counts[j]);
    }
    if (count > 0 && results->sweep_count == 0)
        warnx("--threads: no variant of this run shares its work out among threads");
}

const struct row *sweep_point(const struct results *results, size_t index)
{
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        bool swept = false;
        if (row->is.copy_of)
            continue;
        for (size_t j = 0; j < results->sweep_count; j++) {
            if (strcmp(results->sweep[j].is.name, row->is.name) != 0)
                continue;
            swept = true;
            if (index-- == 0)
                return &results->sweep[j];
        }
        if (swept && index-- == 0)
            return row;
    }
    return NULL;
}

double sweep_serial_fraction(double speedup, int threads)
{
    if (threads <= 1)
        return NAN;
    return (1 / speedup - 1.0 / threads) / (1 - 1.0 / threads);
}

struct scaling sweep_scaling(const struct results *results, const struct row *point)
{
    struct scaling scaling = {.threads = ladder_threads(results, point), .speedup = {.ratio = NAN}};
    for (size_t i = 0; i < results->sweep_count; i++) {
        const struct row *one = &results->sweep[i];
        if (one->is.threads == 1 && strcmp(one->is.name, point->is.name) == 0 &&
            one->status == STATUS_OK && point->status == STATUS_OK)
            scaling.speedup = ladder_speedup(one, point);
    }
    scaling.efficiency = scaling.speedup.ratio / scaling.threads;
    scaling.serial_fraction = sweep_serial_fraction(scaling.speedup.ratio, scaling.threads);
    return scaling;
}
