/* The share of functions that a person names. */
#ifndef PROFILE_NAMED_H
#define PROFILE_NAMED_H

#include "profile/model/profile.h"
#include "profile/model/profile_figures.h"

/* What is spent in functions and all below them; a stack that holds several of them counts once. */
struct profile_named {
    double share;                     /* of all that was seen */
    struct profile_interval interval; /* Wilson's: by sampling alone */
    bool *is_named;                   /* of each function; profile_named_free() it */
};

/* Functions by name, with commas between: as the profile has it, but for what a compiler or a
 * language adds behind it (parameters, parse.constprop.0, parse::{closure#0}); or, where no
 * function has that name, with namespaces before it (app::parse, main.parse). False with a line in
 * `why` for a name that is not in the profile, which says the most similar one and where time goes;
 * and for several functions in a profile without stacks. Then there is nothing to free. */
bool profile_named(const struct profile *profile, const char *names, struct profile_named *named,
                   char *why, size_t why_size);
void profile_named_free(struct profile_named *named);

/* The share of one function, by its place. */
struct profile_named profile_named_one(const struct profile *profile, size_t function);

#endif
