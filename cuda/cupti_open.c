#include "cupti_open.h"

#include <stdio.h>

#if __has_include(<cupti.h>)

#include <cuda.h>
#include <dlfcn.h>

void *cupti_open(char *why, size_t why_size)
{
    static const char *const names[] = {
        "libcupti.so", /* after the one of these headers' own CUDA */
        "/usr/local/cuda/extras/CUPTI/lib64/libcupti.so",
        "/usr/local/cuda/lib64/libcupti.so",
    };
    char own[32];
    snprintf(own, sizeof own, "libcupti.so.%d", CUDA_VERSION / 1000);
    void *found = dlopen(own, RTLD_NOW);
    if (!found)
        snprintf(why, why_size, "%s", dlerror());
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++)
        found = dlopen(names[i], RTLD_NOW);
    return found;
}

#else

void *cupti_open(char *why, size_t why_size)
{
    snprintf(why, why_size, "built without CUPTI's header, cupti.h");
    return NULL;
}

#endif
