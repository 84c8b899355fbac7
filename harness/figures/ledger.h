/* The ledger: where a variant's time goes, what a rung can gain at most, and its forecast. All of
 * it follows from the run's probes and limits, round by round, so that whatever slows a round, and
 * its layout, affects both sides of every ratio. */
#ifndef LEDGER_H
#define LEDGER_H

#include "base/stats.h"
#include "record/results.h"

/* Where a row's time goes, by its stage runs. If a stage overlaps others, its share comes from
 * lengthening it and measuring how much longer the whole takes: Curtsinger and Berger, "Coz:
 * finding code that counts with causal profiling", SOSP 2015. */
struct stages {
    size_t runs;                           /* number of runs that count: figures/probes.h */
    double share[STAGE_COUNT];             /* medians, made to add up to 1 */
    struct interval interval[STAGE_COUNT]; /* of each share; coverage 0: too few runs */
    double ns[STAGE_COUNT];                /* the same as times on the whole text */
    double total_ns;                       /* the sum of these */
    double clock_ns;                       /* the cost of the stage clock, which was subtracted */
    double apart; /* 0.02: samples, without the clock, take 2 % longer than the sum of the stages;
                     NAN: none */
    enum stage bottleneck; /* the largest */
    double scale;          /* the factor that made the shares add up to 1 */
    unsigned lengthened;   /* STAGE_BIT()s of stages whose shares come from lengthening them */
};
struct stages ledger_stages(const struct row *row);

enum ceiling_by {
    CEILING_SHARE,    /* Amdahl's law (1967): 1 / (1 - share) */
    CEILING_ABLATION, /* measured by leaving the stages out */
    CEILING_MACHINE,  /* the limit that bounds the rung */
    CEILING_PROFILE,  /* Amdahl's law with the functions' share in a profile of the parent */
};

/* "share", "ablation", "machine", "profile" */
const char *ceiling_by_name(enum ceiling_by by);

/* What is known of a rung before it runs, from measurements of its parent, of its own steps run
 * alone, and of the machine's limits. */
struct prediction {
    double share; /* of the parent's time that it attacks */
    double ceiling;
    bool has_ceiling_interval;
    struct interval ceiling_interval;
    enum ceiling_by by;
    double expected; /* the forecast; NAN if it needs an unknown rate, or if a program doesn't say
                        what becomes of the stages that it attacks */
    bool has_interval;
    struct interval interval; /* of the forecast */
};

/* No forecast is more exact than this, because even an unchanged stage is affected a little. A
 * forecast's interval is this much wider on either side. */
#define LEDGER_MODEL_ERROR 0.05

/* False if the rung attacks nothing, or if nothing is known of the parent's stages or functions
 * that it attacks. */
bool ledger_predict(const struct results *run, const struct row *parent, const struct row *row,
                    struct prediction *prediction);

/* The gain if a share of the time becomes `factor` times less. */
double ledger_amdahl(double share, double factor);

#endif
