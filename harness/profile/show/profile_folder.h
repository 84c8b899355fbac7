/* A variant's folder of profile files. A new one is made beside the old one and replaces it when it
 * is complete; until then the old one stays as it is. A folder is locked while it is being made.
 * The variant's next run replaces what a killed process leaves behind. */
#ifndef PROFILE_FOLDER_H
#define PROFILE_FOLDER_H

#include "profile/model/profile.h"

struct profile_folder {
    char *path;      /* its final path */
    char *temporary; /* the path under which it is made */
    char *raw;       /* a folder in it, for the tool's raw data */
    int lock;        /* on `temporary`; -1: not locked */
};

/* The default folder of profiles: results/profiles. */
const char *profile_folder_default(void);

/* Whether a variant's folder can be made in `parent`, which is created if it is missing. False with
 * why, also if something other than a profile has its name: that is never removed. */
bool profile_folder_can(const char *parent, const char *variant, char *why, size_t why_size);

/* Starts a folder. False with why. */
bool profile_folder_begin(struct profile_folder *folder, const char *parent, const char *variant,
                          char *why, size_t why_size);

/* Writes all files of the profile and moves the folder to its place. A message on standard error
 * says what is left out, such as the picture without Graphviz. False with why. */
bool profile_folder_keep(struct profile_folder *folder, const struct profile *profile, char *why,
                         size_t why_size);

/* Removes the folder if it was not kept, and frees the paths. */
void profile_folder_end(struct profile_folder *folder);

#endif
