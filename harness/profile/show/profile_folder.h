/* A variant's folder of profile files. It is made beside the older one and takes its place when it
 * is whole; until then the older one stays as it was. A folder is locked while it is being made.
 * What a killed process leaves, the variant's next run replaces. */
#ifndef PROFILE_FOLDER_H
#define PROFILE_FOLDER_H

#include "profile/model/profile.h"

struct profile_folder {
    char *path;      /* where it will stand */
    char *temporary; /* where it is made */
    char *raw;       /* in it: for what the tool writes */
    int lock;        /* on `temporary`; -1: it is not ours */
};

/* The folder of profiles where none is named: results/profiles. */
const char *profile_folder_default(void);

/* Whether a variant's folder can stand in `parent`, which is made where it is missing. False with
 * why, also where something else than a profile has its name: that is never removed. */
bool profile_folder_can(const char *parent, const char *variant, char *why, size_t why_size);

/* Begins it. False with why. */
bool profile_folder_begin(struct profile_folder *folder, const char *parent, const char *variant,
                          char *why, size_t why_size);

/* Writes all files of the profile and puts the folder in its place. What is left out, as the
 * picture without Graphviz, is said in a line on standard error. False with why. */
bool profile_folder_keep(struct profile_folder *folder, const struct profile *profile, char *why,
                         size_t why_size);

/* Removes what is not kept, and frees the paths. */
void profile_folder_end(struct profile_folder *folder);

#endif
