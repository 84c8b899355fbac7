#include "probed.h"

struct probe *probed_stages(struct row *row, unsigned round, const uint64_t times[4],
                            uint64_t clock_ns)
{
    static const enum stage stages[] = {STAGE_OTHER, STAGE_READ, STAGE_LOWER, STAGE_SEARCH};
    struct probe *probe = samples_probe(row, PROBE_STAGES, 0, round, clock_ns);
    struct record *record = &probe->sample.record;
    record->has_stages = true;
    record->clock_ns = clock_ns;
    for (size_t i = 0; i < 4; i++) {
        record->stages.spent[stages[i]] = times[i];
        record->search_ns += times[i];
    }
    return probe;
}

struct probe *probed_step(struct row *row, enum stage stage, unsigned round, uint64_t ns)
{
    struct probe *probe = samples_probe(row, PROBE_ALONE, STAGE_BIT(stage), round, ns);
    probe->sample.record.has_stages = true;
    probe->sample.record.stages.spent[stage] = ns;
    return probe;
}

void probed_disturb(struct sample *sample)
{
    snprintf(sample->disturbed, sizeof sample->disturbed, "steal 50 %%");
}

uint64_t probed_pace(unsigned round)
{
    return round % 2 ? 1 : 3;
}

struct results probed_pair(const char *effect, enum stage attacked)
{
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL),
               *rung = samples_row(&results, "rung", "parent");
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++) {
        uint64_t times = probed_pace(round);
        samples_add(parent, round, 1000 * times);
        samples_add(rung, round, 500 * times);
        probed_stages(parent, round,
                      (uint64_t[]){100 * times, 200 * times, 300 * times, 400 * times}, 50);
    }
    rung->is.attacks = STAGE_BIT(attacked);
    if (effect)
        samples_effect(rung, attacked, effect);
    return results;
}
