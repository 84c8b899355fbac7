#include "lower.h"
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

static bool has_upper(const char *pattern)
{
    for (; *pattern; pattern++) {
        if (*pattern == '\\' && pattern[1])
            pattern++; /* \D is a class, not a letter */
        else if (*pattern >= 'A' && *pattern <= 'Z')
            return true;
    }
    return false;
}

const char *lower_unsupported(const struct workload *work)
{
    if (!work->caseless)
        return "it lower-cases the text, so it cannot count one case alone";
    bool upper = has_upper(work->combined);
    for (size_t i = 0; i < work->pattern_count; i++)
        upper |= has_upper(work->patterns[i]);
    return upper ? "it lower-cases the text, so the patterns must be in lower case" : NULL;
}
