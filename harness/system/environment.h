/* The environment of what is measured. A variant gets one that is chosen here: what OpenMP
 * run-times, malloc, the loader and glibc's tunables read there would change what is measured, and
 * even its length moves the stack. Peers, and whatever else is run, get the user's. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <jansson.h>

/* A variant's, with `more` ("NAME=VALUE", .., NULL) behind it; `more` may be NULL. free() the
 * array, not its strings, which stay as long as those of `more`. */
char **environment_of_variants(char *const more[]);

/* The user's, likewise. */
char **environment_of_user(char *const more[]);

/* {"variants": {"NAME": "VALUE", ..}, "user": {..}}: of the user's what changes threads,
 * allocation, loading, or how text is read. The rest is nobody's business. */
json_t *environment_facts(void);

#endif
