/* A variant's folder of profile files. It is made beside the one that is there and takes its place
 * when it is whole; whatever comes between leaves the older one as it was. What a process that was
 * killed has left in the making, the variant's next one removes. */
#ifndef PROFILE_FOLDER_H
#define PROFILE_FOLDER_H

#include "profile/model/profile.h"

struct profile_folder {
    char *path;      /* where it will stand */
    char *temporary; /* where it is made */
    char *raw;       /* in it: for what the tool writes */
    int lock;        /* on it, so that others see that it is in use; -1 where there is none */
};

/* The folder of profiles where none is named, results/profiles; free() it. */
char *profile_folder_default(void);

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
