/* Profiles made by hand. */
#ifndef PROFILE_SAMPLES_H
#define PROFILE_SAMPLES_H

#include "profile/model/profile.h"

#include <stdio.h>

/* Of a search with one helping thread, 100 samples of 1 ms:
 *
 *   variant   main 1 - search 4 - pcre2_match_8 20 - match 40 - match 20
 *                             \ read 1 - copy_to_user 4
 *   helper    search 0 - lower 10
 *
 * `match` calls itself. Calls are scaled. */
void profile_sample_fill(struct profile *profile);
struct profile *profile_sample(void);

/* The same after the search was made faster: no lower and no match, a jit function instead. */
struct profile *profile_sample_faster(void);

/* As callgrind's: functions and edges in instructions, and no stacks. */
void profile_sample_fill_counted(struct profile *profile);
struct profile *profile_sample_counted(void);

/* What a GPU did: lanes, and names that would break out of any file. */
struct profile *profile_sample_hostile(void);

/* What a function prints of a profile; free() it. */
char *profile_printed(void (*print)(const struct profile *profile, FILE *to),
                      const struct profile *profile);

#endif
