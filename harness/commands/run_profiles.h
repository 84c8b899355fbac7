/* The profiles that ./harness run makes after its rounds. */
#ifndef RUN_PROFILES_H
#define RUN_PROFILES_H

#include "measure/measure.h"
#include "show/terminal.h"

/* Profiles the run's landmarks (figures/landmarks.h) into the requested folder, and prints a
 * sentence or two about each. If one can't be profiled, prints a warning; the run's results stay as
 * they are. */
void run_profiles(const struct bench *bench, const struct terminal *terminal);

#endif
