/* All the slots of a rung, on all the GPUs of its workload. */
#ifndef SLOTS_H
#define SLOTS_H

#include "slot.h"

struct slots {
    struct needle needle;
    struct slot *all;
    size_t count;
    size_t gpus;
    size_t bytes; /* of the text, that each was made for */
    struct device_report report;
    bool cold, stays_cold; /* the caches have nothing of the text before the next search, or any */
};

/* So many slots for each GPU, slot i on GPU i % work->gpus, each with room for `bytes` of text. */
struct slots *slots_open(const struct workload *work, size_t each, size_t bytes,
                         struct staging staging);
void slots_close(void *slots);

/* The text shared out evenly among the GPUs: bytes for each. */
size_t slots_share(const struct workload *work);

/* Looks at the first bytes of the text to choose what to test. */
void slots_learn(struct slots *slots, const struct blocks *text);

/* A search begins: nothing is counted yet. */
void slots_begin(struct slots *slots);

/* When every slot has been waited for: brings down each GPU's tally, waits for it, and adds them
 * up. */
struct tally slots_tally(struct slots *slots);

/* For struct variant: waits for all work on the GPUs; what they say of the last search. */
void slots_synchronize(void);
struct device_report slots_report(void *slots);

#endif
