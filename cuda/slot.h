/* A stream of work for a GPU, and the memory it works in: lines go up, are counted, and the tally
 * comes down, one after the other; several slots side by side. slot_wait() and slot_tally() wait
 * for the work, as does whatever must move memory to make more room; all else may return before it
 * is done. Every failure ends the program with a line. */
#ifndef SLOT_H
#define SLOT_H

#include "steps.h"

#include <cuda_runtime_api.h>

/* What a slot's text is read into on the host. */
enum staging {
    STAGING_ORDINARY, /* CUDA copies it into page-locked memory of its own first */
    STAGING_PINNED,   /* page-locked: the GPU fetches it by itself, while the host goes on */
};

/* Work between two of a slot's events. */
struct lap {
    enum stage stage;
    size_t from, to;
};

struct slot {
    int gpu;
    int blocks; /* of threads, that the GPU has room for */
    cudaStream_t stream;
    unsigned char *text; /* on the GPU */
    size_t capacity;
    enum staging kind;
    char *staging; /* on the host */
    size_t staging_capacity;
    struct tally *sum;   /* on the GPU */
    struct tally *tally; /* page-locked: where it comes down to */
    struct lap *laps;    /* of this search */
    size_t lap_count, lap_capacity;
    cudaEvent_t *events; /* [0] is the start of the search */
    size_t event_count, events_made;
    bool busy; /* there may be work left in the stream */
};

/* Makes the slot's GPU ready: context, kernel, and memory for so many bytes of text, there and on
 * the host. */
struct slot slot_open(int gpu, size_t bytes, enum staging kind);
void slot_close(struct slot *slot);

/* A new search: nothing is counted yet. */
void slot_begin(struct slot *slot);

/* Memory of at least so many bytes to read into; it moves when it must grow. */
char *slot_staging(struct slot *slot, size_t bytes);

/* Copies what is in the slot's staging memory to its text on the GPU, from byte `at` of that on.
 * The staging memory may change again after slot_wait(). */
void slot_upload(struct slot *slot, size_t at, size_t length);

/* Makes room for so many bytes of text on the GPU, more than the slot was opened for. */
void slot_reserve(struct slot *slot, size_t length);

/* Adds the matches in the slot's text, whose first byte is byte `offset` of the whole. */
void slot_count(struct slot *slot, const struct needle *needle, size_t length, uint64_t offset);

void slot_download(struct slot *slot);
void slot_wait(struct slot *slot);
void slot_wait_for(struct slot *slot, enum stage stage); /* charged to that stage */

/* What slot_download() has brought; waits for it. */
struct tally slot_tally(struct slot *slot);

/* How long uploads, kernels and downloads were under way since slot_begin() of the first of these
 * slots, by events on the GPU: where two overlap, the time counts once. Waits for nothing: after
 * slot_tally() of each. */
void slots_times(const struct slot *slots, size_t count, uint64_t ns[STAGE_COUNT]);

#endif
