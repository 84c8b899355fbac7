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

double sweep_serial_fraction(double speedup, double cores)
{
    if (!(cores > 1))
        return NAN;
    return (1 / speedup - 1 / cores) / (1 - 1 / cores);
}

/* The number of cores, bounded by a fact about the machine, if known. */
static double bounded(double cores, const struct results *results, const char *fact)
{
    double most = json_number_value(json_object_get(results->machine, fact));
    return most > 0 && most < cores ? most : cores;
}

struct scaling sweep_scaling(const struct results *results, const struct row *point,
                             const struct speedup *speedup)
{
    struct scaling scaling = {.threads = ladder_threads(results, point), .speedup = *speedup};
    scaling.cores = bounded(bounded(scaling.threads, results, "cores"), results, "quota_cores");
    scaling.efficiency = speedup->ratio / scaling.cores;
    scaling.serial_fraction = sweep_serial_fraction(speedup->ratio, scaling.cores);
    scaling.has_interval = speedup->has_interval && !isnan(scaling.serial_fraction);
    if (scaling.has_interval)
        scaling.interval = (struct interval){
            .low = sweep_serial_fraction(speedup->interval.high, scaling.cores),
            .high = sweep_serial_fraction(speedup->interval.low, scaling.cores),
            .coverage = speedup->interval.coverage,
        };
    return scaling;
}
