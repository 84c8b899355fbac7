#include "record/exercises.h"
#include "base/reader.h"
#include "base/strings.h"
#include "base/whole_file.h"

#include <ctype.h>
#include <err.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA 1
#define CORES_MOST 1024

static const char *const judged_names[] = {"gain", "clock", "speed"};

/* The object of a file of ours; NULL if the reader has failed. */
static json_t *load(struct reader *reader)
{
    json_error_t error;
    int schema = 0;
    json_t *object = json_load_file(reader->path, JSON_REJECT_DUPLICATES, &error);
    if (!object)
        reader_refuse(reader, "%s", error.text);
    else if (reader_unpack(reader, object, "{s:i}", "schema", &schema) && schema != SCHEMA)
        reader_refuse(reader, "its schema is %d, and this program knows %d", schema, SCHEMA);
    if (reader->failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static void read_diagnoses(struct reader *reader, const json_t *array, struct exercise *exercise)
{
    size_t count = reader_count(reader, array, "diagnoses", 100);
    exercise->diagnoses = calloc(count + 1, sizeof exercise->diagnoses[0]);
    if (!exercise->diagnoses)
        err(1, "exercises");
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const char *diagnosis = json_string_value(json_array_get(array, i));
        if (diagnosis)
            exercise->diagnoses[exercise->diagnosis_count++] = copy_string(diagnosis);
        else
            reader_fail(reader, "diagnoses");
    }
}

static void read_exercise(struct reader *reader, json_t *object, struct exercise *exercise)
{
    const char *name, *title, *judged, *reason;
    json_t *diagnoses;
    if (!reader_unpack(reader, object, "{s:s, s:s, s:s, s:i, s:I, s:o, s:s}", "name", &name,
                       "title", &title, "judged", &judged, "cores", &exercise->cores, "bytes",
                       &exercise->bytes, "diagnoses", &diagnoses, "reason", &reason))
        return;
    exercise->name = copy_string(name);
    exercise->title = copy_string(title);
    exercise->reason = copy_string(reason);
    exercise->last.share = NAN;
    read_diagnoses(reader, diagnoses, exercise);
    for (size_t i = 0; i < sizeof judged_names / sizeof judged_names[0]; i++)
        if (strcmp(judged, judged_names[i]) == 0) {
            exercise->judged = (enum exercise_judged)i;
            return;
        }
    reader_fail(reader, "judged");
}

bool exercises_read(const char *path, struct exercises *exercises, char *why, size_t why_size)
{
    struct reader reader = {.path = path, .why = why, .why_size = why_size};
    *exercises = (struct exercises){0};
    json_t *file = load(&reader), *list = json_object_get(file, "exercises");
    size_t count = file ? reader_count(&reader, list, "exercises", EXERCISES_MOST) : 0;
    for (size_t i = 0; i < count && !reader.failed; i++) {
        struct exercise *exercise = &exercises->all[exercises->count++];
        exercise->number = (int)i + 1;
        read_exercise(&reader, json_array_get(list, i), exercise);
    }
    json_decref(file);
    return !reader.failed;
}

void exercises_free(struct exercises *exercises)
{
    for (size_t i = 0; i < exercises->count; i++) {
        struct exercise *exercise = &exercises->all[i];
        for (size_t j = 0; j < exercise->diagnosis_count; j++)
            free(exercise->diagnoses[j]);
        free(exercise->diagnoses);
        free(exercise->name);
        free(exercise->title);
        free(exercise->reason);
    }
}

struct exercise *exercises_find(struct exercises *exercises, const char *name)
{
    for (size_t i = 0; i < exercises->count; i++) {
        struct exercise *exercise = &exercises->all[i];
        char number[16];
        snprintf(number, sizeof number, "%d", exercise->number);
        if (strcmp(name, number) == 0 || strcmp(name, exercise->name) == 0 ||
            strcmp(name, exercise->title) == 0)
            return exercise;
    }
    return NULL;
}

/* As in " Strlen() ": what is around a name does not count. */
static size_t name_length(const char **answer)
{
    while (isspace((unsigned char)**answer))
        (*answer)++;
    size_t length = strlen(*answer);
    while (length > 0 && strchr(" \t().;", (*answer)[length - 1]))
        length--;
    return length;
}

bool exercise_is_diagnosed(const struct exercise *exercise, const char *answer)
{
    size_t length = name_length(&answer);
    for (size_t i = 0; i < exercise->diagnosis_count; i++)
        if (strlen(exercise->diagnoses[i]) == length &&
            strncasecmp(exercise->diagnoses[i], answer, length) == 0)
            return true;
    return false;
}

/* NAN of null. */
static double number_of(const json_t *value)
{
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static void read_try(struct reader *reader, json_t *object, struct exercise_try *last)
{
    int done, diagnosed, counts;
    json_t *predicted, *outcome, *share;
    if (!reader_unpack(reader, object, "{s:I, s:b, s:b, s:b, s:o, s:o, s:o}", "tries", &last->tries,
                       "done", &done, "diagnosed", &diagnosed, "counts", &counts, "predicted",
                       &predicted, "outcome", &outcome, "share", &share))
        return;
    last->done = done;
    last->diagnosed = diagnosed;
    last->counts = counts;
    last->predicted = number_of(predicted);
    last->outcome = number_of(outcome);
    last->share = number_of(share);
}

bool exercises_read_tries(const char *path, struct exercises *exercises, char *why, size_t why_size)
{
    struct reader reader = {.path = path, .why = why, .why_size = why_size};
    if (access(path, F_OK) != 0)
        return true;
    json_t *file = load(&reader), *tries = json_object_get(file, "tries");
    for (size_t i = 0; i < exercises->count && !reader.failed; i++) {
        json_t *object = json_object_get(tries, exercises->all[i].name);
        if (object)
            read_try(&reader, object, &exercises->all[i].last);
    }
    json_decref(file);
    return !reader.failed;
}

static bool put(const void *object, FILE *to)
{
    return json_dumpf(object, to, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0 &&
           fputc('\n', to) != EOF;
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

bool exercises_write_tries(const char *path, const struct exercises *exercises, char *why,
                           size_t why_size)
{
    json_t *tries = json_object();
    for (size_t i = 0; i < exercises->count; i++) {
        const struct exercise_try *last = &exercises->all[i].last;
        if (last->tries > 0)
            json_object_set_new(tries, exercises->all[i].name,
                                json_pack("{s:I, s:b, s:b, s:b, s:o, s:o, s:o}", "tries",
                                          (json_int_t)last->tries, "done", last->done, "diagnosed",
                                          last->diagnosed, "counts", last->counts, "predicted",
                                          number(last->predicted), "outcome", number(last->outcome),
                                          "share", number(last->share)));
    }
    json_t *object = json_pack("{s:i, s:o}", "schema", SCHEMA, "tries", tries);
    bool good = whole_file_write(path, put, object, why, why_size);
    json_decref(object);
    return good;
}
