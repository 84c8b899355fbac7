/* The instruction sets that our own search has a loop for, and the choice among them. */
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

/* Whether this build and this processor support it. */
bool isa_available(enum isa isa);

/* The one that the workload names, or else the best available. ISA_COUNT if it is not available. */
enum isa isa_of(const struct workload *work);

/* Its name, for struct variant. Only for a supported workload. */
const char *simd_isa(const struct workload *work);

#endif
