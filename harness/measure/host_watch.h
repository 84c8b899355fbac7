/* Watches the host while samples are taken, and marks samples that were disturbed from outside. It
 * looks at stretches of a second or more, because the kernel's counters are too coarse for less. If
 * a stretch is disturbed, so are all samples that end in it. */
#ifndef HOST_WATCH_H
#define HOST_WATCH_H

#include "figures/trust.h"
#include "system/host.h"

/* Counters of the host, and of this process with the children that it waited for. */
struct host_look {
    bool has_time;
    struct host_time time;
    uint64_t ours_ns, throttled;
    double swapped_pages; /* NAN: unknown */
};

struct host_look host_watch_look(const char *root);

/* Up to these amounts, what happens between two looks is the noise of an idle machine. The kernel
 * counts in steps of 10 ms on each core, so a share of a short time needs several steps to be
 * credible. */
#define HOST_WATCH_STEAL 0.05 /* of the time that the cores wanted to work */
#define HOST_WATCH_STEAL_LEAST_NS 30000000.0
/* Of the time of all cores that we may use, less the excess of samples over their median. */
#define HOST_WATCH_OTHERS 0.1
#define HOST_WATCH_OTHERS_LEAST_NS 50000000.0
#define HOST_WATCH_SWAPPED_PAGES 256

/* Whether something from outside disturbed what was done between two looks. `disturbed` says what,
 * for a results file: "steal 12 %". */
bool host_watch_disturbed(const struct host_look *from, const struct host_look *to,
                          char disturbed[DISTURBED_SIZE]);

/* Marks a variant's samples that read more pages from disk than its others, although the text was
 * in memory. A page takes 0.1 ms or more. The pages beyond the smallest number in any sample may
 * take HOST_WATCH_FAULTS of the variant's median time, because programs read a few pages
 * themselves. A sample's own time doesn't matter: a slow sample doesn't escape by being long, and
 * pages that all samples need disturb none. Samples that it marked earlier are judged again. */
#define HOST_WATCH_FAULTS 0.02
#define HOST_WATCH_FAULTS_LEAST 8
void host_watch_mark_faults(struct sample *samples, size_t count);

#define HOST_WATCH_STRETCH_NS 1000000000

struct looked_at {
    struct row *row;
    bool is_probe;
    size_t index; /* of the sample or the probe; the array may move */
};

struct host_watch {
    const char *root; /* see host.h */
    bool faults;      /* pages read from disk also count as disturbance */
    struct host_look from;
    uint64_t from_ns;
    struct looked_at *open; /* samples in this stretch */
    size_t open_count;
    double least_mhz, most_mhz;
    uint64_t heat_stops; /* at the start */
};

/* Starts to watch the host under `root`. `faults`: the text should be in memory. */
struct host_watch host_watch_start(const char *root, bool faults);

/* A row's last sample has just ended. */
void host_watch_sample(struct host_watch *watch, struct row *row);

/* A row's last probe has just ended. */
void host_watch_probe(struct host_watch *watch, struct row *row);

/* Ends a stretch, however short, and judges its samples. */
void host_watch_close(struct host_watch *watch);

/* Call this if so many bytes of the text left the page cache during the samples of a round, from
 * position `from` on. Marks the samples to which it matters: if reading so much from disk, at a
 * nanosecond a byte, takes over 1 % of their variant's median time. */
void host_watch_mark_text(struct results *results, unsigned round, unsigned from,
                          uint64_t gone_bytes);

/* Stops watching, and adds what it saw to the results as warnings. */
void host_watch_judge(struct host_watch *watch, struct results *results);

#endif
