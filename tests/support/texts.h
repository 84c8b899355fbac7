/* Texts whose matches are known: written down here by hand, with no help from any code that counts.
 * The matches are those of the project's two patterns. And random texts. */
#ifndef TEXTS_H
#define TEXTS_H

#include "dice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct known_text {
    char name[64];
    char *bytes;
    size_t length, capacity;
    bool by_hand;      /* `matches` is filled in: not so for random texts */
    uint64_t *matches; /* offsets in the text, ascending */
    size_t match_count;
};

/* The sum of SplitMix64 over the offsets, which is what a digest is. */
uint64_t known_digest(const uint64_t *matches, size_t count);

/* Short ones, each a case of its own; `index` < small_text_count(). */
size_t small_text_count(void);
struct known_text small_text(size_t index);

/* Every value of a byte at every place of a match. */
struct known_text every_byte_text(void);

/* So many lines, with matches at both ends of the first and the last line of every 1,000. */
struct known_text lines_text(size_t lines, bool final_newline);

struct known_text empty_lines_text(size_t lines, bool match_behind);

/* A line of 5 MiB with matches around each power of two, then short lines and another long one. */
struct known_text huge_line_text(void);

/* Short lines, and one match before a newline and one after it, the first at byte `where`. */
struct known_text straddling_text(size_t where);

/* Mostly what matches are made of, with matches planted; a newline about every `line` bytes. */
struct known_text random_text(struct dice *dice, size_t length, size_t line);

/* Of a few bytes, with any of them a newline or hardly one. */
struct known_text small_random_text(struct dice *dice, size_t length);

void known_text_free(struct known_text *text);

#endif
