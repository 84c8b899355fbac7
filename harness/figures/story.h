/* What the figures say, in plain words. */
#ifndef STORY_H
#define STORY_H

#include "figures/figures.h"

/* One paragraph: the bottleneck, which efforts were wasted, which paid, and what is the bottleneck
 * now. free() it. */
char *story_tell(const struct figures *figures);

/* The same in a few sentences, for the top of the page: where the time went at first, which efforts
 * were wasted, and where it goes now. [{"subject": a name or null, "says": what follows it}, ..] */
json_t *story_opening(const struct figures *figures);

/* The rung at which the idea of `first` came again and paid, which it had not before; or NULL. It
 * attacks the same by as much, and is named after the first: jit_caseless after caseless. */
const struct row_figures *story_again(const struct figures *figures,
                                      const struct row_figures *first);

/* The ladder rung by rung as a Markdown list: the idea, where the time was, what that could gain,
 * and what it did. free() it. */
char *story_walk(const struct figures *figures);

#endif
