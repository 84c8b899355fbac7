#include "measure/layout_effect.h"
#include "base/progress.h"
#include "measure/layouts.h"
#include "measure/rounds.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

/* Each place has its own layouts, so that all programs exist at the same time. */
static enum effect_end link_all(const struct effect_case *how, struct layouts **places, char *why,
                                size_t why_size)
{
    for (size_t place = 0; place < EFFECT_PLACES; place++) {
        unsigned padding = EFFECT_STEP * (unsigned)place;
        const struct layout layout = {.engine = padding, .rung = padding};
        places[place] = layouts_open();
        if (!layouts_link(places[place], layout, how->programs, how->count))
            return EFFECT_STOPPED;
        for (size_t i = 0; i < how->count; i++) {
            const char *missing = layouts_missing(places[place], how->programs[i]);
            if (missing) {
                snprintf(why, why_size, "%s: %s", how->programs[i], missing);
                return EFFECT_UNLINKED;
            }
        }
    }
    return EFFECT_TAKEN;
}

/* One run, and the time of its search. */
static enum effect_end take(const struct effect_case *how, const char *program, double *ns,
                            char *why, size_t why_size)
{
    struct row row = {.status = STATUS_OK};
    struct sample sample;
    struct request request = {.program = program, .prefix = &how->prefix};
    bool good = sample_take(&row, &how->sampling, &request, &sample);
    if (run_interrupted)
        return EFFECT_STOPPED;
    if (good)
        *ns = (double)sample.record.search_ns;
    else
        snprintf(why, why_size, "%s", row.reason);
    row_clear(&row);
    return good ? EFFECT_TAKEN : EFFECT_FAILED;
}

static enum effect_end run_rounds(const struct effect_case *how, struct layouts *const *places,
                                  struct effect_times *times, char *why, size_t why_size)
{
    size_t all = how->count * EFFECT_PLACES, taken = 0;
    size_t *order = calloc(all, sizeof *order);
    enum effect_end end = EFFECT_TAKEN;
    uint64_t start = clock_ns();
    if (!order)
        err(1, "layouts");
    for (size_t round = 0; round < how->rounds && end == EFFECT_TAKEN; round++) {
        rounds_order(how->seed, (unsigned)round, all, order);
        for (size_t i = 0; i < all && end == EFFECT_TAKEN; i++) {
            size_t which = order[i] / EFFECT_PLACES, place = order[i] % EFFECT_PLACES;
            if (taken > 0)
                progress("layouts", times[which].name,
                         (clock_ns() - start) / taken * (how->rounds * all - taken));
            end = take(how, layouts_program(places[place], how->programs[which]),
                       &times[which].ns[place][round], why, why_size);
            taken++;
        }
    }
    free(order);
    return end;
}

enum effect_end effect_measure(const struct effect_case *how, struct effect_times *times, char *why,
                               size_t why_size)
{
    struct layouts *places[EFFECT_PLACES] = {NULL};
    enum effect_end end = link_all(how, places, why, why_size);
    if (end == EFFECT_TAKEN)
        end = run_rounds(how, places, times, why, why_size);
    progress_end();
    for (size_t place = 0; place < EFFECT_PLACES; place++)
        layouts_close(places[place]);
    return end;
}
