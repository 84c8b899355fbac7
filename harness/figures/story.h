/* What the figures say, in plain words: those of the tables. */
#ifndef STORY_H
#define STORY_H

#include "figures/figures.h"

/* At most four sentences, each of which can be quoted: where the time of the first rung went, and
 * how that fell on the way to the fastest; which ideas cannot pay, and which were wasted; which
 * paid most; and what is the bottleneck now, and who attacks it. Of a run that is not to be
 * trusted, why not comes first; of a text without a match, that comes before where the time of the
 * first rung went, and nothing else does. [{"subject": a name or null, "says": what follows it},
 * ..] */
json_t *story_sentences(const struct figures *figures);

/* The same as one paragraph; free() it. */
char *story_tell(const struct figures *figures);

/* The rung at which the idea of `first`, which could not pay or was wasted there, came again and
 * paid; or NULL. It attacks the same, and is named after the first: jit_caseless or
 * hyperscan_caseless after caseless, whichever pays in this run. */
const struct row_figures *story_again(const struct figures *figures,
                                      const struct row_figures *first);

/* The ladder rung by rung as a Markdown list: the idea, where the time was, what that could gain,
 * and what it did. free() it. */
char *story_walk(const struct figures *figures);

#endif
