/* libactivity.so: if CUDA_INJECTION64_PATH names it, CUDA loads it into a program when that first
 * uses a GPU. It records what the GPU did and which calls CUDA got, in the folder ACTIVITY_FOLDER;
 * see activity.h. If something fails, it writes that there, and the program continues. */
#include "activity.h"
#include "activity_lines.h"
#include "cupti_open.h"

#include <stdbool.h>
#include <stdio.h>

int InitializeInjection(void);
bool activity_works(char *why, size_t why_size);

#if __has_include(<cupti.h>)

#include <cuda.h>
#include <cupti.h>
#include <dirent.h>
#include <dlfcn.h>
#include <jansson.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BUFFER_BYTES (4 << 20)
#define BUFFER_ALIGNMENT 64 /* CUPTI asks for 8 */

static struct cupti cupti;

/* Buffers may come back on a thread of CUPTI. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static FILE *file; /* NULL: not recording, or no longer */
static uint64_t written, lost;
static pid_t owner; /* owns the file; a forked child doesn't */

static const CUpti_ActivityKind kinds[] = {
    CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL, CUPTI_ACTIVITY_KIND_MEMCPY,  CUPTI_ACTIVITY_KIND_MEMSET,
    CUPTI_ACTIVITY_KIND_SYNCHRONIZATION,   CUPTI_ACTIVITY_KIND_RUNTIME, CUPTI_ACTIVITY_KIND_DRIVER,
};

static bool good(CUptiResult result, const char *call, char *why, size_t why_size)
{
    return cupti_good(&cupti, result, call, why, why_size);
}

/* --- lines --- */

/* Writes a line; takes the object. NULL (for example, a name that is not UTF-8) counts as a lost
 * record. */
static void put(json_t *line)
{
    if (!line || json_dumpf(line, file, JSON_COMPACT) < 0 || fputc('\n', file) == EOF)
        lost++;
    json_decref(line);
}

static void fail(const char *why)
{
    put(json_pack("{s:s, s:s}", "what", "failed", "why", why));
    fclose(file);
    file = NULL;
}

/* --- buffers --- */

static void CUPTIAPI give_buffer(uint8_t **buffer, size_t *size, size_t *record_limit)
{
    *buffer = aligned_alloc(BUFFER_ALIGNMENT, BUFFER_BYTES);
    *size = *buffer ? BUFFER_BYTES : 0; /* without one, CUPTI drops records and counts them */
    *record_limit = 0;
}

/* A record without times counts as lost. */
static void keep(const CUpti_Activity *record)
{
    json_t *line = activity_line(record, cupti.callback_name);
    if (!line)
        return;
    json_int_t start = json_integer_value(json_object_get(line, "start")),
               end = json_integer_value(json_object_get(line, "end"));
    if (start > 0 && end >= start && written < ACTIVITY_MOST) {
        written++;
        put(line);
    } else {
        lost++;
        json_decref(line);
    }
}

static void CUPTIAPI take_buffer(CUcontext context, uint32_t stream, uint8_t *buffer, size_t size,
                                 size_t valid)
{
    CUpti_Activity *record = NULL;
    (void)context;
    (void)stream;
    (void)size;
    pthread_mutex_lock(&mutex);
    while (file && valid > 0 && cupti.next(buffer, valid, &record) == CUPTI_SUCCESS)
        keep(record);
    pthread_mutex_unlock(&mutex);
    free(buffer);
}

/* --- beginning and end --- */

/* Names threads that still exist; OpenMP's do, until the process ends. */
static void put_threads(void)
{
    DIR *folder = opendir("/proc/self/task");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char path[300], name[32] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
        FILE *comm = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (comm && fgets(name, sizeof name, comm)) {
            name[strcspn(name, "\n")] = '\0';
            put(json_pack("{s:s, s:I, s:s}", "what", "thread", "thread",
                          (json_int_t)strtoll(entry->d_name, NULL, 10), "name", name));
        }
        if (comm)
            fclose(comm);
    }
    if (folder)
        closedir(folder);
}

static void finish(void)
{
    size_t dropped = 0;
    if (getpid() != owner)
        return;
    cupti.flush(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED);
    cupti.dropped(NULL, 0, &dropped);
    pthread_mutex_lock(&mutex);
    put_threads();
    lost += dropped;
    put(json_pack("{s:s, s:I}", "what", "end", "dropped", (json_int_t)lost));
    fclose(file);
    file = NULL;
    pthread_mutex_unlock(&mutex);
}

static void put_head(void)
{
    struct timespec now;
    char source[64];
    uint32_t version = 0;
    uint64_t cupti_now = 0;
    cupti.version(&version);
    cupti.timestamp(&cupti_now);
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(source, sizeof source, "CUPTI, API version %u", version);
    put(json_pack("{s:i, s:s, s:I, s:I, s:I}", "activity", 1, "source", source, "pid",
                  (json_int_t)getpid(), "cupti", (json_int_t)cupti_now, "monotonic",
                  (json_int_t)now.tv_sec * 1000000000 + now.tv_nsec));
}

static bool start(char *why, size_t why_size)
{
    if (!cupti_open(&cupti, why, why_size) ||
        !good(cupti.callbacks(give_buffer, take_buffer), "cuptiActivityRegisterCallbacks", why,
              why_size))
        return false;
    cupti.thread_id_type(CUPTI_ACTIVITY_THREAD_ID_TYPE_SYSTEM); /* for threads' names */
    put_head();
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (!good(cupti.enable(kinds[i]), "cuptiActivityEnable", why, why_size))
            return false;
    return true;
}

int InitializeInjection(void)
{
    const char *folder = getenv(ACTIVITY_FOLDER);
    char path[4096], why[300] = "no memory";
    if (!folder || snprintf(path, sizeof path, "%s/" ACTIVITY_FILE, folder) >= (int)sizeof path)
        return 1;
    file = fopen(path, "wxe"); /* only the first process creates it */
    if (!file)
        return 1;
    owner = getpid();
    if (start(why, sizeof why) && atexit(finish) == 0)
        return 1;
    fail(why);
    return 1;
}

/* --- whether it would work --- */

bool activity_works(char *why, size_t why_size)
{
    void *driver = dlopen("libcuda.so.1", RTLD_NOW);
    CUresult (*init)(unsigned) = driver ? (CUresult(*)(unsigned))dlsym(driver, "cuInit") : NULL;
    CUresult (*count)(int *) =
        driver ? (CUresult(*)(int *))dlsym(driver, "cuDeviceGetCount") : NULL;
    int devices = 0;
    if (!cupti_open(&cupti, why, why_size))
        return false;
    if (!init || !count) {
        snprintf(why, why_size,
                 "no NVIDIA driver, without which nothing is recorded; install it, on a machine "
                 "with a GPU of theirs");
        return false;
    }
    CUresult result = init(0);
    if (result == CUDA_SUCCESS)
        result = count(&devices);
    if (result != CUDA_SUCCESS || devices == 0) {
        snprintf(why, why_size,
                 "the NVIDIA driver finds no GPU (CUDA error %d); run this on a machine with one",
                 (int)result);
        return false;
    }
    return true;
}

#else

int InitializeInjection(void)
{
    return 1;
}

bool activity_works(char *why, size_t why_size)
{
    return cupti_absent(why, why_size);
}

#endif
