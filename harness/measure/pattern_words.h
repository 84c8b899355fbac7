/* Patterns as words of a variant's command line. Every run of a variant gets them from here. */
#ifndef PATTERN_WORDS_H
#define PATTERN_WORDS_H

#include "record/results.h"
#include "variants/patterns.h"

#define PATTERN_WORDS_MOST (2 * PATTERNS_MOST + 5)

/* Whether they are the built-in workload's, which a variant counts by default. */
bool patterns_are_default(const struct patterns *patterns);

/* Writes the words, none for the default (or NULL), and returns how many. */
size_t pattern_words(const struct patterns *patterns, char *words[PATTERN_WORDS_MOST]);

/* The patterns of the built-in workload. */
struct patterns patterns_default(void);

#endif
