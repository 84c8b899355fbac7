#include "base/strings.h"
#include "cuda/activity.h"
#include "profile/engines/cupti.h"
#include "profile/engines/engine.h"
#include "system/machine.h"
#include "variants/clock.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *library_path(void)
{
    return format_string("%s/cuda/libactivity.so", machine_build_dir());
}

static bool works(char *why, size_t why_size)
{
    char *path = library_path();
    bool there = access(path, F_OK) == 0;
    void *library = there ? dlopen(path, RTLD_NOW) : NULL;
    bool (*ask)(char *, size_t) =
        library ? (bool (*)(char *, size_t))dlsym(library, ACTIVITY_WORKS) : NULL;
    bool good = false;
    if (!there)
        snprintf(why, why_size,
                 "this build has no CUDA; install the CUDA Toolkit 12 or 13 from NVIDIA, with nvcc "
                 "in PATH, then make again");
    else if (!ask)
        snprintf(why, why_size, "%s cannot be loaded; make again", path);
    else
        good = ask(why, why_size);
    free(path);
    return good;
}

static bool look(const struct watch *watch, struct profile *profile, char *why, size_t why_size)
{
    char *library = library_path();
    char *path = format_string("%s/" ACTIVITY_FILE, watch->folder);
    char *injected = format_string("CUDA_INJECTION64_PATH=%s", library);
    char *folder = format_string(ACTIVITY_FOLDER "=%s", watch->folder);
    char *const more[] = {injected, folder, NULL};
    uint64_t start_ns = clock_ns();
    bool good = engine_run(watch, watch->command, more, profile, why, why_size);
    FILE *file = good ? fopen(path, "re") : NULL;
    if (good && !file) {
        snprintf(why, why_size,
                 errno == ENOENT ? "the variant used no GPU: CUDA recorded nothing"
                                 : "the GPU's record cannot be read");
        good = false;
    }
    good = good && cupti_read(file, start_ns, profile, why, why_size);
    if (file)
        fclose(file);
    free(folder);
    free(injected);
    free(library);
    free(path);
    return good;
}

const struct engine engine_cupti = {.name = "cupti",
                                    .because = "the driver records what the GPU did",
                                    .works = works,
                                    .look = look};
