/* A lesson's file: every answer in the order in which it was given, each sealed together with all
 * before it, and which runs have been measured. A lesson is taken up again by going through it from
 * the start: what is in the file is neither asked nor measured a second time. */
#ifndef LESSON_FILE_H
#define LESSON_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lesson_file {
    char *path;
    json_t *document;
    size_t next; /* of its answers: the first that was not taken yet */
};

/* What a lesson is about, as absolute paths: the run that is replayed, or the text that is
 * searched; NULL: nothing, the small text. */
struct lesson_origin {
    const char *replay, *data;
};

/* Opens it, or begins a new one, which is written with its first answer. False, with a reason and
 * what to do, for a file that cannot be written, is damaged, or is of another version, machine or
 * origin than is given. */
bool lesson_file_open(struct lesson_file *file, const char *path, struct lesson_origin origin,
                      char *why, size_t why_size);
void lesson_file_close(struct lesson_file *file);

/* As it was begun with. */
struct lesson_origin lesson_file_origin(const struct lesson_file *file);

size_t lesson_file_answers(const struct lesson_file *file);

/* Whether there are answers that were not taken yet. */
bool lesson_file_behind(const struct lesson_file *file);

/* Takes the next answer, which must be one to that question; NULL where there is none. */
const char *lesson_file_take(struct lesson_file *file, const char *question);

/* Adds one, and writes the file. They end the program where that fails. */
void lesson_file_add(struct lesson_file *file, const char *question, const char *answer);

/* The seal of the last answer that was taken or added; 16 hexadecimal digits. */
const char *lesson_file_seal(const struct lesson_file *file);

/* A run, or another thing that was measured, with what is kept of it: NULL where it was not yet;
 * takes `value`. */
const json_t *lesson_file_measured(const struct lesson_file *file, const char *name);
void lesson_file_measure(struct lesson_file *file, const char *name, json_t *value);

/* The path of a file beside it: lesson-NAME.json for lesson.json. free() it. */
char *lesson_file_beside(const struct lesson_file *file, const char *name);

#endif
