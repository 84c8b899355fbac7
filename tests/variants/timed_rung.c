/* A rung on a simulated clock: it reads for 30 us, and spends 70 us on nothing that has a name. */
#include "tests/support/simulated_clock.h"
#include "variants/stages.h"

static void *prepare(const struct workload *work)
{
    (void)work;
    return NULL;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    (void)work;
    for (int i = 0; i < 10; i++) {
        simulated_spend(7000);
        enum stage outer = stage_enter(STAGE_READ);
        simulated_spend(3000);
        stage_leave(outer);
    }
    return (struct tally){0};
}

static void release(void *state)
{
    (void)state;
}

const struct variant variant = {
    .idea = "stages of known lengths, on a simulated clock",
    .prepare = prepare,
    .search = search,
    .release = release,
};
