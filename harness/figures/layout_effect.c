#include "figures/layout_effect.h"
#include "base/stats.h"

static bool are_apart(const double *faster, const double *slower, size_t rounds)
{
    struct interval below, above;
    return stats_interval(faster, rounds, STATS_CONFIDENCE, &below) &&
           stats_interval(slower, rounds, STATS_CONFIDENCE, &above) && below.high < above.low;
}

void effect_rows_of(const struct effect_times *times, size_t count, size_t rounds,
                    struct effect_row *rows)
{
    double first = stats_median(times[0].ns[0], rounds);
    for (size_t i = 0; i < count; i++) {
        struct effect_row row = {.name = times[i].name};
        for (size_t place = 0; place < EFFECT_PLACES; place++) {
            row.places[place] = stats_median(times[i].ns[place], rounds) / first;
            row.mean += row.places[place] / EFFECT_PLACES;
            if (row.places[place] < row.places[row.fastest])
                row.fastest = place;
            if (row.places[place] > row.places[row.slowest])
                row.slowest = place;
        }
        row.spread = row.places[row.slowest] / row.places[row.fastest] - 1;
        row.shows = row.spread > STATS_SAME &&
                    are_apart(times[i].ns[row.fastest], times[i].ns[row.slowest], rounds);
        rows[i] = row;
    }
}
