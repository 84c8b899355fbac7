#include "dice.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t test_seed(void)
{
    const char *given = getenv("TEST_SEED");
    if (!given)
        return 1;
    char *end;
    errno = 0;
    uint64_t seed = strtoull(given, &end, 10);
    if (end == given || *end || errno)
        errx(2, "TEST_SEED is a whole number, not '%s'", given);
    return seed;
}

/* SplitMix64. */
uint64_t roll(struct dice *dice, uint64_t below)
{
    uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return below ? z % below : z;
}

void append(char *to, size_t size, const char *piece)
{
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s", piece);
}

void random_classes(struct dice *dice, char pattern[RANDOM_CLASSES_BYTES])
{
    static const char *const classes[] = {
        "a",      "b",     "Z",      "0",         "_",      " ",       "~",         "\x80",
        "\xff",   "\\t",   "\\.",    "\\\\",      "\\d",    "\\w",     "\\h",       ".",
        "[ab]",   "[0-9]", "[a-fx]", "[A-C_]",    "[^\\n]", "[^a\\n]", "[^\\n0-9]", "[]a]",
        "[\\d_]", "[\\]]", "[-a]",   "[a-]",      "[\\w-]", "]",       "}",         "[\x80-\xff]",
        "[.*+]",  "[:a=]", "[:]",    "[^B-Y\\n]",
    };
    const size_t kinds = sizeof classes / sizeof classes[0];
    *pattern = '\0';
    for (uint64_t count = 1 + roll(dice, 6); count > 0; count--) {
        char repeat[16];
        append(pattern, RANDOM_CLASSES_BYTES, classes[roll(dice, kinds)]);
        if (roll(dice, 4) == 0) {
            snprintf(repeat, sizeof repeat, "{%d}", 1 + (int)roll(dice, 5));
            append(pattern, RANDOM_CLASSES_BYTES, repeat);
        }
    }
}
