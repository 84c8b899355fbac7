#include "activity_lines.h"

#if __has_include(<cupti.h>)

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Demangles a name, if the program has the C++ library for it. */
static char *kernel_name(const char *name)
{
    char *(*demangle)(const char *, char *, size_t *, int *) =
        (char *(*)(const char *, char *, size_t *, int *))dlsym(RTLD_DEFAULT, "__cxa_demangle");
    int failed = 1;
    char *plain = demangle && name ? demangle(name, NULL, NULL, &failed) : NULL;
    return plain && !failed ? plain : strdup(name ? name : "unknown");
}

static json_t *kernel_line(const CUpti_ActivityKernel9 *kernel)
{
    char *name = kernel_name(kernel->name);
    json_t *line = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "what", "kernel", "name",
                             name, "device", (json_int_t)kernel->deviceId, "context",
                             (json_int_t)kernel->contextId, "stream", (json_int_t)kernel->streamId,
                             "correlation", (json_int_t)kernel->correlationId, "start",
                             (json_int_t)kernel->start, "end", (json_int_t)kernel->end);
    free(name);
    return line;
}

static const char *way_of(unsigned kind)
{
    static const char *const ways[] = {
        [CUPTI_ACTIVITY_MEMCPY_KIND_HTOD] = "host to device",
        [CUPTI_ACTIVITY_MEMCPY_KIND_DTOH] = "device to host",
        [CUPTI_ACTIVITY_MEMCPY_KIND_DTOD] = "on the device",
        [CUPTI_ACTIVITY_MEMCPY_KIND_HTOH] = "on the host",
        [CUPTI_ACTIVITY_MEMCPY_KIND_PTOP] = "device to device",
    };
    return kind < sizeof ways / sizeof ways[0] && ways[kind] ? ways[kind] : "of another kind";
}

static json_t *copy_line(const CUpti_ActivityMemcpy5 *copy)
{
    char name[64];
    bool paged = copy->srcKind == CUPTI_ACTIVITY_MEMORY_KIND_PAGEABLE ||
                 copy->dstKind == CUPTI_ACTIVITY_MEMORY_KIND_PAGEABLE,
         pinned = copy->srcKind == CUPTI_ACTIVITY_MEMORY_KIND_PINNED ||
                  copy->dstKind == CUPTI_ACTIVITY_MEMORY_KIND_PINNED;
    snprintf(name, sizeof name, "%s%s", way_of(copy->copyKind),
             paged    ? ", pageable"
             : pinned ? ", page-locked"
                      : "");
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "what", "copy", "name", name,
                     "device", (json_int_t)copy->deviceId, "context", (json_int_t)copy->contextId,
                     "stream", (json_int_t)copy->streamId, "correlation",
                     (json_int_t)copy->correlationId, "start", (json_int_t)copy->start, "end",
                     (json_int_t)copy->end, "bytes", (json_int_t)copy->bytes);
}

static json_t *set_line(const CUpti_ActivityMemset4 *set)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "what", "set", "name", "set",
                     "device", (json_int_t)set->deviceId, "context", (json_int_t)set->contextId,
                     "stream", (json_int_t)set->streamId, "correlation",
                     (json_int_t)set->correlationId, "start", (json_int_t)set->start, "end",
                     (json_int_t)set->end, "bytes", (json_int_t)set->bytes);
}

static json_t *wait_line(const CUpti_ActivitySynchronization *wait)
{
    if (wait->type == CUPTI_ACTIVITY_SYNCHRONIZATION_TYPE_STREAM_WAIT_EVENT)
        return NULL; /* a stream waits, not the host */
    const char *what = wait->type == CUPTI_ACTIVITY_SYNCHRONIZATION_TYPE_EVENT_SYNCHRONIZE ? "event"
                       : wait->type == CUPTI_ACTIVITY_SYNCHRONIZATION_TYPE_STREAM_SYNCHRONIZE
                           ? "stream"
                           : "device";
    return json_pack("{s:s, s:s, s:I, s:I, s:I}", "what", "wait", "name", what, "correlation",
                     (json_int_t)wait->correlationId, "start", (json_int_t)wait->start, "end",
                     (json_int_t)wait->end);
}

/* "cudaMalloc_v3020" is cudaMalloc() since CUDA 3.2; "cuMemAlloc_v2" is a name in the driver. */
static json_t *call_line(const CUpti_ActivityAPI *call, bool runtime,
                         __typeof__(cuptiGetCallbackName) *namer)
{
    char name[128];
    const char *found = NULL;
    namer(runtime ? CUPTI_CB_DOMAIN_RUNTIME_API : CUPTI_CB_DOMAIN_DRIVER_API, call->cbid, &found);
    snprintf(name, sizeof name, "%s", found ? found : "unknown");
    char *version = runtime ? strstr(name, "_v") : NULL;
    if (version)
        *version = '\0';
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I}", "what", runtime ? "runtime" : "driver",
                     "name", name, "thread", (json_int_t)call->threadId, "correlation",
                     (json_int_t)call->correlationId, "start", (json_int_t)call->start, "end",
                     (json_int_t)call->end);
}

/* The first fields of a record, up to those used here, are the same in all CUPTIs of CUDA 12 and
 * 13. */
json_t *activity_line(const CUpti_Activity *record, __typeof__(cuptiGetCallbackName) *namer)
{
    switch (record->kind) {
    case CUPTI_ACTIVITY_KIND_KERNEL:
    case CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL:
        return kernel_line((const CUpti_ActivityKernel9 *)record);
    case CUPTI_ACTIVITY_KIND_MEMCPY:
        return copy_line((const CUpti_ActivityMemcpy5 *)record);
    case CUPTI_ACTIVITY_KIND_MEMSET:
        return set_line((const CUpti_ActivityMemset4 *)record);
    case CUPTI_ACTIVITY_KIND_SYNCHRONIZATION:
        return wait_line((const CUpti_ActivitySynchronization *)record);
    case CUPTI_ACTIVITY_KIND_RUNTIME:
        return call_line((const CUpti_ActivityAPI *)record, true, namer);
    case CUPTI_ACTIVITY_KIND_DRIVER:
        return call_line((const CUpti_ActivityAPI *)record, false, namer);
    default:
        return NULL;
    }
}

#endif
