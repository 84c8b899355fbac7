#include "random_text.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum {
    WORD_LETTERS = 8
};

static uint64_t finalizer(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

static uint64_t word(uint64_t key, uint64_t counter)
{
    return finalizer(key + (counter + 1) * 0x9e3779b97f4a7c15);
}

void random_text_init(struct random_text *text, uint64_t seed, uint64_t length)
{
    text->key = finalizer(seed);
    text->length = length;
    for (size_t i = 0; i < RANDOM_TEXT_PAIRS; i++) {
        text->pairs[i][0] = RANDOM_TEXT_ALPHABET[i / RANDOM_TEXT_LETTERS];
        text->pairs[i][1] = RANDOM_TEXT_ALPHABET[i % RANDOM_TEXT_LETTERS];
    }
}

/* x is a fraction of 2^64; the whole part of 3844 * x picks the next two characters. Returns the
 * rest of x, for the two after them. */
static uint64_t write_pair(const struct random_text *text, uint64_t x, char letters[2])
{
    const unsigned __int128 product = (unsigned __int128)x * RANDOM_TEXT_PAIRS;
    memcpy(letters, text->pairs[(size_t)(product >> 64)], 2);
    return (uint64_t)product;
}

static void write_word(const struct random_text *text, uint64_t x, char letters[WORD_LETTERS])
{
    x = write_pair(text, x, letters);
    x = write_pair(text, x, letters + 2);
    x = write_pair(text, x, letters + 4);
    write_pair(text, x, letters + 6);
}

void random_text_lines(const struct random_text *text, uint64_t first_line, uint64_t line_count,
                       char *bytes)
{
    const uint64_t key = text->key; /* a local copy, which no store through `bytes` can change */
    const uint64_t whole_words = text->length / WORD_LETTERS;
    const uint64_t rest = text->length % WORD_LETTERS;
    const uint64_t words_per_line = whole_words + (rest > 0);

    for (uint64_t line = first_line; line < first_line + line_count; line++) {
        uint64_t counter = line * words_per_line;
        for (uint64_t i = 0; i < whole_words; i++, bytes += WORD_LETTERS)
            write_word(text, word(key, counter++), bytes);
        if (rest > 0) {
            char letters[WORD_LETTERS];
            write_word(text, word(key, counter), letters);
            memcpy(bytes, letters, rest);
            bytes += rest;
        }
        *bytes++ = '\n';
    }
}

/* A match starts at one of a line's n = length - 3 places with p = 160 / 62^4: ten digits, [rRbB],
 * [oO] and [bB]. Two matches never share a byte, so places 1 to 3 apart exclude each other
 * (covariance -p^2), and places further apart are independent:
 *
 *     mean = lines * n * p
 *     variance = lines * (n * p * (1 - p) - 2 * p^2 * (sum over d = 1..3 of max(n - d, 0)))  */
struct expectation random_text_expectation(uint64_t lines, uint64_t length)
{
    const double p = 10.0 * 4 * 2 * 2 / pow(RANDOM_TEXT_LETTERS, 4);
    const double n = length > 3 ? (double)length - 3 : 0;
    double excluding_pairs = 0;
    for (int distance = 1; distance <= 3; distance++)
        excluding_pairs += fmax(n - distance, 0);
    const double line_variance = n * p * (1 - p) - 2 * p * p * excluding_pairs;
    return (struct expectation){
        .mean = (double)lines * n * p,
        .deviation = sqrt((double)lines * line_variance),
    };
}
