/* What the figures say, in plain words. */
#ifndef STORY_H
#define STORY_H

#include "record/results.h"

/* One paragraph: the bottleneck, which efforts were wasted, which paid, and what is the bottleneck
 * now. Drawn from the results alone; free() it. */
char *story_tell(const struct results *results);

/* The ladder rung by rung as a Markdown list: the idea, where the time was, what that could gain,
 * and what it did. free() it. */
char *story_walk(const struct results *results);

/* What became of a rung: "wasted", "paid" or "undecided"; NULL where it was not compared with the
 * one that it follows. */
const char *story_outcome(const struct results *results, const struct row *row);

#endif
