#include "cuda/gpu.h"
#include "cuda/slots.h"

extern "C" {
#include "needle_counter.h"
}

const char *counter_unsupported(void)
{
    struct workload work = {};
    work.combined = "a";
    work.gpus = 1;
    return gpu_unsupported(&work);
}

#define STAGED_BYTES ((size_t)1 << 20)

/* Always in the same memory: behind the text is what is left of a longer one. */
struct tally counter_count(const struct needle *needle, struct span span)
{
    static struct slot slot;
    if (!slot.stream)
        slot = slot_open(0, STAGED_BYTES, (struct staging){true, STAGED_BYTES, 1}, NULL);
    slot_begin(&slot);
    slot_reserve(&slot, span.length);
    for (size_t at = 0; at < span.length; at += STAGED_BYTES) {
        size_t left = span.length - at, length = left < STAGED_BYTES ? left : STAGED_BYTES;
        memcpy(slot_staging(&slot), span.bytes + at, length);
        slot_upload(&slot, at, length);
    }
    slot_count(&slot, needle, span.length, span.offset);
    slot_download(&slot);
    return slot_tally(&slot);
}
