/* The environment of the programs that are measured. Variants get a fixed one, because variables
 * that OpenMP runtimes, malloc, the loader and glibc's tunables read would change what is measured;
 * even the length of the environment moves the stack. Peers and all other programs get the user's.
 */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <jansson.h>

/* The environment of variants, followed by `more` ("NAME=VALUE", .., NULL), which may be NULL.
 * free() the array but not its strings; keep the strings of `more` for as long as you use it. */
char **environment_of_variants(char *const more[]);

/* The user's, likewise. */
char **environment_of_user(char *const more[]);

/* {"variants": {"NAME": "VALUE", ..}, "user": {..}}. Of the user's environment it has only
 * variables that change threads, allocation, loading, or how text is read; the rest is private. */
json_t *environment_facts(void);

#endif
