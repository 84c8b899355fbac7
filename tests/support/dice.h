/* Random numbers that repeat, and strings put together with them. */
#ifndef DICE_H
#define DICE_H

#include <stddef.h>
#include <stdint.h>

/* By default from seed 1, else from TEST_SEED in the environment: what fails prints it. */
struct dice {
    uint64_t state;
};
uint64_t test_seed(void);

/* A number below `below`; below 0, any. */
uint64_t roll(struct dice *dice, uint64_t below);

/* Appends to a string in to[0..size); what is too long is cut. */
void append(char *to, size_t size, const char *piece);

#endif
