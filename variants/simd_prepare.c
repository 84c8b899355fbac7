/* What our own search looks for first. */
#include "patterns.h"
#include "replay.h"
#include "simd.h"
#include "stages.h"

#include <err.h>
#include <stdlib.h>

#define SAMPLE_BYTES (64 << 10)

/* The positions whose bits let least pass, the rarest first. */
static void choose_probes(struct simd *simd, const struct byte_frequency *frequency)
{
    size_t chosen = 0;
    double shares[PROBES];
    for (size_t i = 0; i < simd->classes.length; i++) {
        struct probe probe = {i, byte_set_shared_bits(&simd->classes.sets[i])};
        double share = shared_bits_pass(probe.bits, frequency);
        size_t at = chosen < PROBES ? chosen++ : PROBES;
        for (; at > 0 && share < shares[at - 1]; at--)
            if (at < PROBES) {
                shares[at] = shares[at - 1];
                simd->probes[at] = simd->probes[at - 1];
            }
        if (at < PROBES) {
            shares[at] = share;
            simd->probes[at] = probe;
        }
    }
    for (; chosen < PROBES; chosen++)
        simd->probes[chosen] = simd->probes[0];
}

const char *simd_unsupported(const struct workload *work)
{
    static char why[256];
    struct classes classes;
    if (isa_of(work) == ISA_COUNT)
        return "this processor, or this build, lacks the instruction set asked for";
    if (!classes_parse(work->combined, work->caseless, &classes, why, sizeof why))
        return why;
    return patterns_need_lines(work);
}

struct simd *simd_prepare(const struct workload *work)
{
    char why[256];
    struct simd *simd = calloc(1, sizeof *simd);
    if (!simd)
        err(1, "byte classes");
    simd->isa = isa_of(work);
    if (!classes_parse(work->combined, work->caseless, &simd->classes, why, sizeof why))
        errx(1, "%s", why);
    simd_learn(simd, (struct span){0});
    return simd;
}

void simd_learn(struct simd *simd, struct span text)
{
    struct byte_frequency frequency;
    if (replay_leaves_out(STAGE_COMPILE))
        return;
    enum stage outer = stage_enter(STAGE_COMPILE);
    byte_frequency_of(&frequency, (const unsigned char *)text.bytes,
                      text.length < SAMPLE_BYTES ? text.length : SAMPLE_BYTES);
    choose_probes(simd, &frequency);
    stage_leave(outer);
}
