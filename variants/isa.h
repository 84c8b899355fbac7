/* The instruction sets that our own search has a loop for, and which of them is used. */
#ifndef ISA_H
#define ISA_H

#include "variant.h"

/* Worst first. */
enum isa {
    ISA_SCALAR,
    ISA_SSE2,
    ISA_AVX2,
    ISA_AVX512BW,
    ISA_NEON,
    ISA_COUNT,
};

/* "scalar", "sse2", ... */
const char *isa_name(enum isa isa);

/* Whether this build and this processor have it. */
bool isa_available(enum isa isa);

/* The one that a workload asks for, by name; else the best there is. ISA_COUNT for one that is not
 * there. */
enum isa isa_of(const struct workload *work);

/* Its name, for struct variant; of a workload that is not unsupported. */
const char *simd_isa(const struct workload *work);

#endif
