/* What the exercises share. They count the project's matches, [0-9][rb]ob in upper or lower case,
 * and those of no other pattern. variants/variant.h says what a program has to define. */
#ifndef EXERCISE_H
#define EXERCISE_H

#include "variants/text.h"
#include "variants/variant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a match begins here. Looks no further than the first byte that is not part of one. */
static inline bool is_match(const char *at)
{
    return at[0] >= '0' && at[0] <= '9' && ((at[1] | 32) == 'r' || (at[1] | 32) == 'b') &&
           (at[2] | 32) == 'o' && (at[3] | 32) == 'b';
}

/* One match, at this offset in the text. */
static inline struct tally match_at(uint64_t offset)
{
    return (struct tally){.matches = 1, .digest = mix64(offset)};
}

/* A line as a string of its own; free() it. Ends the program for a line with a NUL byte in it. */
char *line_copy(struct span line);

/* For `unsupported`: a reason where other patterns are to be counted. */
const char *other_patterns(const struct workload *work);

/* For `prepare` and `release`, where a program has nothing to keep. */
void *no_state(const struct workload *work);
void no_release(void *state);

#endif
