/* A profile as plain lines, for tests to compare: functions and edges by name, threads, the tree.
 */
#ifndef PROFILE_TEXT_H
#define PROFILE_TEXT_H

#include "profile/model/profile.h"

#include <stdio.h>

/* Weights in whole units. */
void profile_text(FILE *to, const struct profile *profile);

#endif
