/* A seal on what somebody has written down: it changes with every letter of that and of all that
 * was sealed before. It keeps people from deceiving themselves. It is no protection against
 * forgery: who wants to cheat can compute it anew. */
#ifndef SEAL_H
#define SEAL_H

#include <stdint.h>

#define SEAL_FIRST 0 /* the seal before the first */

/* FNV-1a, 64 bits, of the seal before and the text. */
uint64_t seal_of(uint64_t before, const char *text);

#endif
