/* Everything that is shown of a run, derived once from what was measured. The terminal, Markdown,
 * CSV, the results file and the page print it; none of them computes. */
#ifndef FIGURES_H
#define FIGURES_H

#include "common/units.h"
#include "figures/ladder.h"
#include "figures/ledger.h"
#include "figures/pairs.h"
#include "figures/sweep.h"
#include "figures/tried.h"
#include "figures/verdict.h"
#include "record/trap_record.h"

#define FIGURES_GAIN 1.1 /* an idea pays that gains as much */

/* Whether the idea of a rung paid. */
enum outcome {
    OUTCOME_NONE,       /* not measured, or nothing to compare it with */
    OUTCOME_PAID,       /* the whole interval of its gain lies at FIGURES_GAIN or above, */
    OUTCOME_WASTED,     /* or below */
    OUTCOME_CANNOT_PAY, /* its ceiling lies below: that needs no measurement of the gain */
    OUTCOME_UNDECIDED,
    OUTCOMES,
};

/* "paid", ...; NULL for none. */
const char *outcome_name(enum outcome outcome);

/* What an idea can gain: "1.67×", and from a hundred times on, where only the size matters, "over
 * 100×". Fills `to`, and returns it. */
char *figures_gain(char to[UNITS_SIZE], double factor);

struct row_figures {
    const struct row *row;
    int threads; /* that it ran */
    struct summary time;
    bool *is_outlier; /* for each of its samples */
    size_t outlier_count;
    double prepare_ns;             /* the median of what comes before the clock starts */
    double device_ns[STAGE_COUNT]; /* by the device's clock; NAN without one */
    double kernel_bytes_per_s;     /* NAN also where copies overlap it */
    double limit_share;            /* of the limit that bounds it, 1 being that; NAN: not known */

    struct stages stages;

    /* How many times faster it is: than the rung before (a control: than its original), with the
     * interval that its verdict goes by (pairs.h), the baseline, and the first variant that was
     * measured. NAN where there is nothing to say. */
    struct speedup over_parent;
    double over_baseline, over_first;
    enum control control; /* of a control */

    /* The ledger's line, of a rung whose parent took part; it has no verdict where it is apart. */
    const struct row *parent; /* or NULL */
    bool is_predicted;
    struct prediction predicted;
    double prediction_error;         /* |ln(measured / predicted)|; NAN where either is not known */
    double foretold, foretold_error; /* the user's own prediction, and the same of it; NAN */
    bool exceeds_ceiling;            /* its interval lies above that of its ceiling */
    enum stage moved; /* then: what it did not attack and that shrank most all the same */
    double moved_ns;  /* by so much */
    bool is_believed; /* the interval of the gain says something */
    enum verdict verdict;
    enum outcome outcome;
};

/* A point of the thread sweep. */
struct point_figures {
    const struct row *row;
    struct summary time;
    struct scaling scaling;
};

struct peer_figures {
    const struct peer *peer;
    struct summary time;
    struct speedup over_fastest, over_one_core; /* how many times faster those are, as processes */
};

/* A comparison whose interval stayed wider than was asked for. */
struct wide_figures {
    const struct row *row;
    bool is_point; /* of the sweep */
    int threads;
    double width; /* INFINITY: too few rounds */
};

struct figures {
    const struct results *run;
    struct row_figures *rows; /* run->row_count, in ladder order */
    struct point_figures *points;
    size_t point_count;
    struct peer_figures *peers; /* run->peer_count */

    /* NULL where there is none. `fastest` is by its search time, as all of the ladder is; peers are
     * held against whole processes, since nothing else is known of them. */
    const struct row_figures *baseline, *first, *fastest;
    const struct row_figures *fastest_process, *fastest_on_one_core; /* where peers took part */

    bool trusted;
    size_t family, least_rounds; /* comparisons, and how many rounds a verdict takes */

    unsigned rounds, fewest_rounds; /* planned ones; how many of them the slowest took part in */
    double prediction_error;        /* the median over the rungs; NAN without any */
    double noise; /* half of a typical interval of a time: 0.01 is 1 %; NAN without intervals */
    struct wide_figures *wide;
    size_t wide_count, narrow_count; /* comparisons that stayed wider than was asked for; others */
    struct trap *trap;               /* what `trap --add-to` put into the run, or NULL */
    struct tried *tried;             /* of a run of `try`, which has no text; or NULL */
    double limit_medians[LIMITS_MOST]; /* GB/s, of the run's limits over the rounds */
};

/* figures_free() them, before the run. */
struct figures figures_of(const struct results *run);
void figures_free(struct figures *figures);

#endif
