/* A profile as files for other programs. */
#ifndef PROFILE_EXPORTS_H
#define PROFILE_EXPORTS_H

#include "profile/model/profile.h"

#include <stdio.h>

/* One line a stack, "thread;main;search 1234": whole numbers of the unit, as flame graph programs
 * read them. This and the next need stacks. */
void profile_export_folded(const struct profile *profile, FILE *to);

/* For speedscope, by its documented schema: one sampled profile for each thread. */
void profile_export_speedscope(const struct profile *profile, FILE *to);

/* For Perfetto and Chrome, in the Trace Event Format: one bar for each thread, and the spans of the
 * lanes. */
void profile_export_trace(const struct profile *profile, FILE *to);

/* CSV, a header and a row each, sorted by self, by total and by start. What is not known is empty.
 */
void profile_export_functions(const struct profile *profile, FILE *to);
void profile_export_edges(const struct profile *profile, FILE *to);
void profile_export_threads(const struct profile *profile, FILE *to);

#endif
