/* Shows a lesson's guesses beside the truth: plain text for the terminal, and the same sentences
 * for the report page. free() the strings. */
#ifndef LESSON_VIEWS_H
#define LESSON_VIEWS_H

#include "figures/lesson.h"
#include "show/terminal.h"

/* The guessed shares beside a row's measured ones, and what would be gained if each stage took no
 * time; then Amdahl's law worked through for the largest and the smallest. */
void lesson_shares_view(const struct terminal *terminal, const struct lesson *lesson,
                        const struct row_figures *row);

/* A sentence: where a row's time goes. */
char *lesson_stages(const struct row_figures *row);

/* One prediction: what was guessed, possible, forecast and measured, the outcome, and why. */
void lesson_card_view(const struct terminal *terminal, const struct lesson_card *card);
char *lesson_why(const struct lesson_card *card);

/* How well it went, one paragraph each: what makes the run doubtful, the bottlenecks, the
 * predictions, the worst of them, the traps. NULL: nothing to say. */
#define LESSON_SCORES 5
void lesson_scores(const struct figures *figures, const struct lesson_figures *found,
                   const struct lesson *lesson, char *scores[LESSON_SCORES]);

/* For the report page; null for a run without a lesson. There is no guess for `other`.
 *   {"seal":"..", "scores":["..",..],
 *    "shares":[{"stage":"read","guess":0.2,"share":0.01},..],
 *    "cards":[{"act":1,"name":"..","after":"..","idea":"..","chosen":true,"yours":2.0,
 *              "ceiling":25.0,"by":"ablation","ledger":1.9,"measured":1.8,"ci":[1.7,1.9],
 *              "outcome":"paid","why":".."},..],
 *    "answers":[{"of":"jit","guess":"search","truth":"lower","right":false},..]}
 * Unknown values are null. */
json_t *lesson_json(const struct figures *figures);

#endif
