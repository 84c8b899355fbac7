/* Explains, as far as possible, why a text has no matches. */
#ifndef NO_MATCH_H
#define NO_MATCH_H

#include "record/results.h"

/* "[0-9]{1}bob, 'a, b'" (command_line_shown()); NULL if a file doesn't have them. free() it. */
char *no_match_patterns(const struct results *run);

/* "no match of [0-9]{1}bob, [0-9]{1}rob in 1,000 lines; are these your patterns?", "the text is
 * empty", .., without a full stop; NULL if there are matches. free() it. */
char *no_match_what(const struct results *run);

/* What to do about it. */
const char *no_match_remedy(const struct results *run);

#endif
