/* What the acts of a lesson are told with: sentences, questions and measurements. While answers in
 * the lesson's file are still to be gone through, nothing is said and nothing asked. */
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
    const char *rounds; /* of each run, at most */
    struct rungs rungs; /* of this build; none in a replay */
    struct results run; /* the newest run */
    struct figures figures;
    char *run_path;     /* NULL: nothing was measured yet */
    const char *wrong;  /* why the lesson cannot go on, or NULL */
    enum ask_end asked; /* how the last question ended */
};

/* The file's path; NULL: the lesson's own. Ends the program where a lesson cannot begin there. */
void course_open(struct course *course, const char *file, const char *answers,
                 struct lesson_origin given);
void course_close(struct course *course);

/* Whether to say something. */
bool course_speaks(const struct course *course);

/* A title, and a paragraph. */
void course_title(const struct course *course, const char *title);
__attribute__((format(printf, 2, 3))) void course_say(const struct course *course,
                                                      const char *format, ...);

/* Says a paragraph, and frees it; nothing of NULL. */
void course_tell(const struct course *course, char *text);

/* Asks, and keeps the answer under that key. False where the lesson is left. */
bool course_ask(struct course *course, const char *key, const struct question *question, void *to);

/* Says the seal of what was answered: it can't be taken back. */
void course_seal(struct course *course);

/* Whether a variant can be measured here, and its idea. */
bool course_has(const struct course *course, const char *name);
const char *course_idea(const struct course *course, const char *name);

/* Measures variants, names with commas between, as that run; or takes it from the file's folder,
 * where it was measured before, or from the run that is replayed. False where the lesson can't go
 * on. */
bool course_measure(struct course *course, const char *name, const char *variants,
                    const char *budget);

/* The figures of a variant in the newest run, or NULL. */
const struct row_figures *course_row(const struct course *course, const char *name);

#endif
