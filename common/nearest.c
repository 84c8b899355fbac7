#include "common/nearest.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, taken out or changed to turn one word into the other
 * (Levenshtein). */
static size_t distance_of(const char *from, const char *to)
{
    size_t length = strlen(to), *row = calloc(length + 1, sizeof *row);
    if (!row)
        err(1, "nearest name");
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; from[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t changed = diagonal + (from[i] != to[j]);
            diagonal = row[j + 1];
            row[j + 1] = min(changed, min(row[j], row[j + 1]) + 1);
        }
    }
    size_t distance = row[length];
    free(row);
    return distance;
}

void nearest_try(struct nearest *nearest, const char *name)
{
    size_t distance = distance_of(nearest->word, name), word = strlen(nearest->word),
           length = strlen(name);
    if (2 * distance > (word > length ? word : length)) /* more than half of it is another */
        return;
    if (!nearest->name || distance < nearest->distance) {
        nearest->name = name;
        nearest->distance = distance;
    }
}

const char *nearest_hint(struct nearest *nearest)
{
    nearest->hint[0] = '\0';
    if (nearest->name)
        snprintf(nearest->hint, sizeof nearest->hint, "the nearest is '%s', ", nearest->name);
    return nearest->hint;
}
