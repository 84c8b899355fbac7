/* Asks questions, which a person in the terminal answers, or a file, with one line each. Prints
 * plain text, without colours, and overwrites nothing, so that a screen reader can follow. After
 * run_catch_interrupts(), Ctrl-C works while a question waits. */
#ifndef ASK_H
#define ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define ASK_LONGEST 400 /* bytes of an answer */

struct ask {
    FILE *to;
    int width;
    char answer[ASK_LONGEST + 1]; /* the last accepted one, printable, without blanks around it */
    const char *path;             /* the file with the answers; NULL: a person answers */
    int from;
    char buffer[ASK_LONGEST + 2]; /* input that was read but not used yet */
    size_t filled;
    bool ended;
};

enum ask_end {
    ASK_ANSWERED,
    ASK_ENDED,   /* no more answers: end of the file, or Ctrl-D */
    ASK_STOPPED, /* by run_interrupted */
};

/* Takes answers from a file (NULL: from standard input), one per line; ignores empty lines and
 * lines that begin with #. Answers that are not typed on a terminal are printed after their
 * questions. False with why. */
bool ask_open(struct ask *ask, const char *path, char *why, size_t why_size);
void ask_close(struct ask *ask);

/* Prints a paragraph, wrapped between words, and an empty line. */
__attribute__((format(printf, 2, 3))) void ask_say(const struct ask *ask, const char *format, ...);

/* Accepts an answer, or returns false with why it must be given again. */
typedef bool ask_take(const char *answer, void *to, char *why, size_t why_size);

struct question {
    const char *prompt; /* "Share of search, in per cent" */
    const char *help;   /* the reply to "?" */
    ask_take *take;
};

/* Asks until an answer is accepted; `to` is for `take`. */
enum ask_end ask(struct ask *ask, const struct question *question, void *to);

/* Accepts any answer but an empty one. */
ask_take ask_text;

/* Accepts a number in a range: "3", "3.5", "3,5", "20 %", "2x", "2×". */
struct ask_number {
    double least, most;
    double value;
};
ask_take ask_number;

/* Accepts one of several names, or its number in the list, from 1. */
struct ask_choice {
    const char *const *names;
    size_t count;
    size_t chosen;
};
ask_take ask_choice;

#endif
