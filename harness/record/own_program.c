#include "record/own_program.h"
#include "base/command_line.h"
#include "base/reader.h"
#include "base/strings.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORETOLD_MOST 1e6

const char *prints_name(enum prints prints)
{
    static const char *const names[PRINTS_COUNT + 1] = {"number", "lines", "json", NULL};
    return names[prints];
}

bool prints_parse(const char *name, enum prints *prints)
{
    *prints = 0;
    while (*prints < PRINTS_COUNT && strcmp(prints_name(*prints), name) != 0)
        (*prints)++;
    return *prints < PRINTS_COUNT;
}

static bool is_foretold(double times)
{
    return times > 0 && times <= FORETOLD_MOST;
}

bool foretold_parse(const char *text, double *times)
{
    char *end;
    *times = strtod(text, &end);
    return end != text && (!*end || strcmp(end, "x") == 0) && is_foretold(*times);
}

static struct own_program *room(void)
{
    struct own_program *own = calloc(1, sizeof *own);
    if (!own)
        err(1, "programs");
    return own;
}

struct own_program *own_program_copy(const struct own_program *own)
{
    if (!own)
        return NULL;
    struct own_program *copy = room();
    *copy = *own;
    copy->command = copy_string(own->command);
    copy->words = own->words ? command_line_copy(own->words) : NULL;
    copy->functions = copy_string(own->functions);
    copy->profiled.reason = copy_string(own->profiled.reason);
    return copy;
}

void own_program_free(struct own_program *own)
{
    if (!own)
        return;
    free(own->command);
    command_line_free(own->words);
    free(own->functions);
    free(own->profiled.reason);
    free(own);
}

/* {"share", "ci", "samples"}; NULL if there is none. */
static json_t *profiled_object(const struct profiled *profiled)
{
    return profiled->samples > 0
               ? json_pack("{s:f, s:[f, f], s:o}", "share", profiled->share, "ci", profiled->low,
                           profiled->high, "samples", encode_natural(profiled->samples))
               : NULL;
}

json_t *own_program_encode(const struct own_program *own)
{
    if (!own)
        return NULL;
    return json_pack("{s:o, s:s, s:o*, s:o*, s:o*, s:o*}", "command", encode_text(own->command),
                     "prints", prints_name(own->prints), "functions",
                     own->functions ? encode_text(own->functions) : NULL, "prediction",
                     own->foretold > 0 ? json_real(own->foretold) : NULL, "profile",
                     profiled_object(&own->profiled), "no_profile",
                     own->profiled.reason ? encode_text(own->profiled.reason) : NULL);
}

static void read_profiled(struct reader *reader, json_t *object, struct profiled *profiled)
{
    json_t *interval;
    if (!reader_unpack(reader, object, "{s:F, s:o, s:I}", "share", &profiled->share, "ci",
                       &interval, "samples", &profiled->samples))
        return;
    if (!(profiled->share >= 0 && profiled->share <= 1) || profiled->samples == 0 ||
        json_unpack(interval, "[F, F]", &profiled->low, &profiled->high) != 0 ||
        !(profiled->low >= 0 && profiled->low <= profiled->high && profiled->high <= 1))
        reader_fail(reader, "profile");
}

struct own_program *own_program_decode(struct reader *reader, json_t *object)
{
    const char *command, *prints, *functions = NULL, *reason = NULL;
    json_t *profile = NULL;
    if (!object || json_is_null(object))
        return NULL;
    struct own_program *own = room();
    if (!reader_unpack(reader, object, "{s:s, s:s, s?s, s?F, s?o, s?s}", "command", &command,
                       "prints", &prints, "functions", &functions, "prediction", &own->foretold,
                       "profile", &profile, "no_profile", &reason))
        return own;
    own->command = copy_string(command);
    own->functions = copy_string(functions);
    own->profiled.reason = copy_string(reason);
    if (!prints_parse(prints, &own->prints)) {
        own->prints = PRINTS_NUMBER;
        reader_fail(reader, "prints");
    }
    if (json_object_get(object, "prediction") && !is_foretold(own->foretold))
        reader_fail(reader, "prediction");
    if (profile)
        read_profiled(reader, profile, &own->profiled);
    return own;
}
