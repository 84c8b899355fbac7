#include "replay.h"
#include "mapping.h"

#include <err.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A step that continues where it was finds its next record among so many. */
#define NEAR 8

struct record {
    uint64_t at, by;
    uint64_t first, second; /* a span's offset and length; a tally */
};

/* A thread's records. */
struct tape {
    struct record *records;
    size_t count, capacity;
    struct tape *next;
};

unsigned replay_recorded, replay_left_out;

static unsigned enabled;
static _Thread_local struct tape *own;
static _Atomic(struct tape *) tapes;
static atomic_bool text_is_written;
static struct record *records; /* of all tapes, by place */
static size_t count;
static _Thread_local size_t here; /* the first record of the last place asked for */
static struct span text;

void replay_unsupported(const char *why)
{
    if (enabled)
        errx(EXIT_UNSUPPORTED, "--without: %s", why);
}

void replay_enable(unsigned stages)
{
    enabled = stages;
}

/* --- recording --- */

void replay_record(void)
{
    replay_recorded = enabled;
}

static struct tape *tape_of_this_thread(void)
{
    if (own)
        return own;
    own = calloc(1, sizeof *own);
    if (!own)
        err(1, "recording");
    own->next = atomic_load(&tapes);
    while (!atomic_compare_exchange_weak(&tapes, &own->next, own))
        ;
    return own;
}

void replay_keep(uint64_t by, uint64_t at, uint64_t first, uint64_t second)
{
    struct tape *tape = tape_of_this_thread();
    if (tape->count == tape->capacity) {
        tape->capacity = tape->capacity ? 2 * tape->capacity : 1024;
        tape->records = reallocarray(tape->records, tape->capacity, sizeof *tape->records);
        if (!tape->records)
            err(1, "recording");
    }
    tape->records[tape->count++] = (struct record){at, by, first, second};
}

void replay_text_is_written(void)
{
    atomic_store_explicit(&text_is_written, true, memory_order_relaxed);
}

/* --- what was recorded --- */

static _Noreturn void differs(void)
{
    errx(EXIT_UNSUPPORTED, "--without: this search splits the text differently each time");
}

static int by_place(const void *left, const void *right)
{
    const struct record *a = left, *b = right;
    int order = (a->at > b->at) - (a->at < b->at);
    return order ? order : (a->by > b->by) - (a->by < b->by);
}

static void gather(void)
{
    for (struct tape *tape = atomic_load(&tapes); tape; tape = tape->next)
        count += tape->count;
    records = calloc(count + 1, sizeof *records);
    if (!records)
        err(1, "recording");
    size_t gathered = 0;
    for (struct tape *tape = atomic_load(&tapes); tape; tape = tape->next) {
        if (tape->count > 0)
            memcpy(records + gathered, tape->records, tape->count * sizeof *records);
        gathered += tape->count;
        free(tape->records);
        *tape = (struct tape){.next = tape->next};
    }
    qsort(records, count, sizeof *records, by_place);
    for (size_t i = 1; i < count; i++)
        if (by_place(&records[i - 1], &records[i]) == 0 &&
            memcmp(&records[i - 1], &records[i], sizeof *records) != 0)
            differs();
}

/* Only lower() writes to spans, if it is not left out, and that must not change the file. */
static void map_text(const struct workload *work)
{
    bool written = text_is_written && !(enabled & STAGE_BIT(STAGE_LOWER));
    text = mapping_of(work, written ? PROT_READ | PROT_WRITE : PROT_READ,
                      (written ? MAP_PRIVATE : MAP_SHARED) | MAP_POPULATE);
}

void replay_start(const struct workload *work)
{
    replay_recorded = 0;
    gather();
    if (enabled & STAGE_BIT(STAGE_READ))
        map_text(work);
    replay_left_out = enabled;
}

/* --- giving it back --- */

static size_t first_at(uint64_t at)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (records[middle].at < at)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static const struct record *find(uint64_t by, uint64_t at)
{
    size_t i = here, most = here + NEAR < count ? here + NEAR : count;
    while (i < most && records[i].at < at)
        i++;
    if (i >= most || records[i].at != at)
        i = first_at(at);
    here = i;
    for (; i < count && records[i].at == at; i++)
        if (records[i].by == by)
            return &records[i];
    differs();
}

void replay_find_span(uint64_t by, uint64_t at, struct span *span)
{
    const struct record *record = find(by, at);
    *span = (struct span){text.bytes + record->first, record->second, record->first};
}

void replay_find_tally(uint64_t by, uint64_t at, struct tally *tally)
{
    const struct record *record = find(by, at);
    *tally = (struct tally){record->first, record->second};
}

bool replay_text(const struct workload *work, struct span *span)
{
    if (!replay_leaves_out(STAGE_READ))
        return false;
    *span = text;
    if (work->bytes > 0 && work->bytes < span->length)
        span->length = (size_t)work->bytes;
    return true;
}
