/* Patterns as a variant's command line says them: one place for every run of a variant. */
#ifndef PATTERN_WORDS_H
#define PATTERN_WORDS_H

#include "record/results.h"
#include "variants/patterns.h"

#define PATTERN_WORDS_MOST (2 * PATTERNS_MOST + 5)

/* Whether they are the built-in workload's, which a variant counts by itself. */
bool patterns_are_default(const struct patterns *patterns);

/* The words, none for the default; NULL stands for that, too. Gives how many. */
size_t pattern_words(const struct patterns *patterns, char *words[PATTERN_WORDS_MOST]);

/* The built-in workload's. */
struct patterns patterns_default(void);

#endif
