/* A seal on what somebody has written down: it changes if any letter of that changes, or anything
 * sealed before. It keeps people from deceiving themselves. It doesn't protect against forgery:
 * anyone who wants to cheat can compute it again. */
#ifndef SEAL_H
#define SEAL_H

#include <stdint.h>

#define SEAL_FIRST 0 /* the seal before the first */

/* FNV-1a, 64 bits, of the previous seal and the text. */
uint64_t seal_of(uint64_t before, const char *text);

#endif
