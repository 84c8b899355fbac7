#include "simulated.h"
#include "measure/rounds.h"
#include "variants/variant.h"

#include <math.h>

#define ENTRIES 8

const struct noise simulated_noises[SIMULATED_NOISES] = {
    {"skewed", 0.01, 0, 0, 0, false, false},
    {"outliers", 0.01, 0.05, 0, 0, false, false},
    {"drift", 0.01, 0, 0.2, 0, false, false},
    {"wave", 0.01, 0, 0, 0.04, false, false},
    {"all of it", 0.01, 0.05, 0.2, 0.04, false, false},
};

static uint64_t state;

void simulated_seed(uint64_t seed)
{
    state = seed;
}

double simulated_uniform(void)
{
    state += 0x9e3779b97f4a7c15;
    return ((double)(mix64(state) >> 11) + 0.5) * 0x1p-53;
}

static double normal(void)
{
    return sqrt(-2 * log(simulated_uniform())) * cos(2 * M_PI * simulated_uniform());
}

double simulated_own_noise(const struct noise *noise)
{
    double factor = noise->normal ? exp(noise->own * normal()) : 1 + noise->own * exp(normal());
    return simulated_uniform() < noise->outliers ? factor * (1.1 + 0.9 * simulated_uniform())
                                                 : factor;
}

struct simulated simulated_run(const struct noise *noise, double ratio, double machine)
{
    static const double parts[] = {1, 5}; /* of a round, of the short and the long ones */
    static const bool is_long[ENTRIES] = {false, true, true, true};
    const double whole = 5 * parts[0] + 3 * parts[1];
    struct simulated run = {0};
    uint64_t seed = (uint64_t)(simulated_uniform() * 1e15);
    double from = noise->fast ? 1.0 / 3 : 5, to = noise->fast ? 5 : SIMULATED_ROUNDS;
    double period = from * pow(to / from, simulated_uniform()), phase = simulated_uniform();
    size_t order[ENTRIES];
    for (unsigned round = 0; round < SIMULATED_ROUNDS; round++) {
        double at = round;
        rounds_order(seed, round, ENTRIES, order);
        for (size_t position = 0; position < ENTRIES; position++) {
            size_t entry = order[position] / (ENTRIES - 1);
            double part = parts[is_long[order[position]]] / whole;
            at += part;
            if (order[position] % (ENTRIES - 1) != 0)
                continue;
            double middle = at - part / 2;
            double pace = machine * (1 + noise->drift * middle / SIMULATED_ROUNDS) *
                          (1 + noise->wave * sin(2 * M_PI * (middle / period + phase)));
            run.time[entry][round] = pace * simulated_own_noise(noise) / (entry == 1 ? ratio : 1);
        }
    }
    return run;
}
