/* What came of a lesson's answers, by the figures of a run: the truth beside each guess, and how
 * well calibrated whoever took the lesson was, beside the ledger's own forecasts. */
#ifndef FIGURES_LESSON_H
#define FIGURES_LESSON_H

#include "figures/figures.h"
#include "record/lesson_record.h"

/* A predicted gain, and what came of it. */
struct lesson_card {
    const struct lesson_idea *idea;
    const struct row_figures *row; /* NULL: not in this run, or without a measured gain */
    double error;                  /* |ln(measured / predicted)|; NAN where row is NULL */
    double bound;                  /* by the share alone, Amdahl's law; NAN where it is not known */
    enum outcome outcome; /* the row's; where noise leaves that open, what the bound says */
};

struct lesson_answer {
    const struct lesson_bottleneck *guess;
    const struct row_figures *row; /* NULL: its stages are not known */
    bool right;
};

struct lesson_figures {
    struct lesson_card cards[LESSON_IDEAS_MOST]; /* as many as the lesson has ideas */
    struct lesson_answer answers[LESSON_BOTTLENECKS_MOST];
    const struct row_figures *baseline; /* where the shares were guessed and are known, or NULL */
    bool found;                         /* the largest share was guessed to be the largest */
    size_t scored; /* of the cards: those with a measured gain and the ledger's prediction */
    double error, ledger_error;      /* the medians over these; NAN without any */
    const struct lesson_card *worst; /* the most wrong of all; NULL without any */
    size_t known, right;             /* of the answers */
};

/* They point into both, and into themselves. */
void lesson_figures_of(const struct figures *figures, const struct lesson *lesson,
                       struct lesson_figures *found);

/* What a lesson guessed to take most of the baseline's time. */
enum stage lesson_bottleneck(const struct lesson *lesson);

#endif
