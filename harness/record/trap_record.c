#include "record/trap_record.h"
#include "base/printable.h"
#include "variants/encoding.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA 1
#define LONGEST_NS (86400ULL * 1000000000) /* all times of a record add up in 64 bits */
#define SUMS_TOLERANCE 1e-9

static const char *const step_names[TRAP_STEPS] = {"sum", "squares", "roots", "total", "copy"};
static const char *const mode_names[TRAP_MODES] = {"no_wait", "wait_each", "wait_once"};

/* The first thing wrong wins. */
struct check {
    char *why;
    size_t why_size;
    bool failed;
};

static void fail(struct check *check, const char *key)
{
    if (!check->failed)
        snprintf(check->why, check->why_size, "its record lacks a possible value of \"%s\"", key);
    check->failed = true;
}

static uint64_t natural(struct check *check, const json_t *object, const char *key, uint64_t least,
                        uint64_t most)
{
    uint64_t value = 0;
    if (!decode_natural(json_object_get(object, key), &value) || value < least || value > most)
        fail(check, key);
    return value;
}

/* To be shown: control characters are blanks. */
static void text(struct check *check, const json_t *object, const char *key, char *to, size_t size)
{
    const char *value = json_string_value(json_object_get(object, key));
    if (!value || !*value || strlen(value) >= size) {
        fail(check, key);
        return;
    }
    snprintf(to, size, "%s", value);
    printable(to, ' ');
}

static void time_of(struct check *check, const json_t *value, const char *key, uint64_t *ns)
{
    if (!decode_natural(value, ns) || *ns > LONGEST_NS)
        fail(check, key);
}

static void times(struct check *check, const json_t *object, const char *key, uint64_t repeats,
                  struct trap_times *to)
{
    const json_t *rows = json_object_get(object, key);
    if (!json_is_array(rows) || json_array_size(rows) != repeats) {
        fail(check, key);
        return;
    }
    for (size_t r = 0; r < repeats; r++) {
        const json_t *row = json_array_get(rows, r);
        if (!json_is_array(row) || json_array_size(row) != TRAP_STEPS)
            fail(check, key);
        for (size_t s = 0; s < TRAP_STEPS; s++)
            time_of(check, json_array_get(row, s), key, &to->ns[r][s]);
    }
}

/* A queue in order: no step starts before the one that was queued before it. */
static void in_order(struct check *check, const struct trap_times *starts, uint64_t repeats,
                     const char *key)
{
    for (size_t r = 0; r < repeats; r++)
        for (size_t s = 1; s < TRAP_STEPS; s++)
            if (starts->ns[r][s] < starts->ns[r][s - 1])
                fail(check, key);
}

static void modes(struct check *check, const json_t *object, struct trap *trap)
{
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        const json_t *mode = json_object_get(object, mode_names[m]);
        const json_t *waits = json_object_get(mode, "wait_ns");
        if (!json_is_object(mode))
            fail(check, mode_names[m]);
        times(check, mode, "host_ns", trap->repeats, &trap->modes[m].host);
        times(check, mode, "device_start_ns", trap->repeats, &trap->modes[m].start);
        times(check, mode, "device_ns", trap->repeats, &trap->modes[m].device);
        in_order(check, &trap->modes[m].start, trap->repeats, "device_start_ns");
        if (!json_is_array(waits) || json_array_size(waits) != trap->repeats)
            fail(check, "wait_ns");
        for (size_t r = 0; r < trap->repeats; r++)
            time_of(check, json_array_get(waits, r), "wait_ns", &trap->modes[m].wait_ns[r]);
    }
}

static void records(struct check *check, const json_t *object, struct trap *trap)
{
    if (!json_is_object(object))
        fail(check, "records");
    trap->has_records = !json_object_get(object, "absent");
    text(check, object, trap->has_records ? "source" : "absent", trap->source, sizeof trap->source);
    if (!trap->has_records)
        return;
    trap->dropped = natural(check, object, "dropped", 0, INT64_MAX);
    times(check, object, "start_ns", trap->repeats, &trap->record_start);
    times(check, object, "ns", trap->repeats, &trap->record);
    in_order(check, &trap->record_start, trap->repeats, "start_ns");
}

/* The program has compared them; here it is not taken on trust. */
static void sums(struct check *check, const json_t *got, const json_t *expected)
{
    static const char *const names[] = {"sum", "squares", "roots", "total"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const json_t *value = json_object_get(got, names[i]);
        const json_t *right = json_object_get(expected, names[i]);
        double apart = fabs(json_number_value(value) - json_number_value(right));
        if (!json_is_number(value) || !json_is_number(right) || !(json_number_value(right) > 0))
            fail(check, names[i]);
        else if (!(apart <= SUMS_TOLERANCE * json_number_value(right)) && !check->failed) {
            snprintf(check->why, check->why_size, "its %s is %.12g, not %.12g", names[i],
                     json_number_value(value), json_number_value(right));
            check->failed = true;
        }
    }
}

const char *trap_step_name(enum trap_step step)
{
    return step_names[step];
}

bool trap_parse(const json_t *object, struct trap *trap, char *why, size_t why_size)
{
    struct check check = {why, why_size, false};
    memset(trap, 0, sizeof *trap);
    natural(&check, object, "schema", SCHEMA, SCHEMA);
    const char *backend = json_string_value(json_object_get(object, "backend"));
    const json_t *simulated = json_object_get(object, "simulated");
    trap->simulated = json_is_true(simulated);
    if (!backend || strcmp(backend, trap->simulated ? "simulated" : "cuda") != 0)
        fail(&check, "backend");
    if (!json_is_boolean(simulated))
        fail(&check, "simulated");
    text(&check, object, "device", trap->device, sizeof trap->device);
    trap->size = natural(&check, object, "size", 1, TRAP_SIZE_MOST);
    trap->repeats = natural(&check, object, "repeats", 1, TRAP_REPEATS_MOST);
    if (check.failed)
        return false;
    sums(&check, json_object_get(object, "sums"), json_object_get(object, "expected"));
    modes(&check, json_object_get(object, "modes"), trap);
    records(&check, json_object_get(object, "records"), trap);
    return !check.failed;
}

uint64_t trap_claimed_ns(const struct trap *trap)
{
    uint64_t ns = 0;
    for (enum trap_mode m = 0; m < TRAP_MODES; m++)
        for (size_t r = 0; r < trap->repeats; r++) {
            ns += trap->modes[m].wait_ns[r];
            for (size_t s = 0; s < TRAP_STEPS; s++)
                ns += trap->modes[m].host.ns[r][s];
        }
    return ns;
}
