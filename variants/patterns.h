/* Patterns, and the rule by which they count: a pattern is applied to each line of the text without
 * its newline. Matches are counted left to right, none overlapping another of its pattern, and a
 * match of nothing is none. The syntax is PCRE2's, of bytes: no UTF. */
#ifndef PATTERNS_H
#define PATTERNS_H

#include "variant.h"

#include <stdbool.h>
#include <stddef.h>

/* What is counted unless the command line says otherwise: these, and one pattern with the same
 * matches. */
#define DEFAULT_PATTERNS "[0-9]{1}bob", "[0-9]{1}rob"
#define DEFAULT_COMBINED "[0-9][rb]ob"

#define PATTERNS_MOST 64

/* Why a pattern that PCRE2 takes is not taken here, as a line in `why`: it is empty, needs a
 * newline (no line has one), or has a verb such as (*UTF) or (*COMMIT). NULL for any other pattern;
 * whether that is well formed is for PCRE2 to say. */
const char *pattern_refusal(const char *pattern, char *why, size_t why_size);

/* Whether a pattern may count otherwise in a block of lines than in each by itself: whether it
 * could match a newline, or looks at what stands around its match. False is proven, true may be
 * caution.
 */
bool pattern_sees_line_ends(const char *pattern);

/* Whether a text in lower case may not stand in for matching in any case: false is proven. */
bool pattern_tells_case(const char *pattern);

/* Why an engine that counts matches, in many lines at once, cannot count a workload's patterns and
 * their combined one; NULL where it can. */
const char *patterns_need_lines(const struct workload *work);

/* A copy on one line, for messages: a question mark replaces each control character. free() it. */
char *pattern_shown(const char *pattern);

/* PCRE2's message with a caret under its place in the pattern, as two lines for err.h; free() it.
 */
char *pattern_pointed(const char *pattern, size_t where, const char *message);

/* One pattern that has the alternatives "(?:P1)|(?:P2)|..": where it is well formed, it may still
 * count otherwise than they do, as where two of them match at one place. free() it. */
char *patterns_join(const char *const *patterns, size_t count);

#endif
