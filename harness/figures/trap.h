/* What follows from the trap's record: the columns of its table, and the lanes of its picture. */
#ifndef FIGURES_TRAP_H
#define FIGURES_TRAP_H

#include "record/trap_record.h"

/* Where the time goes by one account: medians over the repeats, and their shares of the sum of
 * them all, NAN where that is 0. TRAP_ALL is the sum itself. */
#define TRAP_ALL TRAP_PARTS

struct trap_column {
    const char *name;
    double ms[TRAP_PARTS + 1], share[TRAP_PARTS + 1];
};

/* What the host or the device did, one thing after another, but for what took no time. */
struct trap_lane {
    struct trap_stretch {
        enum trap_part part;
        uint64_t from_ns, ns;
    } stretches[TRAP_PARTS];
    size_t count;
};

/* Columns: by the host's clock, one for each mode; then, of the runs without a wait, by the
 * device's events and, where there are some, by the driver's records. Lanes: of each mode, the
 * repeat in the middle by the host's time: lanes of one repeat fit together, medians would not. */
struct trap_figures {
    struct trap_column columns[TRAP_MODES + 2];
    size_t column_count;
    bool shows; /* the first column charges most to the copy, the last one to something else */
    struct {
        struct trap_lane host, device;
        uint64_t end_ns; /* of the one that ends last */
    } lanes[TRAP_MODES];
    uint64_t longest_ns; /* the latest end: the scale of them all */
};

void trap_figures_of(const struct trap *trap, struct trap_figures *figures);

#endif
