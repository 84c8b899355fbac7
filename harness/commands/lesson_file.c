#include "commands/lesson_file.h"
#include "base/reader.h"
#include "base/seal.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "record/results.h"
#include "system/machine.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SCHEMA 1
#define EXIT_FAILED 1
#define ANSWERS_MOST 100
#define ANEW "to begin a new lesson, remove it or name another file with --file"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static json_t *answers_of(const struct lesson_file *file)
{
    return json_object_get(file->document, "answers");
}

/* What of a machine decides what a lesson measures on it. */
static json_t *machine(void)
{
    json_t *facts = machine_facts();
    json_t *kept =
        json_pack("{s:O, s:O, s:O}", "cpu", json_object_get(facts, "cpu"), "cores",
                  json_object_get(facts, "cores"), "kernel", json_object_get(facts, "kernel"));
    json_decref(facts);
    return kept;
}

static char *machine_words(const json_t *machine)
{
    return format_string("%s with %" JSON_INTEGER_FORMAT " cores and %s", text_of(machine, "cpu"),
                         json_integer_value(json_object_get(machine, "cores")),
                         text_of(machine, "kernel"));
}

static uint64_t seal_after(uint64_t before, const json_t *answer)
{
    return seal_of(seal_of(before, text_of(answer, "question")), text_of(answer, "answer"));
}

static char *seal_words(uint64_t seal)
{
    return format_string("%016" PRIx64, seal);
}

/* --- a file that is there --- */

static void check_answers(struct reader *reader, const json_t *answers)
{
    uint64_t seal = SEAL_FIRST;
    size_t count = reader_count(reader, answers, "answers", ANSWERS_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        json_t *answer = json_array_get(answers, i);
        const char *question, *text, *kept;
        if (!reader_unpack(reader, answer, "{s:s, s:s, s:s}", "question", &question, "answer",
                           &text, "seal", &kept))
            return;
        seal = seal_after(seal, answer);
        char *right = seal_words(seal);
        if (strcmp(kept, right) != 0)
            reader_refuse(reader, "the answer to \"%s\" was changed after it was sealed; " ANEW,
                          question);
        free(right);
    }
}

/* What is given again must be the same. */
static void check_given(struct reader *reader, const json_t *document, const char *option,
                        const char *given)
{
    const char *kept = text_of(document, option);
    if (given && strcmp(given, kept) != 0)
        reader_refuse(reader,
                      "this lesson was begun %s%s, not with --%s %s; leave --%s out, or " ANEW,
                      *kept ? "with " : "without one", kept, option, given, option);
}

static void check_place(struct reader *reader, const json_t *document)
{
    const char *version = text_of(document, "version");
    json_t *here = machine();
    const json_t *there = json_object_get(document, "machine");
    bool replays = json_object_get(document, "replay");
    if (strcmp(version, machine_version()) != 0) {
        reader_refuse(reader,
                      "this lesson was begun with version %s, and this is version %s; go on with "
                      "that one, or " ANEW,
                      version, machine_version());
    } else if (!replays && !json_equal(here, there)) {
        char *now = machine_words(here), *then = machine_words(there);
        reader_refuse(reader,
                      "this lesson was begun on another machine, %s, and this is %s; go on there, "
                      "or " ANEW,
                      then, now);
        free(now);
        free(then);
    }
    json_decref(here);
}

static bool check(struct lesson_file *file, struct lesson_origin origin, char *why, size_t why_size)
{
    struct reader reader = {file->path, why, why_size, false};
    int schema = 0;
    const char *kind = text_of(file->document, "kind");
    if (strcmp(kind, "lesson") != 0)
        reader_refuse(&reader, "not a lesson's file; name another one with --file");
    else if (json_unpack(file->document, "{s:i}", "lesson_schema", &schema) != 0 ||
             schema != SCHEMA)
        reader_refuse(&reader, "a lesson's file of schema %d, and this program knows %d; " ANEW,
                      schema, SCHEMA);
    else if (!json_is_object(json_object_get(file->document, "measured")))
        reader_fail(&reader, "measured");
    else if (!json_is_array(answers_of(file)))
        reader_fail(&reader, "answers");
    if (!reader.failed)
        check_place(&reader, file->document);
    check_given(&reader, file->document, "replay", origin.replay);
    check_given(&reader, file->document, "data", origin.data);
    if (!reader.failed)
        check_answers(&reader, answers_of(file));
    return !reader.failed;
}

/* --- the interface --- */

bool lesson_file_open(struct lesson_file *file, const char *path, struct lesson_origin origin,
                      char *why, size_t why_size)
{
    json_error_t error;
    char started[MACHINE_TIME_SIZE];
    *file = (struct lesson_file){.path = copy_string(path)};
    if (!whole_file_can(path)) {
        snprintf(why, why_size, "cannot write %s: %s: name another file with --file", path,
                 strerror(errno));
        return false;
    }
    if (access(path, F_OK) == 0) {
        file->document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
        if (!file->document)
            snprintf(why, why_size, "%s: no JSON: line %d: %s; " ANEW, path, error.line,
                     error.text);
        return file->document && check(file, origin, why, why_size);
    }
    file->document = json_pack("{s:s, s:i, s:s, s:o, s:s, s:s*, s:s*, s:[], s:{}}", "kind",
                               "lesson", "lesson_schema", SCHEMA, "version", machine_version(),
                               "machine", machine(), "started", machine_time(time(NULL), started),
                               "replay", origin.replay, "data", origin.data, "answers", "measured");
    if (!file->document)
        errx(EXIT_FAILED, "lesson: no memory");
    return true;
}

void lesson_file_close(struct lesson_file *file)
{
    json_decref(file->document);
    free(file->path);
    *file = (struct lesson_file){0};
}

struct lesson_origin lesson_file_origin(const struct lesson_file *file)
{
    return (struct lesson_origin){json_string_value(json_object_get(file->document, "replay")),
                                  json_string_value(json_object_get(file->document, "data"))};
}

size_t lesson_file_answers(const struct lesson_file *file)
{
    return json_array_size(answers_of(file));
}

bool lesson_file_behind(const struct lesson_file *file)
{
    return file->next < lesson_file_answers(file);
}

const char *lesson_file_take(struct lesson_file *file, const char *question)
{
    if (!lesson_file_behind(file))
        return NULL;
    const json_t *answer = json_array_get(answers_of(file), file->next);
    if (strcmp(text_of(answer, "question"), question) != 0)
        errx(EXIT_FAILED,
             "%s: the next question is \"%s\", but the file answers \"%s\": is the same set of "
             "variants there? " ANEW,
             file->path, question, text_of(answer, "question"));
    file->next++;
    return text_of(answer, "answer");
}

/* Ends the program where another lesson has written the file since: that one's answers stay. */
static void check_alone(const struct lesson_file *file)
{
    json_t *there = json_load_file(file->path, 0, NULL);
    if (there && !(json_equal(json_object_get(there, "answers"), answers_of(file)) &&
                   strcmp(text_of(there, "started"), text_of(file->document, "started")) == 0))
        errx(
            EXIT_FAILED,
            "%s: another ./harness lesson has written it meanwhile, so this one ends; go on there, "
            "or name another file with --file",
            file->path);
    json_decref(there);
}

static void write_file(const struct lesson_file *file)
{
    char why[4400];
    if (!whole_file_write(file->path, results_put, file->document, why, sizeof why))
        errx(EXIT_FAILED, "%s; what was answered before is kept in it", why);
}

const char *lesson_file_seal(const struct lesson_file *file)
{
    return file->next > 0 ? text_of(json_array_get(answers_of(file), file->next - 1), "seal") : "";
}

void lesson_file_add(struct lesson_file *file, const char *question, const char *answer)
{
    uint64_t before = strtoull(lesson_file_seal(file), NULL, 16);
    json_t *object = json_pack("{s:s, s:s}", "question", question, "answer", answer);
    check_alone(file);
    char *seal = seal_words(seal_after(before, object));
    json_object_set_new(object, "seal", json_string(seal));
    json_array_append_new(answers_of(file), object);
    free(seal);
    file->next++;
    write_file(file);
}

const json_t *lesson_file_measured(const struct lesson_file *file, const char *name)
{
    return json_object_get(json_object_get(file->document, "measured"), name);
}

void lesson_file_measure(struct lesson_file *file, const char *name, json_t *value)
{
    check_alone(file);
    json_object_set_new(json_object_get(file->document, "measured"), name, value);
    write_file(file);
}

char *lesson_file_beside(const struct lesson_file *file, const char *name)
{
    size_t length = strlen(file->path);
    if (length > 5 && strcmp(file->path + length - 5, ".json") == 0)
        length -= 5;
    return format_string("%.*s-%s.json", (int)length, file->path, name);
}
