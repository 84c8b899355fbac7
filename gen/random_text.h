/* Random letters and digits: a seed gives the same bytes on any machine, whichever thread makes
 * which line.
 *
 * The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014) read as a function of a counter: word i is finalizer(key + (i + 1) *
 * gamma), and the key is finalizer(seed). Line L takes the words from L * ceil(length / 8) on, so
 * that any thread can make any line without the lines before it.
 *
 * A word x gives 8 characters: the digits, in base 62, of floor(x * 62^8 / 2^64). Of the 2^64
 * words, floor(2^64 / 62^8) = 84,486 or one more give each string of 8 characters: its probability
 * is within 62^8 / 2^64, or 1.2e-5, of uniform, relative to it. */
#ifndef RANDOM_TEXT_H
#define RANDOM_TEXT_H

#include <stdint.h>

#define RANDOM_TEXT_ALPHABET "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

enum {
    RANDOM_TEXT_LETTERS = sizeof RANDOM_TEXT_ALPHABET - 1,
    RANDOM_TEXT_PAIRS = RANDOM_TEXT_LETTERS * RANDOM_TEXT_LETTERS,
};

struct random_text {
    uint64_t key;
    uint64_t length;
    char pairs[RANDOM_TEXT_PAIRS][2]; /* every two characters */
};

struct expectation {
    double mean;
    double deviation; /* standard deviation */
};

/* `length` is the letters and digits in a line, without its newline. */
void random_text_init(struct random_text *text, uint64_t seed, uint64_t length);

/* Writes the lines from `first_line` (counted from 0), each with its newline: line_count *
 * (length + 1) bytes. */
void random_text_lines(const struct random_text *text, uint64_t first_line, uint64_t line_count,
                       char *bytes);

/* How many matches to expect in such a text. */
struct expectation random_text_expectation(uint64_t lines, uint64_t length);

#endif
