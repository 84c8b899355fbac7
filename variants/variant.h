/* The contract between a rung of the ladder and everything around it.
 *
 * A rung is one file that defines `variant`; driver.c has its main(), times it and reports. A
 * pattern is applied to each line without its newline, so a rung may cut the text at any newline.
 * patterns.h says whether it may search many lines at once. */
#ifndef VARIANT_H
#define VARIANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For functions that also run on a GPU. */
#ifdef __CUDACC__
#define HOST_DEVICE __host__ __device__
#else
#define HOST_DEVICE
#endif

/* Exit code of a variant that can't do here what it was asked. */
#define EXIT_UNSUPPORTED 77

struct workload {
    const char *path; /* of the text; opening and reading it is part of the timed search */
    uint64_t bytes;   /* if not 0, the text is only this many bytes of the file */
    const char *const *patterns; /* each counted on its own, counts added */
    size_t pattern_count;
    const char *combined; /* one pattern with the same matches */
    bool caseless;        /* ASCII letters only */
    bool lines;           /* count lines with a match of a pattern, not matches */
    int threads;          /* >= 1 */
    const char *isa;      /* the instruction set, if a variant has a choice; NULL: the best */
    int gpus;             /* >= 1: how many GPUs share the text */
};

/* Independent of order, so that the tallies of threads, processes and GPU blocks can be added. */
struct tally {
    uint64_t matches;
    uint64_t digest; /* sum, mod 2^64, of mix64(byte offset of each match, or of its line) */
};

/* Where time goes inside a variant. STAGE_WAIT is never reported: see stages.h. */
enum stage {
    STAGE_OTHER,
    STAGE_READ,
    STAGE_COMPILE,
    STAGE_LOWER,
    STAGE_SEARCH,
    STAGE_MERGE,
    STAGE_UPLOAD,
    STAGE_KERNEL,
    STAGE_DOWNLOAD,
    STAGE_COUNT,
    STAGE_WAIT = STAGE_COUNT,
};
#define STAGE_BIT(stage) (1U << (stage))

/* Stages that an ablation can leave out, by replaying their recorded results. */
#define REPLAY_STAGES                                                                              \
    (STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_LOWER) |                   \
     STAGE_BIT(STAGE_SEARCH))

/* What becomes of a stage of the parent. The forecast is made from these. */
#define EFFECT_GONE "gone" /* it disappears */
#define EFFECT_ANEW                                                                                \
    "anew" /* done in another way, or for the first time: at the rate of the rung's                \
              own step, run alone */
#define EFFECT_SHARED "shared"   /* it is divided among the threads */
#define EFFECT_BY_HOST "by_host" /* it is divided among machines */

/* The limits that can bound a variant. The harness measures them in the same run. */
#define LIMIT_READ "page_cache_read"     /* read() at its best block size, then a sum */
#define LIMIT_MAPPED "page_cache_mapped" /* a sum over the bytes of the mapped page cache */
#define LIMIT_RAM "ram_read"             /* a sum over the bytes of a program's own memory */
#define LIMIT_DISK "disk_read"           /* a file that is not in memory, through the page cache */
#define LIMIT_DIRECT "disk_direct"       /* the same past the page cache: O_DIRECT */
#define LIMIT_PIPE "pipe_copy"           /* bytes copied through a pipe from process to process */
#define LIMIT_PAGEABLE "upload_pageable" /* a copy from ordinary memory to a GPU */
#define LIMIT_PINNED "upload_pinned"     /* a copy from page-locked memory to a GPU */
#define LIMIT_DEVICE_COPY "device_copy"  /* a copy within a GPU: bytes read plus written */
#define LIMIT_DEVICE_READ "device_read"  /* a sum over the bytes of a GPU's memory */

/* A device's report on a search, by its own clock. */
struct device_report {
    char name[96], driver[32];
    uint64_t ns[STAGE_COUNT]; /* while uploads, kernels or downloads were under way */
    unsigned clock_mhz[2];    /* of its processors, before and after; 0: unknown */
    bool cold;                /* none of the text was in its caches before */
};

/* What one of several processes did in a search, measured by its own clock. */
struct rank_report {
    char host[64];
    uint64_t bytes; /* its share of the text */
    uint64_t prepare_ns, search_ns;
    uint64_t stage_ns[STAGE_COUNT]; /* if the stage clock is on */
};

/* How several processes search together. Each runs the driver, and the first one reports. */
struct together {
    void (*begin)(const struct workload *); /* before the clock starts: waits for all, and checks
                                               that they have the same text */
    uint64_t (*slowest)(uint64_t own_ns);   /* the slowest of all; only valid in the first */
    const struct rank_report *(*gather)(
        struct rank_report own, size_t *count); /* the reports of all; NULL in all but the first */
};

struct variant {
    const char *idea;  /* one sentence: what this rung changes, and why that should help */
    const char *after; /* parent rung, NULL for the baseline */
    unsigned attacks;  /* stages it means to shrink: STAGE_BIT()s */
    const char *effects[STAGE_COUNT]; /* an EFFECT_, or the LIMIT_ at which the stage will run;
                                         NULL: no change */
    bool combines;                    /* searches for the combined pattern, not for each */
    bool overlaps;     /* stages run at the same time: the longest counts, not their sum */
    const char *limit; /* a LIMIT_ name; NULL is LIMIT_READ */
    bool cold;         /* it wants the text on the disk, with nothing in the page cache */
    const struct together *together; /* NULL: one process */
    bool apart; /* not end to end: the text is in place before the clock starts */
    const char *(*unsupported)(const struct workload *); /* a reason or NULL */
    const char *(*isa)(const struct workload *);         /* that it will use; NULL: no choice */
    void *(*prepare)(const struct workload *); /* compile, allocate, create the device context */
    struct tally (*search)(void *state, const struct workload *); /* timed: open .. count */
    void (*synchronize)(void); /* waits for work that is still in flight; NULL: never any */
    struct device_report (*report)(void *state); /* on the last search; NULL without a device */
    void (*release)(void *state);
};

extern const struct variant variant; /* the only symbol a rung exports */

/* SplitMix64's output for the state x (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). It spreads offsets, so that their sum differs for different sets of
 * matches. */
HOST_DEVICE static inline uint64_t mix64(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

HOST_DEVICE static inline void tally_add(struct tally *sum, struct tally more)
{
    sum->matches += more.matches;
    sum->digest += more.digest;
}

#endif
