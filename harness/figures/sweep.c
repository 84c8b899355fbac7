#include "figures/sweep.h"

#include <math.h>
#include <string.h>

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

const struct row *sweep_one_thread(const struct results *results, const struct row *point)
{
    for (size_t i = 0; i < results->sweep_count; i++)
        if (results->sweep[i].is.threads == 1 &&
            strcmp(results->sweep[i].is.name, point->is.name) == 0)
            return &results->sweep[i];
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
    const struct row *one = sweep_one_thread(results, point);
    if (one && one->status == STATUS_OK && point->status == STATUS_OK)
        scaling.speedup = ladder_speedup(one, point);
    scaling.efficiency = scaling.speedup.ratio / scaling.threads;
    scaling.serial_fraction = sweep_serial_fraction(scaling.speedup.ratio, scaling.threads);
    return scaling;
}
