#include "profile/show/profile_folder.h"
#include "base/folder.h"
#include "base/strings.h"
#include "base/temporary_folder.h"
#include "base/warn_once.h"
#include "profile/engines/engine.h"
#include "profile/model/profile_file.h"
#include "profile/show/profile_exports.h"
#include "profile/show/profile_graph.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *profile_folder_default(void)
{
    static char *folder;
    if (!folder)
        folder = format_string("%s/profiles", machine_results_dir());
    return folder;
}

/* Whether a path is free, or has an empty folder (which this removes) or an older profile. */
static bool may_replace(const char *path)
{
    if (rmdir(path) == 0 || errno == ENOENT)
        return true;
    if (errno != ENOTEMPTY && errno != EEXIST)
        return false;
    char *profile = format_string("%s/profile.json", path);
    bool may = access(profile, F_OK) == 0;
    free(profile);
    return may;
}

bool profile_folder_can(const char *parent, const char *variant, char *why, size_t why_size)
{
    if (strchr(variant, '/') || variant[0] == '.') {
        snprintf(why, why_size, "'%s' cannot be the name of a folder", variant);
        return false;
    }
    if (!folder_make(parent)) {
        snprintf(why, why_size, "cannot make the folder %s: %s: " PROFILE_ELSEWHERE, parent,
                 strerror(errno));
        return false;
    }
    char *folder = format_string("%s/.", parent); /* fails if it is a file */
    char *path = format_string("%s/%s", parent, variant);
    bool can = access(folder, W_OK) == 0, may = can && may_replace(path);
    if (!can)
        snprintf(why, why_size, "cannot write to %s: %s: " PROFILE_ELSEWHERE, parent,
                 strerror(errno));
    else if (!may)
        snprintf(why, why_size, "%s is there and is no profile: move it, or " PROFILE_ELSEWHERE,
                 path);
    free(folder);
    free(path);
    return may;
}

bool profile_folder_begin(struct profile_folder *folder, const char *parent, const char *variant,
                          char *why, size_t why_size)
{
    *folder = (struct profile_folder){.lock = -1};
    if (!profile_folder_can(parent, variant, why, why_size))
        return false;
    folder->path = format_string("%s/%s", parent, variant);
    folder->temporary = format_string("%s/.%s.new", parent, variant);
    folder->raw = format_string("%s/raw", folder->temporary);
    if (mkdir(folder->temporary, 0777) == 0 || errno == EEXIST) /* EEXIST: from a killed run */
        folder->lock = open(folder->temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->lock < 0) {
        snprintf(why, why_size, "cannot make the folder %s: %s", folder->temporary,
                 strerror(errno));
    } else if (flock(folder->lock, LOCK_EX | LOCK_NB) < 0) {
        snprintf(why, why_size, "another %s profile is making it", machine_self());
        close(folder->lock);
        folder->lock = -1;
    } else {
        folder_empty(folder->temporary);
        if (mkdir(folder->raw, 0777) == 0)
            return true;
        snprintf(why, why_size, "cannot make the folder %s: %s", folder->raw, strerror(errno));
    }
    profile_folder_end(folder);
    return false;
}

static void put_json(const struct profile *profile, FILE *to)
{
    if (!profile_dump(profile, to) && !ferror(to))
        errx(1, "no memory for the profile");
}

static bool put(const struct profile_folder *folder, const char *name,
                void (*write)(const struct profile *profile, FILE *to),
                const struct profile *profile, char *why, size_t why_size)
{
    char *path = format_string("%s/%s", folder->temporary, name);
    FILE *to = fopen(path, "wex");
    if (to)
        write(profile, to);
    bool good = to && !ferror(to);
    if (to && fclose(to) != 0)
        good = false;
    if (!good)
        snprintf(why, why_size, "cannot write %s: %s: " PROFILE_ELSEWHERE, path, strerror(errno));
    free(path);
    return good;
}

static void draw(const struct profile_folder *folder)
{
    char why[400];
    char *dot = format_string("%s/graph.dot", folder->temporary);
    char *svg = format_string("%s/graph.svg", folder->temporary);
    if (!profile_graph_draw(dot, svg, why, sizeof why))
        warn_once("no graph.svg: %s", why);
    free(dot);
    free(svg);
}

/* The older profile moves aside until the new one is in place. */
static bool take_place(const struct profile_folder *folder)
{
    char *aside = format_string("%s.old", folder->temporary);
    folder_remove(aside);
    bool older = rename(folder->path, aside) == 0;
    bool good = rename(folder->temporary, folder->path) == 0;
    int error = errno;
    if (older && !good)
        rename(aside, folder->path);
    else
        folder_remove(aside);
    errno = error;
    free(aside);
    return good;
}

bool profile_folder_keep(struct profile_folder *folder, const struct profile *profile, char *why,
                         size_t why_size)
{
    const struct {
        const char *name;
        void (*write)(const struct profile *profile, FILE *to);
        bool left_out;
    } files[] = {
        {"stacks.folded", profile_export_folded, profile->node_count == 0},
        {"trace.json", profile_export_trace, profile->thread_count + profile->lane_count == 0},
        {"graph.dot", profile_graph_dot, false},
        {"profile.json", put_json, false},
    };
    char left_out[128] = "";
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        size_t length = strlen(left_out);
        if (files[i].left_out)
            snprintf(left_out + length, sizeof left_out - length, "%s%s", length ? ", " : "",
                     files[i].name);
        else if (!put(folder, files[i].name, files[i].write, profile, why, why_size))
            return false;
    }
    if (*left_out)
        fprintf(stderr, "Left out, as %s records nothing of the kind: %s\n", profile->engine,
                left_out);
    draw(folder);
    if (run_interrupted) {
        snprintf(why, why_size, "stopped");
        return false;
    }
    rmdir(folder->raw); /* if the tool left nothing in it */
    if (!may_replace(folder->path) || !take_place(folder)) {
        snprintf(why, why_size, "cannot put the profile at %s: %s", folder->path, strerror(errno));
        return false;
    }
    close(folder->lock);
    folder->lock = -1;
    return true;
}

void profile_folder_end(struct profile_folder *folder)
{
    if (folder->lock >= 0) {
        folder_remove(folder->temporary);
        close(folder->lock);
    }
    free(folder->path);
    free(folder->temporary);
    free(folder->raw);
    *folder = (struct profile_folder){.lock = -1};
}
