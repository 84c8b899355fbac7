/* A lesson's file: every answer, in order, each sealed together with all earlier ones, and which
 * runs have been measured. To continue a lesson, go through it from the start: nothing in the file
 * is asked or measured again. */
#ifndef LESSON_FILE_H
#define LESSON_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lesson_file {
    char *path;
    json_t *document;
    size_t next; /* index of the first answer not taken yet */
};

/* The subject of a lesson, as absolute paths: the run that is replayed (NULL: none), or the text
 * that is searched (NULL: the small text). */
struct lesson_origin {
    const char *replay, *data;
};

/* Opens a file, or begins a new one, which is written with the first answer. False with why, which
 * also says what to do, if the file can't be written, is damaged, or belongs to another version,
 * machine or origin. */
bool lesson_file_open(struct lesson_file *file, const char *path, struct lesson_origin origin,
                      char *why, size_t why_size);
void lesson_file_close(struct lesson_file *file);

/* The origin that it was begun with. */
struct lesson_origin lesson_file_origin(const struct lesson_file *file);

size_t lesson_file_answers(const struct lesson_file *file);

/* Whether there are answers not taken yet. */
bool lesson_file_behind(const struct lesson_file *file);

/* Takes the next answer, which must belong to that question; NULL if there is none. */
const char *lesson_file_take(struct lesson_file *file, const char *question);

/* Adds an answer, and writes the file. Ends the program if that fails. */
void lesson_file_add(struct lesson_file *file, const char *question, const char *answer);

/* The seal of the last answer taken or added: 16 hexadecimal digits. */
const char *lesson_file_seal(const struct lesson_file *file);

/* What is kept of a run or another measurement; NULL if it hasn't been made. lesson_file_measure()
 * takes ownership of `value`. */
const json_t *lesson_file_measured(const struct lesson_file *file, const char *name);
void lesson_file_measure(struct lesson_file *file, const char *name, json_t *value);

/* The path of a file beside it: lesson-NAME.json for lesson.json. free() it. */
char *lesson_file_beside(const struct lesson_file *file, const char *name);

#endif
