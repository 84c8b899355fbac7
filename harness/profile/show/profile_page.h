/* Profiles for the report page: each as in profile.json, plus the figures that follow from it, so
 * that the page computes none.
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
 * "other" is the index of another profile in the same unit, taken as the one before. All others are
 * there, so that a reader can choose. The changes are those worth a row; self is scaled to the text
 * that the other one searched. Unknown values are omitted. */
#ifndef PROFILE_PAGE_H
#define PROFILE_PAGE_H

#include "profile/model/profile.h"

json_t *profile_page(struct profile *const *profiles, size_t count);

/* {"list": the profiles FOLDER/NAME/profile.json in that form,
 *  "why": if there are none, what to do about it; else null}
 *
 * A NULL folder is results/profiles. A profile that can't be read is omitted, with a message. */
json_t *profile_page_of(const char *folder);

#endif
