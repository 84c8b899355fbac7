/* The figures of the GPU trap: the columns of its table, and the lanes of its picture. */
#ifndef FIGURES_TRAP_H
#define FIGURES_TRAP_H

#include "record/trap_record.h"

/* Where the time goes by one account: medians over the repeats, and their shares of the sum of all
 * medians (NAN if that is 0). TRAP_ALL is the sum itself. */
#define TRAP_ALL TRAP_PARTS

struct trap_column {
    const char *name;
    double ms[TRAP_PARTS + 1], share[TRAP_PARTS + 1];
};

/* What the host or the device did, one after another. Parts that took no time are left out. */
struct trap_lane {
    struct trap_stretch {
        enum trap_part part;
        uint64_t from_ns, ns;
    } stretches[TRAP_PARTS];
    size_t count;
};

/* The first columns are by the host's clock, one for each mode. Then, for runs without a wait, come
 * the device's events and, if there are any, the driver's records. The lanes show one repeat for
 * each mode, the median one by the host's time, because medians of many repeats would not fit
 * together. */
struct trap_figures {
    struct trap_column columns[TRAP_MODES + 2];
    size_t column_count;
    bool shows; /* the first column charges most to the copy, the last one doesn't */
    struct {
        struct trap_lane host, device;
        uint64_t end_ns; /* of the lane that ends last */
    } lanes[TRAP_MODES];
    uint64_t longest_ns; /* the latest end: the scale of all lanes */
};

void trap_figures_of(const struct trap *trap, struct trap_figures *figures);

#endif
