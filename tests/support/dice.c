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
