#include "figures/verdict.h"

enum control verdict_control(const struct pair *control)
{
    struct speedup speedup = pair_speedup(control);
    if (!speedup.has_interval || pair_is_disturbed(control))
        return CONTROL_UNKNOWN;
    switch (stats_verdict(&speedup.interval)) {
    case VERDICT_SAME:
        return CONTROL_SOUND;
    case VERDICT_FASTER:
    case VERDICT_SLOWER:
        return CONTROL_BIASED;
    default:
        return CONTROL_BLIND;
    }
}

bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == PAIR_CONTROL && verdict_control(&pairs->all[i]) == CONTROL_BIASED)
            return false;
    return !results_spoiled(results);
}

bool verdict_is_early(const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == PAIR_CONTROL && pair_is_measured(&pairs->all[i]) &&
            !pair_speedup(&pairs->all[i]).has_interval)
            return true;
    return false;
}

enum verdict verdict_of(const struct pair *pair, bool early, bool trusted)
{
    struct speedup speedup = pair_speedup(pair);
    if (speedup.rounds == 0)
        return VERDICT_NONE;
    if (early || !speedup.has_interval)
        return VERDICT_TOO_FEW;
    return trusted && !pair_is_disturbed(pair) ? stats_verdict(&speedup.interval) : VERDICT_UNCLEAR;
}
