/* Programs of the user's own, which take part beside the variants of this build. One prints a
 * count, and its whole process is timed; or it prints a variant's line (record.h), and times
 * itself. */
#ifndef OWN_PROGRAMS_H
#define OWN_PROGRAMS_H

#include "measure/options.h"
#include "measure/rungs.h"

/* Adds them to the rungs, each behind the one that it follows, and asks those that print a
 * variant's line what they are. One that isn't there, or that does not describe itself, is a rung
 * with a failure. Ends the program, with exit code 2 and the place of what is wrong, for two of one
 * name, an `after` that is none or goes in a circle, and what can't be attacked. */
void own_programs_add(struct rungs *rungs, const struct run_options *options,
                      const struct patterns *patterns);

#endif
