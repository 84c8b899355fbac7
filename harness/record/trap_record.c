#include "record/trap_record.h"
#include "base/printable.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_NS (86400LL * 1000000000) /* all times of a record add up in 64 bits */
#define SUMS_TOLERANCE 1e-9
#define SUMS 4

const char *trap_part_name(enum trap_part part)
{
    static const char *const names[] = {"sum", "squares", "roots", "total", "wait", "copy", "all"};
    return names[part];
}

/* The key that is being read; after an error, the wrong one. */
struct reading {
    const char *key;
    uint64_t repeats;
};

static const json_t *member(struct reading *reading, const json_t *object, const char *key)
{
    reading->key = key;
    return json_object_get(object, key);
}

/* Printable text that fits. */
static bool text(struct reading *reading, const json_t *object, const char *key, char *to,
                 size_t size)
{
    const char *from = json_string_value(member(reading, object, key));
    bool good = from && *from && strlen(from) < size;
    snprintf(to, size, "%s", good ? from : "");
    printable(to, ' ');
    return good;
}

static bool time_of(const json_t *value, json_int_t least, json_int_t *ns)
{
    *ns = json_integer_value(value);
    return json_is_integer(value) && *ns >= least && *ns <= LONGEST_NS;
}

/* An array of repeats, each an array of the five steps. In an in-order queue, no step starts before
 * the previous one. */
static bool times(struct reading *reading, const json_t *object, const char *key, bool starts,
                  struct trap_times *to)
{
    static const enum trap_part steps[] = {TRAP_SUM, TRAP_SQUARES, TRAP_ROOTS, TRAP_TOTAL,
                                           TRAP_COPY};
    const size_t count = sizeof steps / sizeof steps[0];
    const json_t *rows = member(reading, object, key);
    bool good = json_array_size(rows) == reading->repeats;
    for (size_t r = 0; r < reading->repeats && good; r++) {
        const json_t *row = json_array_get(rows, r);
        json_int_t least = 0;
        good = json_array_size(row) == count;
        for (size_t s = 0; s < count && good; s++) {
            json_int_t *ns = &to->ns[r][steps[s]];
            good = time_of(json_array_get(row, s), least, ns);
            least = starts ? *ns : 0;
        }
    }
    return good;
}

static bool waits(struct reading *reading, const json_t *object, struct trap_times *to)
{
    const json_t *row = member(reading, object, "wait_ns");
    bool good = json_array_size(row) == reading->repeats;
    for (size_t r = 0; r < reading->repeats && good; r++)
        good = time_of(json_array_get(row, r), 0, &to->ns[r][TRAP_WAIT]);
    return good;
}

static bool records(struct reading *reading, const json_t *object, struct trap *trap)
{
    trap->has_records = !json_object_get(object, "absent");
    if (!trap->has_records)
        return text(reading, object, "absent", trap->source, sizeof trap->source);
    json_int_t dropped = -1;
    json_unpack((json_t *)member(reading, object, "dropped"), "I", &dropped);
    trap->dropped = (uint64_t)dropped;
    return dropped >= 0 && text(reading, object, "source", trap->source, sizeof trap->source) &&
           times(reading, object, "start_ns", true, &trap->record_start) &&
           times(reading, object, "ns", false, &trap->record);
}

/* The program has compared the sums; this compares them again. */
static bool sums_agree(const double got[SUMS], const double right[SUMS], char *why, size_t why_size)
{
    static const char *const names[SUMS] = {"sum", "squares", "roots", "total"};
    for (size_t i = 0; i < SUMS; i++)
        if (!(right[i] > 0 && fabs(got[i] - right[i]) <= SUMS_TOLERANCE * right[i])) {
            snprintf(why, why_size, "its %s is %.12g, not %.12g", names[i], got[i], right[i]);
            return false;
        }
    return true;
}

bool trap_parse(const json_t *object, struct trap *trap, char *why, size_t why_size)
{
    int schema, simulated;
    const char *backend;
    json_int_t size, repeats;
    double got[SUMS], right[SUMS];
    json_t *modes[TRAP_MODES], *recorded;
    json_error_t error;
    struct reading reading = {NULL, 0};
    memset(trap, 0, sizeof *trap);
    if (json_unpack_ex((json_t *)object, &error, 0,
                       "{s:i, s:s, s:b, s:I, s:I, s:{s:F, s:F, s:F, s:F}, s:{s:F, s:F, s:F, s:F}, "
                       "s:{s:o, s:o, s:o}, s:o}",
                       "schema", &schema, "backend", &backend, "simulated", &simulated, "size",
                       &size, "repeats", &repeats, "sums", "sum", &got[0], "squares", &got[1],
                       "roots", &got[2], "total", &got[3], "expected", "sum", &right[0], "squares",
                       &right[1], "roots", &right[2], "total", &right[3], "modes", "no_wait",
                       &modes[TRAP_NO_WAIT], "wait_each", &modes[TRAP_WAIT_EACH], "wait_once",
                       &modes[TRAP_WAIT_ONCE], "records", &recorded) != 0) {
        snprintf(why, why_size, "its record is wrong: %s", error.text);
        return false;
    }
    trap->simulated = simulated;
    trap->size = (uint64_t)size;
    trap->repeats = reading.repeats = (uint64_t)repeats;
    if (schema != 1)
        reading.key = "schema";
    else if (strcmp(backend, simulated ? "simulated" : "cuda") != 0)
        reading.key = "backend";
    else if (size < 1 || size > TRAP_SIZE_MOST)
        reading.key = "size";
    else if (repeats < 1 || repeats > TRAP_REPEATS_MOST)
        reading.key = "repeats";
    bool good = !reading.key && text(&reading, object, "device", trap->device, sizeof trap->device);
    for (enum trap_mode m = 0; m < TRAP_MODES && good; m++)
        good = times(&reading, modes[m], "host_ns", false, &trap->modes[m].host) &&
               waits(&reading, modes[m], &trap->modes[m].host) &&
               times(&reading, modes[m], "device_start_ns", true, &trap->modes[m].start) &&
               times(&reading, modes[m], "device_ns", false, &trap->modes[m].device);
    good = good && records(&reading, recorded, trap);
    if (!good)
        snprintf(why, why_size, "its record has no possible value of \"%s\"", reading.key);
    return good && sums_agree(got, right, why, why_size);
}

uint64_t trap_host_ns(const struct trap *trap, enum trap_mode mode, size_t repeat)
{
    uint64_t ns = 0;
    for (size_t p = 0; p < TRAP_PARTS; p++)
        ns += (uint64_t)trap->modes[mode].host.ns[repeat][p];
    return ns;
}

uint64_t trap_claimed_ns(const struct trap *trap)
{
    uint64_t ns = 0;
    for (enum trap_mode m = 0; m < TRAP_MODES; m++)
        for (size_t r = 0; r < trap->repeats; r++)
            ns += trap_host_ns(trap, m, r);
    return ns;
}
