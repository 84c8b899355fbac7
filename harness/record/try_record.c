#include "record/try_record.h"

#include "base/reader.h"

#include <string.h>

static void check_share(struct reader *reader, double share, const char *key)
{
    if (!(share >= 0 && share <= 1))
        reader_fail(reader, key);
}

static void read_functions(struct reader *reader, const json_t *array, struct try_side *side)
{
    side->function_count = reader_count(reader, array, "functions", TRY_FUNCTIONS_MOST);
    for (size_t i = 0; i < side->function_count; i++) {
        struct try_function *function = &side->functions[i];
        if (!reader_unpack(reader, json_array_get(array, i), "{s:s, s:s, s:F, s:F}", "name",
                           &function->name, "module", &function->module, "self", &function->self,
                           "total", &function->total))
            return;
        check_share(reader, function->self, "self");
        check_share(reader, function->total, "total");
    }
}

static void read_share(struct reader *reader, json_t *object, struct try_side *side)
{
    if (!object || !reader_unpack(reader, object, "{s:s, s:F, s:F, s:F}", "of", &side->named,
                                  "share", &side->share, "low", &side->low, "high", &side->high))
        return;
    check_share(reader, side->low, "low");
    check_share(reader, side->high, "high");
    if (!(side->low <= side->share && side->share <= side->high))
        reader_fail(reader, "share");
}

static void read_profile(struct reader *reader, json_t *object, struct try_side *side)
{
    json_t *functions, *share = NULL;
    int kernel;
    if (!reader_unpack(reader, object, "{s:I, s:I, s:F, s:F, s:F, s:b, s?s, s:s, s:o, s?o}",
                       "samples", &side->samples, "runs", &side->runs, "cores", &side->cores,
                       "nameless", &side->nameless, "cut", &side->cut, "kernel", &kernel, "blind",
                       &side->blind, "says", &side->says, "functions", &functions, "share", &share))
        return;
    side->without_kernel = !kernel;
    if (!(side->cores >= 0 && side->cores < 1e6))
        reader_fail(reader, "cores");
    check_share(reader, side->nameless, "nameless");
    check_share(reader, side->cut, "cut");
    read_functions(reader, functions, side);
    read_share(reader, share, side);
}

static void read_side(struct reader *reader, json_t *object, struct try_side *side)
{
    json_t *profile = NULL;
    if (!reader_unpack(reader, object, "{s:s, s?s, s?o}", "command", &side->command, "no_profile",
                       &side->no_profile, "profile", &profile))
        return;
    if ((profile != NULL) == (side->no_profile != NULL))
        reader_fail(reader, "profile");
    else if (profile)
        read_profile(reader, profile, side);
}

bool try_parse(json_t *object, struct try_record *record, char *why, size_t why_size)
{
    struct reader reader = {NULL, why, why_size, false};
    json_t *before, *after;
    *record = (struct try_record){0};
    if (reader_unpack(&reader, object, "{s:i, s?s, s:I, s?s, s:o, s:o}", "exit_code",
                      &record->exit_code, "output", &record->output, "output_bytes",
                      &record->output_bytes, "message", &record->message, TRY_BEFORE, &before,
                      TRY_AFTER, &after)) {
        read_side(&reader, before, &record->sides[0]);
        read_side(&reader, after, &record->sides[1]);
    }
    return !reader.failed;
}
