/* Ablation: how long a search takes without some of its stages. One search is recorded. When it is
 * repeated, the steps of those stages return their recorded results at once: reading returns the
 * same lines, from a copy of the text in memory; compiling, the same pattern; searching, the same
 * tally. Conversion to lower case does nothing, so the text must be in lower case.
 *
 * Recorded results are found by their place in the text, so threads may take lines in any order. In
 * samples, where nothing is left out, a step pays one predictable branch for asking. */
#ifndef REPLAY_H
#define REPLAY_H

#include "text.h"
#include "variant.h"

extern unsigned replay_recorded, replay_left_out; /* STAGE_BIT()s in force; none at first */

static inline bool replay_leaves_out(enum stage stage)
{
    return replay_left_out & STAGE_BIT(stage);
}

/* --- for the driver --- */

/* Call before prepare(): these stages will be left out. */
void replay_enable(unsigned stages);

/* Records the next search. After replay_start(), every search leaves out the stages. */
void replay_record(void);
void replay_start(const struct workload *work);

/* --- for the steps --- */

/* If a stage is to be left out, ends the program as unsupported, with this reason. For steps whose
 * results this process can't see. */
void replay_unsupported(const char *why);

/* Who returned a span of the text or counted in it: several steps may at the same place. */
enum {
    REPLAY_LINES,
    REPLAY_LINE,
    REPLAY_BLOCK,
    REPLAY_PART,
    REPLAY_COUNT, /* and above: any number that tells patterns apart */
};

void replay_find_span(uint64_t by, uint64_t at, struct span *span);
void replay_find_tally(uint64_t by, uint64_t at, struct tally *tally);
void replay_keep(uint64_t by, uint64_t at, uint64_t first, uint64_t second);

/* If reading is left out: true, and the whole text. */
bool replay_text(const struct workload *work, struct span *text);

/* Call this if the recorded search writes to its spans. */
void replay_text_is_written(void);

/* If reading is left out: true, and the span that was returned at this place in the text. */
static inline bool replay_span(uint64_t by, uint64_t at, struct span *span)
{
    if (!replay_leaves_out(STAGE_READ))
        return false;
    replay_find_span(by, at, span);
    return true;
}

static inline struct span replay_keep_span(uint64_t by, uint64_t at, struct span span)
{
    if (replay_recorded & STAGE_BIT(STAGE_READ))
        replay_keep(by, at, span.offset, span.length);
    return span;
}

/* If searching is left out: true, and the recorded tally of this span. */
static inline bool replay_tally(uint64_t by, struct span span, struct tally *tally)
{
    if (!replay_leaves_out(STAGE_SEARCH))
        return false;
    *tally = (struct tally){0};
    if (span.length > 0)
        replay_find_tally(by, span.offset, tally);
    return true;
}

static inline struct tally replay_keep_tally(uint64_t by, struct span span, struct tally tally)
{
    if (replay_recorded & STAGE_BIT(STAGE_SEARCH) && span.length > 0)
        replay_keep(by, span.offset, tally.matches, tally.digest);
    return tally;
}

#endif
