/* The profiles that ./harness run makes once its rounds are done. */
#ifndef RUN_PROFILES_H
#define RUN_PROFILES_H

#include "measure/measure.h"
#include "show/terminal.h"

/* Profiles the run's landmarks (figures/landmarks.h) into the folder that was asked for, and says
 * in a sentence or two what each shows. What cannot be profiled is a warning: the run's results
 * stay as they are. */
void run_profiles(const struct bench *bench, const struct terminal *terminal);

#endif
