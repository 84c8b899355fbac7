#include "isa.h"

#include <string.h>

const char *isa_name(enum isa isa)
{
    static const char *const names[ISA_COUNT] = {"scalar", "sse2", "avx2", "avx512bw", "neon"};
    return names[isa];
}

bool isa_available(enum isa isa)
{
    switch (isa) {
    case ISA_SCALAR:
        return true;
#if defined(__x86_64__)
    case ISA_SSE2:
        return true;
    case ISA_AVX2:
        return __builtin_cpu_supports("avx2");
    case ISA_AVX512BW:
        return __builtin_cpu_supports("avx512bw");
#elif defined(__aarch64__)
    case ISA_NEON:
        return true;
#endif
    default:
        return false;
    }
}

enum isa isa_of(const struct workload *work)
{
    enum isa best = ISA_COUNT;
    for (enum isa isa = 0; isa < ISA_COUNT; isa++)
        if (isa_available(isa) && (!work->isa || strcmp(work->isa, isa_name(isa)) == 0))
            best = isa;
    return best;
}

const char *simd_isa(const struct workload *work)
{
    return isa_name(isa_of(work));
}
