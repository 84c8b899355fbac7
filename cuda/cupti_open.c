#include "cupti_open.h"

#include <stdio.h>

#if __has_include(<cupti.h>)

#include <cuda.h>
#include <dlfcn.h>

static void *open_library(char *why, size_t why_size)
{
    static const char *const names[] = {
        "libcupti.so", /* after the library of the CUDA of these headers */
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

bool cupti_open(struct cupti *cupti, char *why, size_t why_size)
{
    void *from = open_library(why, why_size);
    if (!from)
        return false;
    if ((cupti->version = dlsym(from, "cuptiGetVersion")) &&
        (cupti->result_string = dlsym(from, "cuptiGetResultString")) &&
        (cupti->timestamp = dlsym(from, "cuptiGetTimestamp")) &&
        (cupti->callback_name = dlsym(from, "cuptiGetCallbackName")) &&
        (cupti->thread_id_type = dlsym(from, "cuptiSetThreadIdType")) &&
        (cupti->callbacks = dlsym(from, "cuptiActivityRegisterCallbacks")) &&
        (cupti->enable = dlsym(from, "cuptiActivityEnable")) &&
        (cupti->disable = dlsym(from, "cuptiActivityDisable")) &&
        (cupti->flush = dlsym(from, "cuptiActivityFlushAll")) &&
        (cupti->next = dlsym(from, "cuptiActivityGetNextRecord")) &&
        (cupti->dropped = dlsym(from, "cuptiActivityGetNumDroppedRecords")))
        return true;
    snprintf(why, why_size, "the CUPTI found lacks functions of its activity interface");
    return false;
}

bool cupti_good(const struct cupti *cupti, CUptiResult result, const char *call, char *why,
                size_t why_size)
{
    const char *words = NULL;
    if (result == CUPTI_SUCCESS)
        return true;
    cupti->result_string(result, &words);
    snprintf(why, why_size, "%s in %s", words ? words : "an unknown error", call);
    return false;
}

#else

bool cupti_absent(char *why, size_t why_size)
{
    snprintf(why, why_size, "built without CUPTI's header, cupti.h");
    return false;
}

#endif
