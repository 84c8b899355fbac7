/* A variant's profile from its first run to its folder. */
#ifndef PROFILE_KEPT_H
#define PROFILE_KEPT_H

#include "profile/profile_make.h"

/* Makes the profile, shows it, and keeps it in a folder of its own in `parent`, whose name is then
 * said on standard error. False with why; or, for a stopped run, with run_interrupted set. One that
 * could not be kept was still shown. */
bool profile_kept(const struct profiling *how, struct row *row, const char *parent,
                  void (*show)(const struct profile *profile, const void *with), const void *with,
                  char *why, size_t why_size);

#endif
