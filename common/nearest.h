/* Suggests what a misspelt word was most likely meant to be. */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

struct nearest {
    const char *word; /* set this, and nothing else */
    const char *name; /* the most similar name tried so far; NULL: none is similar */
    size_t distance;
    char hint[100];
};

void nearest_try(struct nearest *nearest, const char *name);

/* "the nearest is 'run', " or "". In a message, put it before the sentence that says what to do. */
const char *nearest_hint(struct nearest *nearest);

#endif
