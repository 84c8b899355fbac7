/* The acts of ./harness lesson: lesson_acts.c has what the reader sees, in that order; the
 * questions are in lesson_questions.c, the traps in lesson_traps.c. */
#ifndef LESSON_ACTS_H
#define LESSON_ACTS_H

#include "commands/lesson_course.h"

/* The whole lesson. False if it was left before its end. */
bool lesson_acts(struct course *course);

/* Asks for the shares of a run's stages in per cent, which must add up to 100. */
bool lesson_ask_shares(struct course *course);

/* Asks, for each of these rungs that can be measured here, how many times as fast it is as the one
 * it follows; then, with `choose`, which one to build first. Adds the answers to the lesson's
 * ideas. */
#define LESSON_LIST_MOST 5
struct lesson_list {
    int act;
    const char *names[LESSON_LIST_MOST + 1]; /* ends with NULL */
};
bool lesson_ask_ideas(struct course *course, const struct lesson_list *list, bool choose);

/* Asks which stage takes most of a variant's time. */
bool lesson_ask_bottleneck(struct course *course, const char *of);

/* Each asks a question, then shows the answer. */
bool lesson_trap_gpu(struct course *course);
bool lesson_trap_layout(struct course *course);

#endif
