/* What the figures say, in sentences. They agree with the tables. */
#ifndef STORY_H
#define STORY_H

#include "figures/figures.h"

/* At most four sentences, each of which can be quoted: where the first rung spends its time, and
 * how that share falls on the way to the fastest; which ideas cannot pay, and which were wasted;
 * which paid most; what the bottleneck is now, and what attacks it. If the run can't be trusted,
 * the reason comes first. If the text has no match, the story says so and where the first rung's
 * time goes, and nothing else. [{"subject": a name or null, "says": what follows it}, ..] */
json_t *story_sentences(const struct figures *figures);

/* Why the run can't be trusted, as a sentence to free(); or NULL. */
char *story_objection(const struct figures *figures);

/* The sentences as one paragraph; free() it. */
char *story_tell(const struct figures *figures);

/* The later rung where the idea of `first`, which could not pay or was wasted at first, paid; or
 * NULL. It attacks the same stages, and its name ends in that name: caseless pays as
 * jit_caseless or hyperscan_caseless. */
const struct row_figures *story_again(const struct figures *figures,
                                      const struct row_figures *first);

/* The ladder as a Markdown list, rung by rung: the idea, where the time went, what it could gain,
 * and what it gained. free() it. */
char *story_walk(const struct figures *figures);

#endif
