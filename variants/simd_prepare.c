/* What our own search looks for first. */
#include "replay.h"
#include "simd.h"
#include "stages.h"

#include <err.h>
#include <stdlib.h>

#define SAMPLE_BYTES (64 << 10)

/* The positions whose bits let least pass, the rarest first. */
static void choose_probes(const struct classes *classes, const struct byte_frequency *frequency,
                          struct probe probes[PROBES])
{
    size_t chosen = 0;
    double shares[PROBES];
    for (size_t i = 0; i < classes->length; i++) {
        struct probe probe = {i, byte_set_shared_bits(&classes->sets[i])};
        double share = shared_bits_pass(probe.bits, frequency);
        size_t at = chosen < PROBES ? chosen++ : PROBES;
        for (; at > 0 && share < shares[at - 1]; at--)
            if (at < PROBES) {
                shares[at] = shares[at - 1];
                probes[at] = probes[at - 1];
            }
        if (at < PROBES) {
            shares[at] = share;
            probes[at] = probe;
        }
    }
    for (; chosen < PROBES; chosen++)
        probes[chosen] = probes[0];
}

/* What must occur in each pattern's matches. */
static bool read_patterns(const struct workload *work, struct runs *each, char *why,
                          size_t why_size)
{
    struct byte_frequency frequency;
    byte_frequency_of(&frequency, NULL, 0);
    for (size_t i = 0; i < work->pattern_count; i++)
        if (!runs_of(work->patterns[i], work->caseless, &frequency, &each[i], why, why_size))
            return false;
    return true;
}

/* One sequence in the place of all patterns, where there is one. */
static bool join(const struct runs *each, size_t count, struct classes *joined)
{
    struct classes *sequences = calloc(count, sizeof *sequences);
    bool joins = true;
    if (!sequences)
        err(1, "byte classes");
    for (size_t i = 0; i < count && joins; i++) {
        sequences[i] = each[i].runs[0];
        joins = each[i].complete && each[i].count == 1;
    }
    joins = joins && classes_join(sequences, count, joined);
    free(sequences);
    return joins;
}

static bool all_complete(const struct runs *each, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!each[i].complete)
            return false;
    return true;
}

const char *simd_unsupported(const struct workload *work)
{
    static char why[256];
    if (isa_of(work) == ISA_COUNT)
        return "this processor, or this build, lacks the instruction set asked for";
    struct runs *each = calloc(work->pattern_count, sizeof *each);
    if (!each)
        err(1, "runs of byte classes");
    bool known = read_patterns(work, each, why, sizeof why);
    bool complete = known && all_complete(each, work->pattern_count);
    free(each);
    return !known ? why : complete ? NULL : regex_jit_unsupported(work);
}

static void add_pattern(struct simd *simd, const struct workload *work, size_t i,
                        const struct runs *runs)
{
    struct simd_pattern *pattern = &simd->patterns[i];
    pattern->text = work->patterns[i];
    pattern->runs = *runs;
    if (!runs->complete)
        pattern->regex = regex_compile_jit(work->patterns[i], regex_caseless(work));
}

struct simd *simd_prepare(const struct workload *work)
{
    char why[256];
    struct runs *each = calloc(work->pattern_count, sizeof *each);
    struct simd *simd = calloc(1, sizeof *simd + work->pattern_count * sizeof simd->patterns[0]);
    if (!simd || !each)
        err(1, "byte classes");
    simd->isa = isa_of(work);
    simd->caseless = work->caseless;
    if (!read_patterns(work, each, why, sizeof why))
        errx(1, "%s", why);
    if (work->lines || !join(each, work->pattern_count, &simd->classes)) {
        simd->count = work->pattern_count;
        for (size_t i = 0; i < simd->count; i++)
            add_pattern(simd, work, i, &each[i]);
    }
    free(each);
    simd_learn(simd, (struct span){0});
    return simd;
}

/* Of what must occur, what is rare in this text is looked for. */
static void learn_pattern(struct simd_pattern *pattern, bool caseless,
                          const struct byte_frequency *frequency)
{
    struct runs runs;
    char why[256];
    if (!pattern->runs.complete &&
        runs_of(pattern->text, caseless, frequency, &runs, why, sizeof why))
        pattern->runs = runs;
    for (size_t i = 0; i < pattern->runs.count; i++)
        choose_probes(&pattern->runs.runs[i], frequency, pattern->probes[i]);
}

void simd_learn(struct simd *simd, struct span text)
{
    struct byte_frequency frequency;
    if (replay_leaves_out(STAGE_COMPILE))
        return;
    enum stage outer = stage_enter(STAGE_COMPILE);
    byte_frequency_of(&frequency, (const unsigned char *)text.bytes,
                      text.length < SAMPLE_BYTES ? text.length : SAMPLE_BYTES);
    if (simd->count == 0)
        choose_probes(&simd->classes, &frequency, simd->probes);
    for (size_t i = 0; i < simd->count; i++)
        learn_pattern(&simd->patterns[i], simd->caseless, &frequency);
    stage_leave(outer);
}

void simd_free(void *state)
{
    struct simd *simd = state;
    for (size_t i = 0; i < simd->count; i++)
        regex_free(&simd->patterns[i].regex);
    free(simd);
}
