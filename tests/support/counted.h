/* What the tests of tools that count share: recordings, and what was read from them as text. */
#ifndef COUNTED_H
#define COUNTED_H

#include "profile/model/profile.h"
#include "samples.h"

/* A recording from tests/recorded, to be read; in it /project has become this project's folder. */
FILE *counted_open(const char *name);

/* Text to be read, with a newline where there is a '|'. */
FILE *counted_text(const char *lines);

/* Fails where the functions, edges and nodes are not those that tests/recorded/NAME says, a line
 * each. Those of the C library are left out, which others have otherwise. */
void assert_profile(const struct profile *profile, const char *name);

/* The function or edge of those names, which must be there once. */
const struct profile_function *counted_function(const struct profile *profile, const char *name);
const struct profile_edge *counted_edge(const struct profile *profile, const char *caller,
                                        const char *callee);

/* Runs an engine on tests/known_calls.c in a folder of its own, and checks what is known of it.
 * Skips the test where the engine does not work here. profile_free() the result. */
struct engine;
struct profile *counted_known(const struct engine *engine);

/* The engine's reason why it does not work, with an empty PATH. */
const char *counted_why_not(const struct engine *engine);

#endif
