/* Questions that a person answers in the terminal, a line each, or a file in the person's place.
 * Plain text: no colours, nothing is written over, so that a screen reader can follow. Ctrl-C is
 * heard while a question waits, once run_catch_interrupts() was called. */
#ifndef ASK_H
#define ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define ASK_LONGEST 400 /* bytes of an answer */

struct ask {
    FILE *to;
    int width;
    char answer[ASK_LONGEST + 1]; /* the last one that was taken, printable, without blanks around
                                     it */
    const char *path;             /* of the file that answers; NULL: a person does */
    int from;
    char buffer[ASK_LONGEST + 2]; /* what was read, and not asked for yet */
    size_t filled;
    bool ended;
};

enum ask_end {
    ASK_ANSWERED,
    ASK_ENDED,   /* there are no more answers: end of the file, Ctrl-D */
    ASK_STOPPED, /* by run_interrupted */
};

/* Answers come from a file, one a line, without empty lines and those that begin with #; of NULL,
 * from standard input. What is not typed on a terminal is printed behind its question. False with
 * why. */
bool ask_open(struct ask *ask, const char *path, char *why, size_t why_size);
void ask_close(struct ask *ask);

/* Prints a paragraph, broken between words, and an empty line. */
__attribute__((format(printf, 2, 3))) void ask_say(const struct ask *ask, const char *format, ...);

/* What takes an answer: false, with what is wrong with it, for one that is to be given again. */
typedef bool ask_take(const char *answer, void *to, char *why, size_t why_size);

struct question {
    const char *prompt; /* "Share of search, in per cent" */
    const char *help;   /* what "?" is answered with */
    ask_take *take;
};

/* Asks until an answer is taken; `to` is for `take`. */
enum ask_end ask(struct ask *ask, const struct question *question, void *to);

/* Any answer but an empty one. */
ask_take ask_text;

/* A number in a range: "3", "3.5", "3,5", "20 %", "2x", "2×". */
struct ask_number {
    double least, most;
    double value;
};
ask_take ask_number;

/* One of several names, or its number in the list, from 1. */
struct ask_choice {
    const char *const *names;
    size_t count;
    size_t chosen;
};
ask_take ask_choice;

#endif
