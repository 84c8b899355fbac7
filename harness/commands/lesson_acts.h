/* The acts of ./harness lesson: lesson_acts.c is what the reader meets, in its order; the questions
 * are in lesson_questions.c, the traps in lesson_traps.c. */
#ifndef LESSON_ACTS_H
#define LESSON_ACTS_H

#include "commands/lesson_course.h"

/* The whole lesson. False where it was left before its end. */
bool lesson_acts(struct course *course);

/* Shares of a run in per cent, which are to add up to 100, into the lesson's. */
bool lesson_ask_shares(struct course *course);

/* How many times as fast as the rung before each of these is, as far as they can be measured here;
 * then, with `choose`, which one to build first, whose name it sets. They are added to the lesson's
 * ideas. */
#define LESSON_LIST_MOST 5
struct lesson_list {
    int act;
    const char *names[LESSON_LIST_MOST + 1]; /* NULL behind the last */
};
bool lesson_ask_ideas(struct course *course, const struct lesson_list *list, bool choose);

/* Which stage takes most of a variant's time. */
bool lesson_ask_bottleneck(struct course *course, const char *of);

/* Each asks, and then shows. */
bool lesson_trap_gpu(struct course *course);
bool lesson_trap_layout(struct course *course);

#endif
