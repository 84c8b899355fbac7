#include "base/seal.h"

#include <string.h>

#define FNV_OFFSET 0xcbf29ce484222325
#define FNV_PRIME 0x100000001b3

static uint64_t add(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * FNV_PRIME;
    return hash;
}

uint64_t seal_of(uint64_t before, const char *text)
{
    unsigned char bytes[sizeof before] = {0};
    for (size_t i = 0; i < sizeof bytes; i++) /* the same on machines of either byte order */
        bytes[i] = (unsigned char)(before >> (8 * i));
    return add(add(FNV_OFFSET, bytes, sizeof bytes), text, strlen(text));
}
