#include "measure/exercise_texts.h"
#include "variants/variant.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define EDGE_BYTES 4096
#define EDGES_BYTES ((size_t)5 << 20) /* over two parts of a mapped text */
#define LONG_BYTES ((size_t)60 << 10) /* a slow program takes its square */

/* A text is a literal, or made. */
struct text {
    const char *name, *bytes;
    void (*make)(FILE *to);
};

static void make_empty_lines(FILE *to)
{
    for (int i = 0; i < 3000; i++)
        fputs(i % 1000 == 999 ? "1bob\n" : "\n", to);
}

static void make_long_line(FILE *to)
{
    for (size_t at = 0; at < LONG_BYTES; at += 7)
        fputs(at % 3 == 0 ? "xx1boby" : "1b3robx", to);
}

/* A match across each edge, by one byte to three, or right behind it: by chance, so that blocks of
 * any length meet all of these. */
static void make_edges(FILE *to)
{
    for (size_t edge = EDGE_BYTES, at = 0; edge < EDGES_BYTES; edge += EDGE_BYTES) {
        for (size_t match = edge - mix64(edge) % 4; at < match; at++)
            fputc(at % 100 == 99 && match - at > 1 ? '\n' : 'x', to);
        fputs("1bob", to);
        at += 4;
    }
}

/* Mostly what matches are made of. */
static void put_random(FILE *to, uint64_t seed, size_t bytes, unsigned line)
{
    static const char letters[] = "0129bBrRoObOx";
    for (size_t i = 0; i < bytes; i++) {
        uint64_t roll = seed = mix64(seed);
        fputc(roll % line == 0 ? '\n' : letters[(roll >> 32) % (sizeof letters - 1)], to);
    }
}

static void make_random_short(FILE *to)
{
    put_random(to, 1, 2000, 5);
}

static void make_random_lines(FILE *to)
{
    put_random(to, 2, 100000, 100);
}

static void make_random_long(FILE *to)
{
    put_random(to, 3, 3 << 20, 1000);
}

static const struct text texts[] = {
    {"an empty text", "", NULL},
    {"one match, and no newline", "1bob", NULL},
    {"matches at both ends of lines", "1bobxx2rob\n3bobxx4rob\n5rob", NULL},
    {"upper and lower case", "0bob1boB2bOb3bOB4Bob5BoB6BOb7BOB8rob9roB0rOb1rOB2Rob3RoB4ROb5ROB\n",
     NULL},
    {"what is almost a match", "/bob:bob1aob1cob1qob1sob1bnb1bpb1boa1boc1bo1robob1b2rob\n", NULL},
    {"newlines where a match would be", "1\nbob\n1b\nob\n1bo\nb\n\n1bob\n", NULL},
    {"empty lines", NULL, make_empty_lines},
    {"one long line", NULL, make_long_line},
    {"matches across the edges of blocks", NULL, make_edges},
    {"a random text of short lines", NULL, make_random_short},
    {"a random text of longer lines", NULL, make_random_lines},
    {"a long random text", NULL, make_random_long},
};
const size_t exercise_text_count = sizeof texts / sizeof texts[0];

const char *exercise_text_name(size_t index)
{
    return texts[index].name;
}

bool exercise_text_write(size_t index, const char *path)
{
    FILE *to = fopen(path, "we");
    if (!to)
        return false;
    if (texts[index].make)
        texts[index].make(to);
    else
        fputs(texts[index].bytes, to);
    bool good = !ferror(to);
    return fclose(to) == 0 && good;
}
