#include "figures/tried.h"

#include "base/strings.h"
#include "figures/figures.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEARLY_ALL 0.999

double tried_most(const struct try_side *side)
{
    if (side->no_profile || !side->named || side->without_kernel || side->cut > 0)
        return NAN;
    bool waits = side->cores > 0 && side->cores < TRIED_WAITS;
    double share = side->high * (waits ? side->cores : 1);
    return share > NEARLY_ALL ? INFINITY : 1 / (1 - share);
}

char *tried_most_words(char to[UNITS_SIZE], double most)
{
    return units_significant(to, most, most < 1.2 || most >= 10 ? 3 : 2);
}

struct tried *tried_of(const json_t *object)
{
    char why[200];
    struct tried *tried = calloc(1, sizeof *tried);
    if (!tried)
        err(1, "figures");
    if (!object || !try_parse((json_t *)object, &tried->record, why, sizeof why)) {
        free(tried);
        return NULL;
    }
    const struct try_side *before = &tried->record.sides[0];
    tried->most = tried_most(before);
    tried->waits = before->cores > 0 && before->cores < TRIED_WAITS;
    tried->several = before->cores > TRIED_SEVERAL;
    return tried;
}

/* --- the sentence --- */

/* "2.27–2.36". */
static void tell_range(FILE *to, double low, double high, int decimals)
{
    fprintf(to, "%.*f–%.*f", decimals, low, decimals, high);
}

/* More would be noise, fewer would hide what is there. */
static int decimals_of(double ratio)
{
    return ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
}

static void tell_times(FILE *to, const char *says, const char *as, double ratio, double low,
                       double high)
{
    int decimals = decimals_of(ratio);
    fprintf(to, "%s %.*f times as %s as before (", says, decimals, ratio, as);
    tell_range(to, low, high, decimals);
    fputc(')', to);
}

static void tell_gain(FILE *to, const struct figures *figures, const struct row_figures *after)
{
    const struct speedup *gain = &after->over_parent;
    const double low = gain->interval.low, high = gain->interval.high;
    switch (after->verdict) {
    case VERDICT_FASTER:
        tell_times(to, "after is", "fast", gain->ratio, low, high);
        break;
    case VERDICT_SLOWER:
        tell_times(to, "after is slower: it takes", "long", 1 / gain->ratio, 1 / high, 1 / low);
        break;
    case VERDICT_SAME:
        fputs("after is as fast as before, to within 2 % (", to);
        tell_range(to, low, high, 3);
        fputs(" times as fast)", to);
        break;
    case VERDICT_UNCLEAR:
        fputs("whether after is faster than before is unclear: ", to);
        if (!after->is_believed)
            fputs("this run can't be trusted", to);
        else
            fprintf(to, "it is from %.*f to %.*f times as fast", decimals_of(high), low,
                    decimals_of(high), high);
        break;
    default:
        fprintf(to,
                "too few rounds to tell whether after is faster than before: %zu of the %zu "
                "that it takes",
                gain->rounds, figures->least_rounds);
    }
}

static void tell_bound(FILE *to, const struct tried *tried, const struct row_figures *after)
{
    const struct try_side *before = &tried->record.sides[0];
    if (isnan(tried->most))
        return;
    fprintf(to, "; %s was %.0f %% (", before->named, 100 * before->share);
    tell_range(to, 100 * before->low, 100 * before->high, 0);
    if (isinf(tried->most)) {
        fputs("), so nothing bounds what it can gain", to);
        return;
    }
    char most[UNITS_SIZE];
    tried_most_words(most, tried->most);
    bool exceeded =
        after->verdict == VERDICT_FASTER && after->over_parent.interval.low > tried->most;
    fprintf(to, "), %s %s %s", exceeded ? "which alone allows" : "so",
            tried->waits || tried->several ? "about" : "at most", most);
    fputs(exceeded ? ": something else is faster, too" : " was possible", to);
}

char *tried_quote(const struct figures *figures)
{
    const struct row_figures *after = figures_row(figures, TRY_AFTER);
    char *quote = NULL;
    size_t size;
    FILE *to = open_memstream(&quote, &size);
    if (!to)
        err(1, "figures");
    if (after)
        tell_gain(to, figures, after);
    else
        fputs("nothing was measured", to);
    if (after)
        tell_bound(to, figures->tried, after);
    if (fclose(to) != 0)
        err(1, "figures");
    return quote;
}
