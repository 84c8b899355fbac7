/* The building blocks of a lesson's acts: sentences, questions and measurements. While a lesson
 * that is continued still takes answers from its file, nothing is printed and nothing asked. */
#ifndef LESSON_COURSE_H
#define LESSON_COURSE_H

#include "commands/ask.h"
#include "commands/lesson_file.h"
#include "figures/figures.h"
#include "measure/rungs.h"
#include "record/lesson_record.h"
#include "show/terminal.h"

struct course {
    struct ask ask;
    struct terminal terminal;
    struct lesson_file file;
    struct lesson lesson; /* the answers so far */
    struct lesson_origin origin;
    const char *rounds; /* the most rounds of each run */
    struct rungs rungs; /* of this build; none in a replay */
    struct results run; /* the newest run */
    struct figures figures;
    char *run_path;     /* NULL: nothing was measured yet */
    const char *wrong;  /* why the lesson can't go on, or NULL */
    enum ask_end asked; /* how the last question ended */
};

/* `file` is the lesson's file; NULL: the default. Ends the program if the lesson can't begin. */
void course_open(struct course *course, const char *file, const char *answers,
                 struct lesson_origin given);
void course_close(struct course *course);

/* Whether to print anything. */
bool course_speaks(const struct course *course);

/* A title, and a paragraph. */
void course_title(const struct course *course, const char *title);
__attribute__((format(printf, 2, 3))) void course_say(const struct course *course,
                                                      const char *format, ...);

/* Prints a paragraph and frees it; NULL is ignored. */
void course_tell(const struct course *course, char *text);

/* Asks, and keeps the answer under that key. False if the user leaves the lesson. */
bool course_ask(struct course *course, const char *key, const struct question *question, void *to);

/* Prints the seal of the answers so far: they can't be taken back. */
void course_seal(struct course *course);

/* Whether a variant can be measured here, and its idea. */
bool course_has(const struct course *course, const char *name);
const char *course_idea(const struct course *course, const char *name);

/* Measures variants (names with commas between) as the run `name`; or takes that run from the
 * file's folder, if it was measured before, or from the run that is replayed. False if the lesson
 * can't go on. */
bool course_measure(struct course *course, const char *name, const char *variants,
                    const char *budget);

/* The figures of a variant in the newest run, or NULL. */
const struct row_figures *course_row(const struct course *course, const char *name);

#endif
