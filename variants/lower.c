#include "lower.h"
#include "patterns.h"
#include "replay.h"
#include "stages.h"

#include <ctype.h>

void lower(struct span span)
{
    if (replay_leaves_out(STAGE_LOWER))
        return;
    if (replay_recorded)
        replay_text_is_written();
    enum stage outer = stage_enter(STAGE_LOWER);
    for (size_t i = 0; i < span.length; i++)
        span.bytes[i] = (char)tolower((unsigned char)span.bytes[i]);
    stage_leave(outer);
}

const char *lower_unsupported(const struct workload *work)
{
    if (!work->caseless)
        return "it lower-cases the text, so it cannot count one case alone";
    bool tells = pattern_tells_case(work->combined);
    for (size_t i = 0; i < work->pattern_count; i++)
        tells |= pattern_tells_case(work->patterns[i]);
    return tells ? "it lower-cases the text, so the patterns must be in lower case" : NULL;
}
