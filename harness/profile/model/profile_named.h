/* The share of functions that the user names. */
#ifndef PROFILE_NAMED_H
#define PROFILE_NAMED_H

#include "profile/model/profile.h"
#include "profile/model/profile_figures.h"

/* The time in functions and all that they call; a stack with several of them counts once. */
struct profile_named {
    double share;                     /* of all samples */
    struct profile_interval interval; /* Wilson's, for sampling error only */
    bool *is_named;                   /* one per function; profile_named_free() it */
};

/* Finds functions by name, with commas between. What a compiler or a language adds at the end is
 * ignored: parameters, parse.constprop.0, parse::{closure#0}. If no function has that name,
 * namespaces before it are ignored, too: app::parse, main.parse. False with why, and nothing to
 * free, if a name is not in the profile (the message has the most similar name, and where the time
 * goes), or if several functions are named but the profile has no stacks. */
bool profile_named(const struct profile *profile, const char *names, struct profile_named *named,
                   char *why, size_t why_size);
void profile_named_free(struct profile_named *named);

/* The share of one function, by its index. */
struct profile_named profile_named_one(const struct profile *profile, size_t function);

#endif
