/* A slot is a stream of work for a GPU, and its memory: lines go up, are counted, and the tally
 * comes down, one after the other. Several slots can work side by side; the slots of one GPU share
 * a tally. slot_wait() and slot_tally() wait for the work, and so does any call that must allocate
 * more memory. All others may return before the work is done. Every failure ends the program with a
 * message. */
#ifndef SLOT_H
#define SLOT_H

#include "steps.h"

#include <cuda_runtime_api.h>

/* The memory on the host that a slot's text is read into. If it is ordinary memory, CUDA first
 * copies it into page-locked memory of its own. If it is page-locked, the GPU fetches it while the
 * host goes on. */
struct staging {
    bool pinned;
    size_t bytes; /* initial size; grows for a longer line */
    size_t count; /* with 2, the host fills one while the GPU fetches the other */
};
#define STAGING_MOST 2

/* Work between two of a slot's events. */
struct lap {
    enum stage stage;
    size_t from, to;
};

struct slot {
    int gpu;
    int blocks; /* of threads that can run on the GPU at once */
    cudaStream_t stream;
    unsigned char *text; /* on the GPU */
    size_t capacity;
    struct extent lines; /* the part of the text that this slot has */
    struct extent part;  /* the part of `lines` that was read last */
    struct staging staging;
    char *staged[STAGING_MOST]; /* on the host */
    size_t room[STAGING_MOST];
    size_t left[STAGING_MOST]; /* event after its last upload */
    size_t turn;               /* the staging that is next */
    const struct slot *first;  /* of its GPU: has the sum and tally; NULL: this one */
    struct tally *sum;         /* on the GPU, followed by the sum of repeated work */
    struct tally *tally;       /* on the host, page-locked */
    struct lap *laps;          /* of this search */
    size_t lap_count, lap_capacity;
    cudaEvent_t *events; /* [0] of a GPU's first slot marks the start of the search */
    size_t event_count, events_made;
    double owed[STAGE_COUNT]; /* how much work to repeat: see stages_delay() */
    bool busy;                /* there may be work left in the stream */
};

/* Prepares the slot's GPU: context, kernel, and memory for so many bytes of text. `first` is the
 * GPU's first slot, or NULL to open that one. */
struct slot slot_open(int gpu, size_t bytes, struct staging staging, const struct slot *first);
void slot_close(struct slot *slot);

/* Starts a new search with nothing counted. A GPU's other slots may count only after a slot_wait()
 * for its first. */
void slot_begin(struct slot *slot);

/* From now on these lines are the slot's text. Returns the memory to read all of them into: the
 * next staging, after its last upload has ended. */
char *slot_room(struct slot *slot, struct extent lines);

/* Reads the lines of a block into the slot. */
void slot_read(struct slot *slot, const struct blocks *blocks, size_t index);

/* Copies what was read last to its place in the slot's text on the GPU. */
void slot_upload(struct slot *slot);

/* Reads and copies the lines of a block in parts as large as the staging: the next part is read
 * while the last one is being copied. */
void slot_stream(struct slot *slot, const struct blocks *blocks, size_t index);

/* Counts the matches in the slot's text. */
void slot_count(struct slot *slot, const struct needle *needle);

/* For a GPU's first slot, after all its slots have been waited for. */
void slot_download(struct slot *slot);
void slot_wait(struct slot *slot);
void slot_wait_for(struct slot *slot, enum stage stage); /* charges the time to that stage */

/* Waits for slot_download() and returns its tally. */
struct tally slot_tally(struct slot *slot);

/* How long uploads, kernels and downloads were under way since slot_begin() of the first slot, by
 * events on the GPU. Time in which two of them overlap counts once; with several slots it includes
 * waiting for a turn. Call this after all slots have been waited for. */
void slots_times(const struct slot *slots, size_t count, uint64_t ns[STAGE_COUNT]);

#endif
