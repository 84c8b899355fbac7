/* Watches the host while samples are taken, and marks those that something from outside had a part
 * in. Samples are looked at in stretches of a second or more, since the kernel's counters are too
 * coarse for less: what disturbs a stretch disturbs all samples that end in it. */
#ifndef HOST_WATCH_H
#define HOST_WATCH_H

#include "figures/trust.h"
#include "system/host.h"

/* What the host has counted so far, and this process and the children it waited for with it. */
struct host_look {
    bool has_time;
    struct host_time time;
    uint64_t ours_ns, throttled;
    double swapped_pages; /* NAN where not known */
};

struct host_look host_watch_look(const char *root);

/* Between two looks, up to so much is the noise of a machine that is left alone. The kernel counts
 * in steps of 10 ms, on each core: a share of a short time takes a few of these to be believed. */
#define HOST_WATCH_STEAL 0.05 /* of the time that the cores wanted to work */
#define HOST_WATCH_STEAL_LEAST_NS 30000000.0
#define HOST_WATCH_OTHERS                                                                          \
    0.1 /* of the time of all cores that are ours to use, less what samples                        \
         */
        /* took longer than their variants' median */
#define HOST_WATCH_OTHERS_LEAST_NS 50000000.0
#define HOST_WATCH_SWAPPED_PAGES 256

/* Whether something from outside had a part in what was done between two looks: in `disturbed`, as
 * "steal 12 %" for a results file. */
bool host_watch_disturbed(const struct host_look *from, const struct host_look *to,
                          char disturbed[DISTURBED_SIZE]);

/* Marks those of a variant's samples, whose text was in memory, in which more pages were read from
 * disk than in the others: a page takes 0.1 ms or more, and what those beyond the least that a
 * sample needed took may be HOST_WATCH_FAULTS of the variant's median time. A few are of programs
 * themselves. Its own time decides about no sample: one that was slowed down does not escape for
 * being long, and what all of them need disturbs none. Those that it marked before are judged anew.
 */
#define HOST_WATCH_FAULTS 0.02
#define HOST_WATCH_FAULTS_LEAST 8
void host_watch_mark_faults(struct sample *samples, size_t count);

#define HOST_WATCH_STRETCH_NS 1000000000

struct looked_at {
    struct row *row;
    bool is_probe;
    size_t index; /* of the sample or the probe, which may move */
};

struct host_watch {
    const char *root; /* see host.h */
    bool faults;      /* pages read from disk are a disturbance, too */
    struct host_look from;
    uint64_t from_ns;
    struct looked_at *open; /* samples of this stretch */
    size_t open_count;
    double least_mhz, most_mhz;
    uint64_t heat_stops; /* at the start */
};

/* Starts watching the host below a root. With `faults` the text is meant to be in memory. */
struct host_watch host_watch_start(const char *root, bool faults);

/* A row's last sample has just ended. */
void host_watch_sample(struct host_watch *watch, struct row *row);

/* A row's last probe has just ended. */
void host_watch_probe(struct host_watch *watch, struct row *row);

/* Ends a stretch, however short: what is to be known of its samples is known. */
void host_watch_close(struct host_watch *watch);

/* So many bytes of the text left the page cache while samples of a round were taken, those from a
 * position on. Marks those of them that it matters to: where reading so much from disk, a
 * nanosecond a byte, is over 1 % of the median time of their variant. */
void host_watch_mark_text(struct results *results, unsigned round, unsigned from,
                          uint64_t gone_bytes);

/* Ends it, and puts what it saw into the results as warnings. */
void host_watch_judge(struct host_watch *watch, struct results *results);

#endif
