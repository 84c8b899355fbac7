#include "profile/profile_kept.h"
#include "profile/show/profile_folder.h"
#include "system/machine.h"

#include <stdio.h>
#include <stdlib.h>

bool profile_kept(const struct profiling *how, struct row *row, const char *parent,
                  void (*show)(const struct profile *profile, const void *with), const void *with,
                  char *why, size_t why_size)
{
    struct profile_folder folder;
    if (!profile_folder_begin(&folder, parent, row->is.name, why, why_size))
        return false;
    struct profile *profile = profile_make(how, row, folder.raw, why, why_size);
    bool good = profile && profile_folder_keep(&folder, profile, why, why_size);
    if (profile)
        show(profile, with);
    if (good) {
        char *shown = machine_short_path(folder.path);
        fprintf(stderr, "Profile: %s/\n", shown);
        free(shown);
    }
    profile_folder_end(&folder);
    profile_free(profile);
    return good;
}
