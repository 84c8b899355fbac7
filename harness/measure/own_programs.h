/* The user's own programs, which take part beside the variants of this build. Either a program
 * prints a count, and its whole process is timed; or it prints a variant's line (record.h), and
 * times itself. */
#ifndef OWN_PROGRAMS_H
#define OWN_PROGRAMS_H

#include "measure/options.h"
#include "measure/rungs.h"

/* Adds them to the rungs, each after the one that it follows, and asks those that print a variant's
 * line to describe themselves. A program that doesn't exist, or doesn't describe itself, becomes a
 * rung with a failure. If a name is taken, an `after` is unknown or circular, or something can't be
 * attacked, ends the harness with exit code 2, and the message says where that was given. */
void own_programs_add(struct rungs *rungs, const struct run_options *options,
                      const struct patterns *patterns);

#endif
