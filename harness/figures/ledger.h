/* The ledger: where a variant's time goes, what a rung can gain at most, and what it will gain by
 * forecast. All of it follows from the run's probes and limits, round by round, so that what slows
 * a round, or its layout, is in both sides of every ratio. */
#ifndef LEDGER_H
#define LEDGER_H

#include "base/stats.h"
#include "record/results.h"

/* Where a row's time goes, by its stage runs. */
struct stages {
    size_t runs;                           /* that count: figures/probes.h; 0: none */
    double share[STAGE_COUNT];             /* medians, made to add up to 1 */
    struct interval interval[STAGE_COUNT]; /* of each share; all of coverage 0 with too few runs */
    double ns[STAGE_COUNT];                /* the same as times on all of the text */
    double total_ns;                       /* of these */
    double clock_ns;                       /* what the stage clock cost, and was taken out */
    double apart;          /* 0.02: without the clock, the samples take 2 % more than
                              the stages add up to; NAN: no samples */
    enum stage bottleneck; /* what takes most */
    double scale;          /* times which they were made to add up to 1 */
    unsigned lengthened;   /* STAGE_BIT()s. The share of a stage that is under way beside others is
                              how much longer the whole takes when that stage is lengthened:
                              Curtsinger and Berger, "Coz: finding code that counts with causal
                              profiling", SOSP 2015 */
};
struct stages ledger_stages(const struct row *row);

enum ceiling_by {
    CEILING_SHARE,    /* Amdahl's law (1967) on the stages' share: 1 / (1 - share) */
    CEILING_ABLATION, /* measured, with the stages left out */
    CEILING_MACHINE,  /* the limit that bounds the rung */
    CEILING_PROFILE,  /* Amdahl's law on the functions' share, by a profile of the parent */
};

/* "share", "ablation", "machine", "profile" */
const char *ceiling_by_name(enum ceiling_by by);

/* What is known of a rung before it runs: all of it from the rung that it follows, from its own
 * steps run alone, and from the machine's limits. */
struct prediction {
    double share; /* of the parent's time that it attacks */
    double ceiling;
    bool has_ceiling_interval;
    struct interval ceiling_interval;
    enum ceiling_by by;
    double expected; /* the forecast; NAN where a rate that it takes is not known, and of a program
                        that does not say what becomes of what it attacks */
    bool has_interval;
    struct interval interval; /* of the forecast */
};

/* No forecast is better than so much: a stage that stays is not left wholly alone. Its interval is
 * that much wider on either side. */
#define LEDGER_MODEL_ERROR 0.05

/* False where nothing is known of the parent's stages or functions that the rung attacks, or it
 * attacks none. */
bool ledger_predict(const struct results *run, const struct row *parent, const struct row *row,
                    struct prediction *prediction);

/* What a gain is at most, and is expected to be, if a share of the time becomes `factor` times
 * less. */
double ledger_amdahl(double share, double factor);

#endif
