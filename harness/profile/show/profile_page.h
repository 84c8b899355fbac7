/* Profiles as the report page gets them: each as in profile.json, with the figures that follow from
 * it, so that the page computes none.
 *
 *   "whole":{"cpu":w,"gpu":w}, "seen":"..", "how_text":"..", "notes":["..",..], "cores_busy":x,
 *   "preempted_text":"..",
 *   "order":[f,..], "rows":n,              functions by self; the first n are worth a row
 *   "kinds":[{"category","share"}],        of each kind of code
 *   functions and edges: "share", "calls_text"; functions: "self_share", "error", "per_call"
 *   threads: "used", "life_ns";  "lanes" are left out: a trace for Perfetto has them
 *   "against":[{"other":n, "text":"..", "changes":[{"name","category","before","after","change",
 *               "error","before_self","after_self"}]}]
 *
 * "other" is the place of a profile in the same unit, the one before; every other one is there, so
 * that a reader may choose. Its changes are those that are worth a row, and self is for as much
 * text as it searched. What is not known is left out. */
#ifndef PROFILE_PAGE_H
#define PROFILE_PAGE_H

#include "profile/model/profile.h"

json_t *profile_page(struct profile *const *profiles, size_t count);

/* {"list": the same of the profiles FOLDER/NAME/profile.json, NULL: those in results/profiles/;
 *  "why": where there is none, what to do about it; else null}. A profile that cannot be read is
 * left out, with a line on standard error. */
json_t *profile_page_of(const char *folder);

#endif
