#include "found.h"
#include "samples.h"

#ifdef SANITIZED
#define POWER_LEAST 0.7 /* so few trials say no more */
#else
#define POWER_LEAST 0.8
#endif

void share_count(struct share *share, bool happened)
{
    share->times += happened;
    share->of++;
}

double share_of(struct share share)
{
    return (double)share.times / (double)share.of;
}

double share_slack(double p, size_t of)
{
    return 4 * sqrt(p * (1 - p) / (double)of);
}

bool found_differs(enum verdict verdict)
{
    return verdict == VERDICT_FASTER || verdict == VERDICT_SLOWER;
}

static bool covers(const struct interval *interval, double truth)
{
    return interval->low <= truth && truth <= interval->high;
}

void found_note(struct found *found, const struct interval *interval, enum verdict verdict,
                double truth)
{
    if (truth > 1)
        share_count(&found->power, verdict == VERDICT_FASTER);
    else
        share_count(&found->false_verdicts, found_differs(verdict));
    share_count(&found->coverage, covers(interval, truth));
    found->stated += interval->coverage;
}

double found_stated(const struct found *found)
{
    return found->stated / (double)found->coverage.of;
}

void found_head(const char *title)
{
    printf("\n%s\n%-28s %8s %8s %8s %8s\n", title, "noise", "false %", "found %", "covers %",
           "claims %");
}

void found_line(const char *name, const struct found *found)
{
    printf("%-28s %8.2f %8.1f %8.2f %8.2f\n", name, 100 * share_of(found->false_verdicts),
           100 * share_of(found->power), 100 * share_of(found->coverage),
           100 * found_stated(found));
}

void found_hold(const char *name, const struct found *found, double lost)
{
    double covered = share_of(found->coverage), claim = found_stated(found);
    if (!(share_of(found->false_verdicts) < FOUND_FALSE_MOST))
        fail_msg("%s: %.2f %% false verdicts", name, 100 * share_of(found->false_verdicts));
    if (!(share_of(found->power) > POWER_LEAST))
        fail_msg("%s: only %.1f %% found", name, 100 * share_of(found->power));
    if (!(covered > claim - lost - share_slack(claim, found->coverage.of)))
        fail_msg("%s: intervals claim %.2f %% and cover %.2f %%", name, 100 * claim, 100 * covered);
    if (lost <= 0 && !(covered < claim + share_slack(claim, found->coverage.of)))
        fail_msg("%s: intervals claim %.2f %% and cover %.2f %%", name, 100 * claim, 100 * covered);
}
