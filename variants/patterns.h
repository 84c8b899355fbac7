/* Which patterns the ladder takes. */
#ifndef PATTERNS_H
#define PATTERNS_H

#include <stddef.h>

/* What is counted unless the command line says otherwise: these, and one pattern with the same
 * matches. The harness asks for nothing else. */
#define DEFAULT_PATTERNS "[0-9]{1}bob", "[0-9]{1}rob"
#define DEFAULT_COMBINED "[0-9][rb]ob"

/* Every rung may cut the text at newlines, and may search a line alone or among others. So a
 * pattern is taken only when it surely cannot match a newline and does not look at what stands
 * around its match: literals, classes without negation or with \n in it, escapes such as \d and \w,
 * groups, alternatives and repetitions. Returns NULL for such a pattern; for any other, false comes
 * with a reason in `why`. Whether the pattern is well formed is for the engine to say. */
const char *pattern_refusal(const char *pattern, char *why, size_t why_size);

#endif
