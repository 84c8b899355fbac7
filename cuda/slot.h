/* A stream of work for a GPU, and the memory it works in: lines go up, are counted, and the tally
 * comes down, one after the other; several slots side by side, whose tally is one for each GPU.
 * slot_wait() and slot_tally() wait for the work, as does whatever must move memory to make more
 * room; all else may return before it is done. Every failure ends the program with a line. */
#ifndef SLOT_H
#define SLOT_H

#include "steps.h"

#include <cuda_runtime_api.h>

/* What a slot's text is read into on the host: ordinary memory, which CUDA copies into page-locked
 * memory of its own first, or page-locked, which the GPU fetches by itself while the host goes on.
 */
struct staging {
    bool pinned;
    size_t bytes; /* at first; a longer line gets more */
    size_t count; /* 2: one is read into while the other is fetched */
};
#define STAGING_MOST 2

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
    struct extent lines; /* of the whole text, that are its own text */
    struct extent part;  /* of these, that was read last */
    struct staging staging;
    char *staged[STAGING_MOST]; /* on the host */
    size_t room[STAGING_MOST];
    size_t left[STAGING_MOST]; /* event behind its last upload */
    size_t turn;               /* which of them is next */
    const struct slot *first;  /* of its GPU, whose sum and tally are all its slots'; or NULL */
    struct tally *sum;         /* on the GPU; behind it, that of work done again */
    struct tally *tally;       /* page-locked: where it comes down to */
    struct lap *laps;          /* of this search */
    size_t lap_count, lap_capacity;
    cudaEvent_t *events; /* [0] of a GPU's first slot is the start of the search */
    size_t event_count, events_made;
    double owed[STAGE_COUNT]; /* work to be done again, in works: see stages_delay() */
    bool busy;                /* there may be work left in the stream */
};

/* Makes the slot's GPU ready: context, kernel, and memory for so many bytes of text. `first` is
 * another slot of that GPU, which was opened before; NULL for the first. */
struct slot slot_open(int gpu, size_t bytes, struct staging staging, const struct slot *first);
void slot_close(struct slot *slot);

/* A new search: nothing is counted yet. Others may count when the first slot has been waited for.
 */
void slot_begin(struct slot *slot);

/* These lines are the slot's text from here on, and all of them are to be read into the memory that
 * is returned: the next staging, once its last upload has left it. */
char *slot_room(struct slot *slot, struct extent lines);

/* The lines of a block, read there. */
void slot_read(struct slot *slot, const struct blocks *blocks, size_t index);

/* Copies what was read last to where it belongs in the slot's text on the GPU. */
void slot_upload(struct slot *slot);

/* The lines of a block, read and copied by parts of the staging's bytes: while one is on its way
 * the next is read. */
void slot_stream(struct slot *slot, const struct blocks *blocks, size_t index);

/* Adds the matches in the slot's text. */
void slot_count(struct slot *slot, const struct needle *needle);

/* Of a GPU's first slot, when all have been waited for. */
void slot_download(struct slot *slot);
void slot_wait(struct slot *slot);
void slot_wait_for(struct slot *slot, enum stage stage); /* charged to that stage */

/* What slot_download() has brought; waits for it. */
struct tally slot_tally(struct slot *slot);

/* How long uploads, kernels and downloads were under way since slot_begin() of the first of these
 * slots, by events on the GPU: where two overlap, the time counts once, and of several slots each
 * waits for its turn meanwhile. To be asked when all have been waited for. */
void slots_times(const struct slot *slots, size_t count, uint64_t ns[STAGE_COUNT]);

#endif
