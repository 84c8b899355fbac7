/* The thread sweep: variants that use threads run with several thread counts in the same rounds. A
 * variant's row in the ladder has the largest count. The other counts have rows of their own, which
 * are not ranked. */
#ifndef SWEEP_H
#define SWEEP_H

#include "figures/ladder.h"
#include "record/results.h"

/* The sweep's points, from 0: a variant's counts ascending, with its row in the ladder last, then
 * the next variant's. NULL after the last. */
const struct row *sweep_point(const struct results *results, size_t index);

/* The point of one thread, with which a point is compared; NULL if the sweep has none. */
const struct row *sweep_one_thread(const struct results *results, const struct row *point);

/* What a number of threads gains over one thread. `cores` is smaller than that number if the
 * machine has fewer cores, or a quota allows fewer (a container's --cpus; 1.5, for example). */
struct scaling {
    int threads;
    double cores;
    struct speedup speedup; /* over one thread, paired by rounds; NAN without that point */
    double efficiency;      /* speed-up / cores */
    double serial_fraction; /* see below */
    bool has_interval;
    struct interval interval; /* of the serial fraction, from the speed-up's interval */
};
struct scaling sweep_scaling(const struct results *results, const struct row *point,
                             const struct speedup *speedup);

/* The experimentally determined serial fraction, (1/s - 1/p) / (1 - 1/p) for the speed-up s with p
 * cores: Karp and Flatt, "Measuring parallel processor performance", CACM 33(5), 1990. If it grows
 * with p, the loss is overhead, not serial work. NAN for one core or less; negative if the speed-up
 * is above p. */
double sweep_serial_fraction(double speedup, double cores);

#endif
