/* The thread sweep: the variants that use threads, run with several counts of them in the same
 * rounds. The ladder's own row of a variant is the one with the largest count; the rows of the
 * others are the sweep's, and rank nowhere. */
#ifndef SWEEP_H
#define SWEEP_H

#include "figures/ladder.h"
#include "record/results.h"

/* The sweep's points, from 0: the counts of a variant ascending, its row of the ladder last, then
 * the next variant's. NULL behind the last. */
const struct row *sweep_point(const struct results *results, size_t index);

/* The point of one thread, which a point is held against; NULL where the sweep has none. */
const struct row *sweep_one_thread(const struct results *results, const struct row *point);

/* What a number of threads gains over one: with the cores that they had, which are fewer where the
 * machine has fewer or a quota allows fewer (a container's --cpus; 1.5 of them, say). */
struct scaling {
    int threads;
    double cores;
    struct speedup speedup; /* over the point of one thread, paired by rounds; NAN without it */
    double efficiency;      /* speed-up / cores */
    double serial_fraction; /* see below */
    bool has_interval;
    struct interval interval; /* of the serial fraction, from that of the speed-up */
};
struct scaling sweep_scaling(const struct results *results, const struct row *point,
                             const struct speedup *speedup);

/* The experimentally determined serial fraction, (1/s - 1/p) / (1 - 1/p) for the speed-up s with p
 * cores: Karp and Flatt, "Measuring parallel processor performance", CACM 33(5), 1990. Where it
 * grows with p, what is lost is overhead and not serial work. NAN for one core or less; below 0
 * where the speed-up is above p. */
double sweep_serial_fraction(double speedup, double cores);

#endif
