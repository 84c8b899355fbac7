/* Ablation: what a search would take without some of its stages. One search is recorded, then it is
 * made again, and the steps of those stages give back at once what they gave before: reading, the
 * same lines, from memory that has the text already; compiling, the same pattern; searching, the
 * same tally. Lower-casing does nothing: the text is to be in lower case.
 *
 * What was recorded is found by its place in the text: threads may take lines in any order. Where
 * nothing is left out, which is how samples are timed, a step asks that in one predictable branch.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "text.h"
#include "variant.h"

extern unsigned replay_recorded, replay_left_out; /* STAGE_BIT()s, now; at first none */

static inline bool replay_leaves_out(enum stage stage)
{
    return replay_left_out & STAGE_BIT(stage);
}

/* --- for the driver --- */

/* Before prepare(): these stages will be left out. */
void replay_enable(unsigned stages);

/* The next search is recorded; after replay_start(), every search is made without the stages. */
void replay_record(void);
void replay_start(const struct workload *work);

/* --- for the steps --- */

/* Ends the program as unsupported, with this reason, where any stage is to be left out: for steps
 * that this process can't see the results of. */
void replay_unsupported(const char *why);

/* Who gave a span of the text, or counted in it: several may at one place. */
enum {
    REPLAY_LINES,
    REPLAY_LINE,
    REPLAY_BLOCK,
    REPLAY_PART,
    REPLAY_COUNT, /* and beyond: whatever tells one pattern from another */
};

void replay_find_span(uint64_t by, uint64_t at, struct span *span);
void replay_find_tally(uint64_t by, uint64_t at, struct tally *tally);
void replay_keep(uint64_t by, uint64_t at, uint64_t first, uint64_t second);

/* All of the text, where reading it is left out. */
bool replay_text(const struct workload *work, struct span *text);

/* The recording search writes to the spans that it is given. */
void replay_text_is_written(void);

/* Whether reading is left out: then the span that was given at this place of the text. */
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

/* Whether searching is left out: then the tally of this span. */
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
