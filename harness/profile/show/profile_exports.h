/* A profile as files for other programs. */
#ifndef PROFILE_EXPORTS_H
#define PROFILE_EXPORTS_H

#include "profile/model/profile.h"

#include <stdio.h>

/* A line for each stack, "thread;main;search 1234", in whole units, for flame graph programs. Needs
 * stacks. */
void profile_export_folded(const struct profile *profile, FILE *to);

/* For Perfetto and Chrome, in the Trace Event Format: a bar for each thread, and the spans of the
 * lanes. */
void profile_export_trace(const struct profile *profile, FILE *to);

#endif
