/* Everything that is shown of a run, derived once from what was measured. The terminal, Markdown,
 * CSV, the results file and the page print it, and compute nothing themselves. */
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

#define FIGURES_GAIN 1.1 /* an idea that gains this much pays */

/* Whether a rung's idea paid. */
enum outcome {
    OUTCOME_NONE,       /* not measured, or nothing to compare it with */
    OUTCOME_PAID,       /* the whole interval of its gain is at FIGURES_GAIN or above, */
    OUTCOME_WASTED,     /* or below */
    OUTCOME_CANNOT_PAY, /* its ceiling is below; no need to measure the gain */
    OUTCOME_UNDECIDED,
    OUTCOMES,
};

/* "paid", ...; NULL for none. */
const char *outcome_name(enum outcome outcome);

/* What an idea can gain: "1.67×"; from a hundred times on, "over 100×". Returns `to`. */
char *figures_gain(char to[UNITS_SIZE], double factor);

struct row_figures {
    const struct row *row;
    int threads; /* that it ran */
    struct summary time;
    bool *is_outlier; /* for each of its samples */
    size_t outlier_count;
    double prepare_ns;             /* the median time before the clock starts */
    double device_ns[STAGE_COUNT]; /* by the device's clock; NAN without one */
    double kernel_bytes_per_s;     /* NAN also where copies overlap it */
    double limit_share;            /* of the limit that bounds it; NAN: unknown */

    struct stages stages;

    /* How many times faster it is: than its parent (a control: than its original), with the
     * interval for its verdict (pairs.h); than the baseline; and than the first measured variant.
     * NAN: not known. */
    struct speedup over_parent;
    double over_baseline, over_first;
    enum control control; /* of a control */

    /* The ledger's row for a rung whose parent took part. If the rung is `apart`, it has no
     * verdict. */
    const struct row *parent; /* or NULL */
    bool is_predicted;
    struct prediction predicted;
    double prediction_error;         /* |ln(measured / predicted)|; NAN if either is not known */
    double foretold, foretold_error; /* the user's own prediction and its error; NAN */
    bool exceeds_ceiling;            /* its interval lies above its ceiling's */
    enum stage moved;                /* then: the stage that shrank most although not attacked */
    double moved_ns;                 /* by so much */
    bool is_believed;                /* the gain's interval has a meaning */
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
    struct speedup over_fastest, over_one_core; /* of those, as whole processes */
};

/* A comparison whose interval stayed wider than requested. */
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

    /* NULL: there is none. `fastest` is by search time, like the whole ladder. Peers are compared
     * by the time of the whole process, because nothing else is known of them. */
    const struct row_figures *baseline, *first, *fastest;
    const struct row_figures *fastest_process, *fastest_on_one_core; /* if peers took part */

    bool trusted;
    size_t family, least_rounds; /* the number of comparisons; of rounds that a verdict needs */

    unsigned rounds, fewest_rounds; /* planned rounds; how many of them the slowest variant had */
    double prediction_error;        /* median over the rungs; NAN: none */
    double noise; /* half of a typical time's interval: 0.01 is 1 %; NAN: no intervals */
    struct wide_figures *wide;
    size_t wide_count, narrow_count;   /* comparisons that stayed wider than requested; others */
    struct trap *trap;                 /* added by `trap --add-to`, or NULL */
    struct tried *tried;               /* if this is a run of `try`, which has no text; or NULL */
    double limit_medians[LIMITS_MOST]; /* GB/s, over the rounds */
};

/* Call figures_free() before the run is freed. */
struct figures figures_of(const struct results *run);
void figures_free(struct figures *figures);

/* Those of the row of that name, or NULL. */
const struct row_figures *figures_row(const struct figures *figures, const char *name);

#endif
