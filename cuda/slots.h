/* All the slots of a rung, on all the GPUs of its workload. */
#ifndef SLOTS_H
#define SLOTS_H

#include "slot.h"

struct slots {
    struct needle needle;
    struct slot *all;
    size_t count;
    size_t gpus;
    size_t bytes; /* of text that each has room for */
    struct device_report report;
    bool cold, stays_cold; /* none of the text is in the caches before the next search; before any
                              search */
};

/* Opens `each` slots for each GPU, slot i on GPU i % work->gpus, each with room for `bytes` of
 * text. */
struct slots *slots_open(const struct workload *work, size_t each, size_t bytes,
                         struct staging staging);
void slots_close(void *slots);

/* How many bytes each GPU gets if they share the text evenly. */
size_t slots_share(const struct workload *work);

/* Chooses what to test by the first bytes of the text. */
void slots_learn(struct slots *slots, const struct blocks *text);

/* Starts a search with nothing counted. */
void slots_begin(struct slots *slots);

/* Downloads each GPU's tally, waits for it, and returns the sum. Call this after every slot has
 * been waited for. */
struct tally slots_tally(struct slots *slots);

/* For struct variant: wait for all work on the GPUs; report on the last search. */
void slots_synchronize(void);
struct device_report slots_report(void *slots);

#endif
