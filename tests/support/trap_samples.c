#include "trap_samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

/* The host thinks that the copy takes all, and the device knows better. */
const struct made_times trap_shows[TRAP_MODES] = {
    {{1, 1, 1, 1, 96}, 0, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
    {{20, 20, 50, 5, 5}, 0, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
    {{1, 1, 1, 1, 5}, 91, {0, 20, 40, 90, 95}, {20, 20, 50, 5, 5}},
};

/* Steps so short that queueing them is what takes time. */
const struct made_times trap_shows_nothing[TRAP_MODES] = {
    {{6, 6, 6, 6, 5}, 0, {0, 6, 12, 18, 24}, {1, 1, 1, 1, 2}},
    {{6, 6, 6, 6, 5}, 0, {0, 6, 12, 18, 24}, {1, 1, 1, 1, 2}},
    {{6, 6, 6, 6, 5}, 1, {0, 6, 12, 18, 25}, {1, 1, 1, 1, 2}},
};

/* A copy that does take all of the time. */
const struct made_times trap_copies[TRAP_MODES] = {
    {{1, 1, 1, 1, 96}, 0, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
    {{1, 1, 1, 1, 96}, 0, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
    {{1, 1, 1, 1, 95}, 1, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 96}},
};

const struct made_times trap_takes_no_time[TRAP_MODES] = {{{0}, 0, {0}, {0}}};

/* The repeats differ by 1 % up and down: their median is what was asked for. */
static json_t *rows(const double ms[STEPS])
{
    static const double differ[REPEATS] = {1.01, 0.99, 1};
    json_t *all = json_array();
    for (size_t r = 0; r < REPEATS; r++) {
        json_t *row = json_array();
        for (size_t s = 0; s < STEPS; s++)
            json_array_append_new(row, json_integer((json_int_t)(ms[s] * MS * differ[r] + 0.5)));
        json_array_append_new(all, row);
    }
    return all;
}

static json_t *mode(const struct made_times *of)
{
    json_t *waits = json_array();
    for (size_t r = 0; r < REPEATS; r++)
        json_array_append_new(waits, json_integer((json_int_t)(of->wait * MS)));
    return json_pack("{s:o, s:o, s:o, s:o}", "host_ns", rows(of->host), "wait_ns", waits,
                     "device_start_ns", rows(of->start), "device_ns", rows(of->device));
}

json_t *trap_record_of(const struct made_times of[TRAP_MODES], bool simulated)
{
    json_t *sums =
        json_pack("{s:f, s:f, s:f, s:f}", "sum", 2.0, "squares", 1.0, "roots", 3.0, "total", 6.0);
    json_t *records = simulated
                          ? json_pack("{s:s}", "absent", "there are none")
                          : json_pack("{s:s, s:i, s:o, s:o}", "source", "CUPTI", "dropped", 0,
                                      "start_ns", rows(of[0].start), "ns", rows(of[0].device));
    return json_pack("{s:i, s:s, s:b, s:s, s:i, s:i, s:o, s:o, s:{s:o, s:o, s:o}, s:o}", "schema",
                     1, "backend", simulated ? "simulated" : "cuda", "simulated", simulated,
                     "device", "a device", "size", 1000, "repeats", REPEATS, "sums", sums,
                     "expected", json_deep_copy(sums), "modes", "no_wait", mode(&of[0]),
                     "wait_each", mode(&of[1]), "wait_once", mode(&of[2]), "records", records);
}

struct trap trap_parsed(const struct made_times of[TRAP_MODES], bool simulated)
{
    struct trap trap;
    char why[200] = "";
    json_t *object = trap_record_of(of, simulated);
    if (!trap_parse(object, &trap, why, sizeof why))
        fail_msg("refused: %s", why);
    json_decref(object);
    return trap;
}
