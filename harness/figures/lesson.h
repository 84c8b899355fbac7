/* Compares a lesson's answers with the figures of a run: the truth for each guess, and how well
 * calibrated the guesses were, compared with the ledger's own forecasts. */
#ifndef FIGURES_LESSON_H
#define FIGURES_LESSON_H

#include "figures/figures.h"
#include "record/lesson_record.h"

/* A predicted gain, and the measured one. */
struct lesson_card {
    const struct lesson_idea *idea;
    const struct row_figures *row; /* NULL: not in this run, or without a measured gain */
    double error;                  /* |ln(measured / predicted)|; NAN if row is NULL */
    double bound;                  /* by Amdahl's law, from the share alone; NAN: not known */
    enum outcome outcome;          /* the row's; if noise leaves that open, the bound decides */
};

struct lesson_answer {
    const struct lesson_bottleneck *guess;
    const struct row_figures *row; /* NULL: its stages are not known */
    bool right;
};

struct lesson_figures {
    struct lesson_card cards[LESSON_IDEAS_MOST]; /* as many as the lesson has ideas */
    struct lesson_answer answers[LESSON_BOTTLENECKS_MOST];
    const struct row_figures *baseline; /* if its shares were guessed and are known, or NULL */
    bool found;                         /* the largest share was guessed to be the largest */
    size_t scored; /* number of cards with a measured gain and a forecast by the ledger */
    double error, ledger_error;      /* medians over these; NAN if there are none */
    const struct lesson_card *worst; /* the worst prediction of all; NULL if there is none */
    size_t known, right;             /* of the answers */
};

/* The result points into both, and into itself. */
void lesson_figures_of(const struct figures *figures, const struct lesson *lesson,
                       struct lesson_figures *found);

/* The stage that was guessed to take most of the baseline's time. */
enum stage lesson_bottleneck(const struct lesson *lesson);

#endif
