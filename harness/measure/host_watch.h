/* Watches the host while samples are taken, and marks those that something from outside had a part
 * in. Samples are looked at in stretches of a second or more, since the kernel's counters are too
 * coarse for less: what disturbs a stretch disturbs all samples that end in it. */
#ifndef HOST_WATCH_H
#define HOST_WATCH_H

#include "figures/trust.h"

#define HOST_WATCH_STRETCH_NS 1000000000

struct looked_at {
    struct row *row;
    size_t sample; /* its index: the samples may move */
};

struct host_watch {
    const char *root; /* see host.h */
    bool faults;      /* pages read from disk are a disturbance, too */
    struct trust_look from;
    uint64_t from_ns;
    struct looked_at *open; /* samples of this stretch */
    size_t open_count;
    double least_mhz, most_mhz;
    uint64_t heat_stops; /* at the start */
};

/* Starts watching the host below a root. With `faults` the text is meant to be in memory. */
struct host_watch host_watch_start(const char *root, bool faults);

/* A row's last sample has just ended. */
void host_watch_sample(struct host_watch *lookout, struct row *row);

/* Ends a stretch, however short: what is to be known of its samples is known. */
void host_watch_close(struct host_watch *lookout);

/* So many bytes of the text left the page cache while samples of a round were taken, those from a
 * position on. Marks those of them that it matters to: where reading so much from disk, a
 * nanosecond a byte, were over 1 % of the time that they took. */
void host_watch_mark_text(struct results *results, unsigned round, unsigned from,
                          uint64_t gone_bytes);

/* Ends it, and puts what it saw into the results as warnings. */
void host_watch_judge(struct host_watch *lookout, struct results *results);

#endif
