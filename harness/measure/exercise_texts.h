/* Small texts that check whether a program counts correctly: some made by hand, others random but
 * the same each time. */
#ifndef EXERCISE_TEXTS_H
#define EXERCISE_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

extern const size_t exercise_text_count;

/* What is special about a text, as in "matches across the edges of blocks". */
const char *exercise_text_name(size_t index);

/* Writes it to a file. False with errno. */
bool exercise_text_write(size_t index, const char *path);

#endif
