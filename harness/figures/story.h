/* What the figures say, in plain words. */
#ifndef STORY_H
#define STORY_H

#include "figures/figures.h"

/* One paragraph: the bottleneck, which efforts were wasted, which paid, and what is the bottleneck
 * now. free() it. */
char *story_tell(const struct figures *figures);

/* The ladder rung by rung as a Markdown list: the idea, where the time was, what that could gain,
 * and what it did. free() it. */
char *story_walk(const struct figures *figures);

#endif
