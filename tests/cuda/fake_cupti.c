/* A CUPTI without a GPU, found in its place through LD_LIBRARY_PATH: one thread copies to a GPU,
 * fills, starts a kernel and waits, 1 us after another, and four records are lost. */
#include <cupti.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static CUpti_BuffersCallbackRequestFunc request;
static CUpti_BuffersCallbackCompleteFunc complete;
static unsigned enabled;

CUptiResult cuptiGetVersion(uint32_t *version)
{
    *version = 7;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiGetResultString(CUptiResult result, const char **words)
{
    *words = result == CUPTI_SUCCESS ? "none" : "some error";
    return CUPTI_SUCCESS;
}

CUptiResult cuptiGetTimestamp(uint64_t *timestamp)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *timestamp = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiGetCallbackName(CUpti_CallbackDomain domain, uint32_t id, const char **name)
{
    static const char *const runtime[] = {"cudaMemcpyAsync_v3020", "cudaMemset_v3020",
                                          "cudaLaunchKernel_v7000", "cudaStreamSynchronize_v3020"};
    *name = domain == CUPTI_CB_DOMAIN_RUNTIME_API ? runtime[id] : "cuMemcpyHtoDAsync_v2";
    return CUPTI_SUCCESS;
}

CUptiResult cuptiSetThreadIdType(CUpti_ActivityThreadIdType type)
{
    return type == CUPTI_ACTIVITY_THREAD_ID_TYPE_SYSTEM ? CUPTI_SUCCESS
                                                        : CUPTI_ERROR_INVALID_PARAMETER;
}

CUptiResult cuptiActivityRegisterCallbacks(CUpti_BuffersCallbackRequestFunc requested,
                                           CUpti_BuffersCallbackCompleteFunc completed)
{
    request = requested;
    complete = completed;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityEnable(CUpti_ActivityKind kind)
{
    (void)kind;
    enabled++;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityDisable(CUpti_ActivityKind kind)
{
    (void)kind;
    enabled--;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityGetNumDroppedRecords(CUcontext context, uint32_t stream, size_t *dropped)
{
    (void)context;
    (void)stream;
    *dropped = 3;
    return CUPTI_SUCCESS;
}

static size_t size_of(CUpti_ActivityKind kind)
{
    switch (kind) {
    case CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL:
        return sizeof(CUpti_ActivityKernel9);
    case CUPTI_ACTIVITY_KIND_MEMCPY:
        return sizeof(CUpti_ActivityMemcpy5);
    case CUPTI_ACTIVITY_KIND_MEMSET:
        return sizeof(CUpti_ActivityMemset4);
    case CUPTI_ACTIVITY_KIND_SYNCHRONIZATION:
        return sizeof(CUpti_ActivitySynchronization);
    default:
        return sizeof(CUpti_ActivityAPI);
    }
}

CUptiResult cuptiActivityGetNextRecord(uint8_t *buffer, size_t valid, CUpti_Activity **record)
{
    uint8_t *next = *record ? (uint8_t *)*record + size_of((*record)->kind) : buffer;
    if (next >= buffer + valid)
        return CUPTI_ERROR_MAX_LIMIT_REACHED;
    *record = (CUpti_Activity *)next;
    return CUPTI_SUCCESS;
}

/* From `us` on for `long_us`. */
#define TIMES(us, long_us)                                                                         \
    .start = now_ns + (uint64_t)(us)*1000,                                                         \
    .end = now_ns + ((uint64_t)(us) + (uint64_t)(long_us)) * 1000

#define PUT(type, ...)                                                                             \
    do {                                                                                           \
        type record_ = {__VA_ARGS__};                                                              \
        memcpy(buffer + valid, &record_, sizeof record_);                                          \
        valid += sizeof record_;                                                                   \
    } while (0)

#define CALL(kind_, id, ...)                                                                       \
    PUT(CUpti_ActivityAPI, .kind = (kind_), .cbid = (id), .processId = (uint32_t)getpid(),         \
        .threadId = (uint32_t)gettid(), __VA_ARGS__)

CUptiResult cuptiActivityFlushAll(uint32_t flag)
{
    uint8_t *buffer = NULL;
    size_t size = 0, valid = 0, most = 0;
    uint64_t now_ns;
    if (flag != CUPTI_ACTIVITY_FLAG_FLUSH_FORCED || enabled != 6)
        return CUPTI_ERROR_INVALID_PARAMETER;
    cuptiGetTimestamp(&now_ns);
    request(&buffer, &size, &most);
    if (size < 8192)
        return CUPTI_ERROR_OUT_OF_MEMORY;
    CALL(CUPTI_ACTIVITY_KIND_DRIVER, 0, .correlationId = 1, TIMES(1, 1));
    CALL(CUPTI_ACTIVITY_KIND_RUNTIME, 0, .correlationId = 1, TIMES(0, 3));
    CALL(CUPTI_ACTIVITY_KIND_RUNTIME, 1, .correlationId = 2, TIMES(4, 1));
    CALL(CUPTI_ACTIVITY_KIND_RUNTIME, 2, .correlationId = 3, TIMES(6, 1));
    CALL(CUPTI_ACTIVITY_KIND_RUNTIME, 3, .correlationId = 4, TIMES(8, 12));
    PUT(CUpti_ActivityMemcpy5, .kind = CUPTI_ACTIVITY_KIND_MEMCPY, .streamId = 7, .bytes = 4096,
        .copyKind = CUPTI_ACTIVITY_MEMCPY_KIND_HTOD, .srcKind = CUPTI_ACTIVITY_MEMORY_KIND_PINNED,
        .dstKind = CUPTI_ACTIVITY_MEMORY_KIND_DEVICE, .correlationId = 1, TIMES(2, 5));
    PUT(CUpti_ActivityMemset4, .kind = CUPTI_ACTIVITY_KIND_MEMSET, .streamId = 7, .bytes = 16,
        .correlationId = 2, TIMES(7, 1));
    PUT(CUpti_ActivityKernel9, .kind = CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL, .streamId = 7,
        .name = "_Z5countPKc", .correlationId = 3, TIMES(9, 10));
    PUT(CUpti_ActivityKernel9, .kind = CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL, .streamId = 7,
        .name = "_Z9unknown", .correlationId = 3); /* no times: lost */
    PUT(CUpti_ActivitySynchronization, .kind = CUPTI_ACTIVITY_KIND_SYNCHRONIZATION, .streamId = 7,
        .type = CUPTI_ACTIVITY_SYNCHRONIZATION_TYPE_STREAM_SYNCHRONIZE, .correlationId = 4,
        TIMES(9, 10));
    PUT(CUpti_ActivitySynchronization, .kind = CUPTI_ACTIVITY_KIND_SYNCHRONIZATION, .streamId = 7,
        .type = CUPTI_ACTIVITY_SYNCHRONIZATION_TYPE_STREAM_WAIT_EVENT, .correlationId = 3,
        TIMES(6, 1)); /* the host does not wait */
    complete(NULL, 0, buffer, size, valid);
    return CUPTI_SUCCESS;
}
