/* Patterns, and how they count: a pattern is applied to each line of the text without its newline.
 * Matches of a pattern are counted from left to right, don't overlap, and are not empty. The syntax
 * is PCRE2's, for bytes, not UTF. */
#ifndef PATTERNS_H
#define PATTERNS_H

#include "variant.h"

#include <stdbool.h>
#include <stddef.h>

/* What is counted unless the command line says otherwise: these, and one pattern with the same
 * matches. */
#define DEFAULT_PATTERNS "[0-9]{1}bob", "[0-9]{1}rob"
#define DEFAULT_COMBINED "[0-9][rb]ob"

#define PATTERNS_MOST 64 /* in a workload */

/* Why a pattern is refused here although PCRE2 accepts it, as a line in `why`: it is empty, needs a
 * newline (no line has one), or has a verb such as (*UTF) or (*COMMIT). NULL for any other pattern;
 * only PCRE2 knows whether that is well formed. */
const char *pattern_refusal(const char *pattern, char *why, size_t why_size);

/* Whether a pattern may count differently in a block of lines than in each line by itself, because
 * it could match a newline, or looks at the bytes around a match. False is certain; true may be
 * caution. */
bool pattern_sees_line_ends(const char *pattern);

/* Whether searching a lower-case text may give another count than caseless matching. False is
 * certain. */
bool pattern_tells_case(const char *pattern);

/* Why an engine that counts matches in many lines at once can't count a workload's patterns and the
 * combined one; NULL if it can. */
const char *patterns_need_lines(const struct workload *work);

/* A copy on one line, for messages: a question mark replaces each control character. free() it. */
char *pattern_shown(const char *pattern);

/* PCRE2's message, with a caret under the place in the pattern: two lines for errx(); free() them.
 */
char *pattern_pointed(const char *pattern, size_t where, const char *message);

/* One pattern with the alternatives "(?:P1)|(?:P2)|..". Even if it is well formed, it may count
 * differently, for example if two patterns match at the same place. free() it. */
char *patterns_join(const char *const *patterns, size_t count);

#endif
