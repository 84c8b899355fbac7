/* Probes that nobody took by measuring: a results file may hold them. */
#include "figures/ladder.h"
#include "figures/ledger.h"
#include "tests/support/probed.h"

#include <string.h>

static struct prediction predicted(const struct results *results)
{
    struct prediction predicted;
    assert_true(ledger_predict(results, &results->rows[0], &results->rows[1], &predicted));
    return predicted;
}

/* More probes than any run takes, in rounds that come again, some disturbed, and of part of the
 * text: done in seconds, not in hours. */
static void very_many_probes(void **state)
{
    (void)state;
    enum {
        TIMES = 20000 /* five probes each: as many as a file may hold */
    };
    struct results results = probed_pair(EFFECT_ANEW, STAGE_SEARCH);
    struct row *parent = &results.rows[0], *rung = &results.rows[1];
    for (unsigned i = 0; i < TIMES; i++) {
        unsigned round = i % ROUNDS_IN_ALL_MOST + 1;
        uint64_t pace = probed_pace(round);
        struct probe *probe = probed_stages(
            parent, round, (uint64_t[]){50 * pace, 100 * pace, 150 * pace, 200 * pace}, 0);
        probe->sample.bytes = PROBED_BYTES / 2;
        if (i % 3 == 0)
            probed_disturb(&probe->sample);
        probed_step(rung, STAGE_SEARCH, round, 100 * pace);
        probe = samples_probe(parent, PROBE_DELAYED, STAGE_BIT(STAGE_SEARCH), round, 600 * pace);
        probe->sample.bytes = PROBED_BYTES / 2;
        probe->delay = 0.5;
        probe = samples_probe(parent, PROBE_SHORT, 0, round, 100 * pace);
        probe->sample.bytes = PROBED_BYTES / 10;
        samples_probe(parent, PROBE_WHOLE, 0, round, 1020 * pace);
        probe = samples_probe(parent, PROBE_WITHOUT, STAGE_BIT(STAGE_SEARCH), round, 600 * pace);
        probed_disturb(&probe->sample);
    }
    for (unsigned round = PROBED_ROUNDS + 1; round <= ROUNDS_IN_ALL_MOST; round++)
        samples_add(parent, round, 1000 * probed_pace(round));
    struct stages stages = ledger_stages(parent);
    assert_near(stages.share[STAGE_READ], 0.2);
    assert_near(stages.share[STAGE_SEARCH], 0.4); /* 20 % longer with half of it more */
    struct prediction forecast = predicted(&results);
    assert_near(forecast.expected, 1 / 0.7);
    assert_near(ladder_summarize(parent).whole_off, 0.02);
    results_free(&results);
}

/* A reader lets them through: figures stay figures. */
static void impossible_probes(void **state)
{
    (void)state;
    for (size_t change = 0; change < 8; change++) {
        struct results results = probed_pair(EFFECT_ANEW, STAGE_SEARCH);
        struct row *parent = &results.rows[0];
        struct record *record = &parent->probes[0].sample.record;
        probed_step(&results.rows[1], STAGE_SEARCH, 1, 100);
        samples_probe(parent, PROBE_WITHOUT, STAGE_BIT(STAGE_SEARCH), 1, 1);
        samples_probe(parent, PROBE_DELAYED, STAGE_BIT(STAGE_SEARCH), 1, 5)->delay = 0;
        switch (change) {
        case 0: /* stages longer than the search */
            record->stages.spent[STAGE_SEARCH] = RECORD_LONGEST_NS;
            break;
        case 1: /* the whole longer than all time */
            record->search_ns = RECORD_LONGEST_NS;
            break;
        case 2: /* a clock that cost more than there was */
            record->clock_ns = RECORD_LONGEST_NS;
            break;
        case 3:
            record->search_ns = 1;
            break;
        case 4: /* of no time at all */
            memset(&record->stages, 0, sizeof record->stages);
            break;
        case 5:
            parent->probes[parent->probe_count - 1].delay = PROBE_DELAY_MOST;
            break;
        case 6:
            parent->probes[parent->probe_count - 1].sample.record.search_ns = RECORD_LONGEST_NS;
            break;
        default: /* without what it attacks it takes longer */
            parent->probes[parent->probe_count - 2].sample.record.search_ns = RECORD_LONGEST_NS;
            break;
        }
        struct stages stages = ledger_stages(parent);
        for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
            assert_true(stages.share[stage] >= 0 && stages.share[stage] <= 1);
        assert_true(isfinite(stages.total_ns) && isfinite(stages.apart));
        struct prediction forecast = predicted(&results);
        assert_true(isfinite(forecast.ceiling) && forecast.ceiling > 0);
        assert_true(isfinite(forecast.expected) && forecast.expected > 0);
        assert_true(forecast.share >= 0 && forecast.share <= 1);
        results_free(&results);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(very_many_probes),
        cmocka_unit_test(impossible_probes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
