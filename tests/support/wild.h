/* Random patterns of all that people write in one, and lines in which some match. */
#ifndef WILD_H
#define WILD_H

#include "dice.h"

#include <stddef.h>

#define WILD_BYTES 512
#define WILD_LINE 64

/* A pattern that PCRE2 takes: classes, anchors, groups, alternatives, repetitions of each kind,
 * lookaround, back-references, atomic groups, options, quoted parts and comments. */
void wild_pattern(struct dice *dice, char pattern[WILD_BYTES]);

/* A line of few kinds of bytes, without a newline; gives its length. */
size_t wild_line(struct dice *dice, char line[WILD_LINE]);

#endif
