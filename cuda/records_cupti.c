/* Activity records by CUPTI, NVIDIA's interface for profilers, which is opened only when it is
 * used. */
#include "cupti_open.h"
#include "records.h"

#include <stdio.h>

#if __has_include(<cupti.h>)

#include <cupti.h>
#include <pthread.h>
#include <stdlib.h>

#define BUFFER_BYTES (1 << 20)
#define BUFFER_ALIGNMENT 64 /* CUPTI asks for 8 */

static struct cupti cupti;

/* Buffers may come back on a thread of CUPTI. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct records kept;

static const CUpti_ActivityKind kinds[] = {CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL,
                                           CUPTI_ACTIVITY_KIND_MEMCPY};
#define KINDS (sizeof kinds / sizeof kinds[0])

static bool good(CUptiResult result, const char *call, char *why, size_t why_size)
{
    return cupti_good(&cupti, result, call, why, why_size);
}

static void CUPTIAPI give_buffer(uint8_t **buffer, size_t *size, size_t *record_limit)
{
    *buffer = aligned_alloc(BUFFER_ALIGNMENT, BUFFER_BYTES);
    *size = *buffer ? BUFFER_BYTES : 0; /* without one, CUPTI drops records and counts them */
    *record_limit = 0;
}

/* A record without times counts as lost. */
static void keep(uint64_t start_ns, uint64_t end_ns, bool copy)
{
    struct activity *more = NULL;
    if (start_ns != 0 && end_ns >= start_ns)
        more = reallocarray(kept.all, kept.count + 1, sizeof kept.all[0]);
    if (!more) {
        kept.dropped++;
        return;
    }
    kept.all = more;
    kept.all[kept.count++] = (struct activity){start_ns, end_ns, copy};
}

/* The first fields of a record, up to its times, are the same in all CUPTIs of CUDA 12 and 13. */
static void CUPTIAPI take_buffer(CUcontext context, uint32_t stream, uint8_t *buffer, size_t size,
                                 size_t valid)
{
    CUpti_Activity *record = NULL;
    (void)context;
    (void)stream;
    (void)size;
    pthread_mutex_lock(&mutex);
    while (valid > 0 && cupti.next(buffer, valid, &record) == CUPTI_SUCCESS) {
        if (record->kind == CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL ||
            record->kind == CUPTI_ACTIVITY_KIND_KERNEL) {
            const CUpti_ActivityKernel9 *kernel = (const CUpti_ActivityKernel9 *)record;
            keep(kernel->start, kernel->end, false);
        } else if (record->kind == CUPTI_ACTIVITY_KIND_MEMCPY) {
            const CUpti_ActivityMemcpy5 *copy = (const CUpti_ActivityMemcpy5 *)record;
            if (copy->copyKind == CUPTI_ACTIVITY_MEMCPY_KIND_DTOH)
                keep(copy->start, copy->end, true);
        }
    }
    pthread_mutex_unlock(&mutex);
    free(buffer);
}

bool records_start(char *why, size_t why_size)
{
    if (!cupti_open(&cupti, why, why_size) ||
        !good(cupti.callbacks(give_buffer, take_buffer), "cuptiActivityRegisterCallbacks", why,
              why_size))
        return false;
    for (size_t i = 0; i < KINDS; i++)
        if (!good(cupti.enable(kinds[i]), "cuptiActivityEnable", why, why_size))
            return false;
    return true;
}

bool records_stop(struct records *records, char *why, size_t why_size)
{
    size_t dropped = 0;
    uint32_t version = 0;
    if (!good(cupti.flush(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED), "cuptiActivityFlushAll", why,
              why_size) ||
        !good(cupti.dropped(NULL, 0, &dropped), "cuptiActivityGetNumDroppedRecords", why, why_size))
        return false;
    for (size_t i = 0; i < KINDS; i++)
        cupti.disable(kinds[i]);
    cupti.version(&version);
    pthread_mutex_lock(&mutex);
    *records = kept;
    kept = (struct records){.all = NULL};
    pthread_mutex_unlock(&mutex);
    records->dropped += dropped;
    snprintf(records->source, sizeof records->source, "CUPTI, API version %u", version);
    return true;
}

#else

bool records_start(char *why, size_t why_size)
{
    return cupti_absent(why, why_size);
}

bool records_stop(struct records *records, char *why, size_t why_size)
{
    (void)records;
    return cupti_absent(why, why_size);
}

#endif
