/* CUDA's runtime without a GPU, as far as the GPU rungs use it, so that their own sources run
 * anywhere and under the sanitizers: a stream is a thread that does what it is given in order and,
 * by chance, late; a GPU's memory is some of the host's. What is used before it has arrived, or
 * overwritten before it has left, is found here. It launches no kernels: see count.cu.
 *
 * Time is simulated, too (tests/support/simulated_clock.h). Each GPU does one upload, one kernel
 * and one download at a time; when a piece of work ends is known as soon as it is asked for.
 *
 * From the environment: SIMULATED_GPUS, how many there are (1); SIMULATED_GPU_BYTES, what each has
 * memory for; SIMULATED_FAILURE=FUNCTION:N:FILE, that the Nth call of that function fails;
 * SIMULATED_UPLOAD, SIMULATED_KERNEL and SIMULATED_DOWNLOAD, ns for 1,000 bytes. */
#include "runtime.h"
#include "cuda/worker.h"
#include "tests/support/simulated_clock.h"

#include <cuda_runtime_api.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GPU_BYTES "4294967296"
#define CACHE_BYTES 4096
#define LATE_NS 200000 /* at most */
#define START_NS 10    /* of any work */
#define MOST_GPUS 64

struct CUstream_st {
    struct worker *worker;
    int gpu;
    uint64_t done_ns; /* when all is done that was asked for */
    struct CUstream_st *next;
};

/* What works at the same time as the others, in each GPU. */
enum unit {
    UNIT_UPLOAD,
    UNIT_KERNEL,
    UNIT_DOWNLOAD,
    UNITS,
};

struct CUevent_st {
    int gpu;
    atomic_uint pending;
    uint64_t ns; /* 0: never recorded */
};

/* --- what there is --- */

struct memory {
    char *bytes;
    size_t size;
    int gpu; /* PINNED: the host's */
    struct memory *next;
};
#define PINNED (-1)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of both lists */
static struct memory *memories;
static struct CUstream_st *streams;
static _Thread_local int current;

static size_t setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return strtoull(value ? value : otherwise, NULL, 10);
}

/* Whether this is the call that SIMULATED_FAILURE names. It makes the file then, so that a failure
 * that the program passes over is found. */
static bool fails(const char *function)
{
    static atomic_uint calls;
    const char *wanted = getenv("SIMULATED_FAILURE");
    size_t length = strlen(function);
    char *end;
    if (!wanted || strncmp(wanted, function, length) != 0 || wanted[length] != ':' ||
        atomic_fetch_add(&calls, 1) + 1 != strtoul(wanted + length + 1, &end, 10))
        return false;
    FILE *mark = *end == ':' ? fopen(end + 1, "we") : NULL;
    if (mark)
        fclose(mark);
    return true;
}

#define MAY_FAIL(error)                                                                            \
    do {                                                                                           \
        if (fails(__func__))                                                                       \
            return error;                                                                          \
    } while (0)

/* The memory that holds so many bytes from there on, or NULL. */
static const struct memory *memory_of(const void *from, size_t size)
{
    const char *first = from;
    pthread_mutex_lock(&lock);
    const struct memory *memory = memories;
    while (memory && !(first >= memory->bytes && first + size <= memory->bytes + memory->size))
        memory = memory->next;
    pthread_mutex_unlock(&lock);
    return memory;
}

/* New memory has anything in it. */
static cudaError_t memory_new(void **bytes, size_t size, int gpu)
{
    struct memory *memory = malloc(sizeof *memory);
    size_t taken = size;
    if (!memory)
        return cudaErrorMemoryAllocation;
    *memory = (struct memory){malloc(size ? size : 1), size, gpu, NULL};
    pthread_mutex_lock(&lock);
    for (const struct memory *other = memories; other; other = other->next)
        taken += other->gpu == gpu ? other->size : 0;
    bool fits = memory->bytes && taken <= setting("SIMULATED_GPU_BYTES", GPU_BYTES);
    if (fits) {
        memset(memory->bytes, '1', size);
        memory->next = memories;
        memories = memory;
        *bytes = memory->bytes;
    }
    pthread_mutex_unlock(&lock);
    if (!fits) {
        free(memory->bytes);
        free(memory);
    }
    return fits ? cudaSuccess : cudaErrorMemoryAllocation;
}

/* Like CUDA's, it waits for all work first. */
static cudaError_t memory_free(void *bytes)
{
    cudaError_t error = cudaDeviceSynchronize();
    if (error != cudaSuccess || !bytes)
        return error;
    pthread_mutex_lock(&lock);
    struct memory **at = &memories;
    while (*at && (*at)->bytes != bytes)
        at = &(*at)->next;
    struct memory *memory = *at;
    if (memory)
        *at = memory->next;
    pthread_mutex_unlock(&lock);
    if (!memory)
        return cudaErrorInvalidValue;
    free(memory->bytes);
    free(memory);
    return cudaSuccess;
}

cudaError_t cudaMalloc(void **bytes, size_t size)
{
    MAY_FAIL(cudaErrorMemoryAllocation);
    return memory_new(bytes, size, current);
}

cudaError_t cudaFree(void *bytes)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    return memory_free(bytes);
}

cudaError_t cudaHostAlloc(void **bytes, size_t size, unsigned flags)
{
    (void)flags;
    MAY_FAIL(cudaErrorMemoryAllocation);
    return memory_new(bytes, size, PINNED);
}

cudaError_t cudaMallocHost(void **bytes, size_t size)
{
    return cudaHostAlloc(bytes, size, 0);
}

cudaError_t cudaFreeHost(void *bytes)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    return memory_free(bytes);
}

/* --- streams and events --- */

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void take_time(cudaStream_t stream, enum unit unit, size_t bytes)
{
    static uint64_t free_ns[MOST_GPUS][UNITS];
    static const char *const rates[UNITS] = {"SIMULATED_UPLOAD", "SIMULATED_KERNEL",
                                             "SIMULATED_DOWNLOAD"};
    pthread_mutex_lock(&lock);
    uint64_t *unit_free_ns = &free_ns[stream->gpu][unit];
    uint64_t start_ns = later(simulated_now(), later(stream->done_ns, *unit_free_ns));
    stream->done_ns = *unit_free_ns =
        start_ns + START_NS + setting(rates[unit], "100") * bytes / 1000;
    pthread_mutex_unlock(&lock);
}

void simulated_kernel(cudaStream_t stream, size_t bytes)
{
    take_time(stream, UNIT_KERNEL, bytes);
}

static void be_late(void)
{
    static atomic_uint calls;
    uint32_t chance = atomic_fetch_add(&calls, 1) * 2654435761U;
    if (chance >> 30 == 0)
        nanosleep(&(struct timespec){0, chance % LATE_NS}, NULL);
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned flags)
{
    MAY_FAIL(cudaErrorMemoryAllocation);
    if (flags != cudaStreamNonBlocking)
        return cudaErrorNotSupported;
    *stream = calloc(1, sizeof **stream);
    if (!*stream)
        return cudaErrorMemoryAllocation;
    (*stream)->worker = worker_start();
    (*stream)->gpu = current;
    pthread_mutex_lock(&lock);
    (*stream)->next = streams;
    streams = *stream;
    pthread_mutex_unlock(&lock);
    return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    pthread_mutex_lock(&lock);
    struct CUstream_st **at = &streams;
    while (*at && *at != stream)
        at = &(*at)->next;
    if (*at)
        *at = stream->next;
    pthread_mutex_unlock(&lock);
    worker_stop(stream->worker);
    free(stream);
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream)
{
    MAY_FAIL(cudaErrorLaunchFailure);
    worker_wait(stream->worker);
    simulated_wait_until(stream->done_ns);
    return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize(void)
{
    MAY_FAIL(cudaErrorLaunchFailure);
    pthread_mutex_lock(&lock);
    for (struct CUstream_st *stream = streams; stream; stream = stream->next)
        if (stream->gpu == current) {
            worker_wait(stream->worker);
            simulated_wait_until(stream->done_ns);
        }
    pthread_mutex_unlock(&lock);
    return cudaSuccess;
}

cudaError_t cudaEventCreate(cudaEvent_t *event)
{
    MAY_FAIL(cudaErrorMemoryAllocation);
    *event = calloc(1, sizeof **event);
    if (!*event)
        return cudaErrorMemoryAllocation;
    (*event)->gpu = current;
    return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    cudaError_t error = cudaEventSynchronize(event);
    free(event);
    return error;
}

static void reach(void *argument)
{
    cudaEvent_t event = argument;
    event->pending--;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    if (stream->gpu != event->gpu)
        return cudaErrorInvalidResourceHandle;
    event->pending++;
    event->ns = later(stream->done_ns, simulated_now());
    worker_call(stream->worker, reach, event);
    return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    MAY_FAIL(cudaErrorLaunchFailure);
    while (event->pending > 0)
        nanosleep(&(struct timespec){0, 1000}, NULL);
    simulated_wait_until(event->ns);
    return cudaSuccess;
}

cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t from, cudaEvent_t to)
{
    MAY_FAIL(cudaErrorLaunchFailure);
    if (from->gpu != to->gpu || from->ns == 0 || to->ns == 0)
        return cudaErrorInvalidResourceHandle;
    if (from->pending > 0 || to->pending > 0)
        return cudaErrorNotReady;
    *ms = (float)((double)(int64_t)(to->ns - from->ns) / 1e6);
    return cudaSuccess;
}

/* --- work --- */

struct work {
    void *to;
    const void *from; /* NULL: set to `value` */
    int value;
    size_t size;
    char own[]; /* of memory that is not page-locked, what was there when it was asked for */
};

static void do_work(void *argument)
{
    struct work *work = argument;
    be_late();
    if (work->from)
        memcpy(work->to, work->from, work->size);
    else
        memset(work->to, work->value, work->size);
    free(work);
}

static cudaError_t queue_work(const struct work *work, size_t own, cudaStream_t stream)
{
    struct work *queued = malloc(sizeof *queued + own);
    if (!queued)
        return cudaErrorMemoryAllocation;
    *queued = *work;
    if (own > 0)
        queued->from = memcpy(queued->own, work->from, own);
    worker_call(stream->worker, do_work, queued);
    return cudaSuccess;
}

static bool on_gpu(const void *bytes, size_t size, int gpu)
{
    const struct memory *memory = memory_of(bytes, size);
    return memory && memory->gpu == gpu;
}

cudaError_t cudaMemsetAsync(void *to, int value, size_t size, cudaStream_t stream)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    if (stream->gpu != current || !on_gpu(to, size, current))
        return cudaErrorInvalidValue;
    struct work work = {.to = to, .value = value, .size = size};
    take_time(stream, UNIT_KERNEL, 0);
    return queue_work(&work, 0, stream);
}

cudaError_t cudaMemset(void *to, int value, size_t size)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    if (!on_gpu(to, size, current))
        return cudaErrorInvalidValue;
    memset(to, value, size);
    return cudaDeviceSynchronize();
}

cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t size, enum cudaMemcpyKind kind,
                            cudaStream_t stream)
{
    MAY_FAIL(cudaErrorIllegalAddress);
    const void *there = kind == cudaMemcpyHostToDevice ? to : from;
    const void *here = kind == cudaMemcpyHostToDevice ? from : to;
    if (stream->gpu != current || !on_gpu(there, size, current))
        return cudaErrorInvalidValue;
    bool pinned = on_gpu(here, size, PINNED);
    size_t own = kind == cudaMemcpyHostToDevice && !pinned ? size : 0;
    struct work work = {.to = to, .from = from, .size = size};
    take_time(stream, kind == cudaMemcpyHostToDevice ? UNIT_UPLOAD : UNIT_DOWNLOAD, size);
    cudaError_t error = queue_work(&work, own, stream);
    if (error == cudaSuccess && kind == cudaMemcpyDeviceToHost && !pinned)
        error = cudaStreamSynchronize(stream);
    return error;
}

cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t function, void *argument)
{
    MAY_FAIL(cudaErrorLaunchFailure);
    if (stream->gpu != current)
        return cudaErrorInvalidResourceHandle;
    worker_call(stream->worker, function, argument);
    return cudaSuccess;
}

/* --- GPUs --- */

cudaError_t cudaGetDeviceCount(int *count)
{
    MAY_FAIL(cudaErrorNoDevice);
    *count = (int)setting("SIMULATED_GPUS", "1");
    return *count > 0 && *count <= MOST_GPUS ? cudaSuccess : cudaErrorNoDevice;
}

cudaError_t cudaDriverGetVersion(int *version)
{
    *version = 0;
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int gpu)
{
    MAY_FAIL(cudaErrorDevicesUnavailable);
    int count;
    cudaError_t error = cudaGetDeviceCount(&count);
    if (error != cudaSuccess || gpu < 0 || gpu >= count)
        return cudaErrorInvalidDevice;
    current = gpu;
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int *gpu)
{
    *gpu = current;
    return cudaSuccess;
}

cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *properties, int gpu)
{
    memset(properties, 0, sizeof *properties);
    snprintf(properties->name, sizeof properties->name, "simulated GPU %d", gpu);
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int gpu)
{
    (void)gpu;
    *value = CACHE_BYTES;
    return attribute == cudaDevAttrL2CacheSize ? cudaSuccess : cudaErrorNotSupported;
}

cudaError_t cudaDeviceGetPCIBusId(char *bus, int size, int gpu)
{
    snprintf(bus, (size_t)size, "simulated %d", gpu);
    return cudaSuccess;
}

/* CUDA's own words. */
static const struct {
    cudaError_t error;
    const char *name, *words;
} errors[] = {
#define ERROR(name, words)                                                                         \
    {                                                                                              \
        name, #name, words                                                                         \
    }
    ERROR(cudaErrorDevicesUnavailable, "CUDA-capable device(s) is/are busy or unavailable"),
    ERROR(cudaErrorIllegalAddress, "an illegal memory access was encountered"),
    ERROR(cudaErrorInvalidDevice, "invalid device ordinal"),
    ERROR(cudaErrorInvalidResourceHandle, "invalid resource handle"),
    ERROR(cudaErrorInvalidValue, "invalid argument"),
    ERROR(cudaErrorLaunchFailure, "unspecified launch failure"),
    ERROR(cudaErrorMemoryAllocation, "out of memory"),
    ERROR(cudaErrorNoDevice, "no CUDA-capable device is detected"),
    ERROR(cudaErrorNotReady, "device not ready"),
    ERROR(cudaErrorNotSupported, "operation not supported"),
};

static size_t error_index(cudaError_t error)
{
    size_t i = 0;
    while (i + 1 < sizeof errors / sizeof errors[0] && errors[i].error != error)
        i++;
    return i;
}

const char *cudaGetErrorName(cudaError_t error)
{
    return errors[error_index(error)].name;
}

const char *cudaGetErrorString(cudaError_t error)
{
    return errors[error_index(error)].words;
}
