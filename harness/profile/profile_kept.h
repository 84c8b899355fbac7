/* Profiles a variant, from its first run to its folder. */
#ifndef PROFILE_KEPT_H
#define PROFILE_KEPT_H

#include "profile/profile_make.h"

/* Makes the profile, shows it, and keeps it in a folder in `parent`, whose name it prints on
 * standard error. False with why, or, if the run was stopped, with run_interrupted set. If the
 * profile could not be kept, it was still shown. */
bool profile_kept(const struct profiling *how, struct row *row, const char *parent,
                  void (*show)(const struct profile *profile, const void *with), const void *with,
                  char *why, size_t why_size);

#endif
