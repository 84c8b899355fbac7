/* The variant under test: a program that is run without a shell, on a text in a temporary folder.
 */
#ifndef SUBJECT_H
#define SUBJECT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outcome {
    int exit_code;   /* -1 where a signal ended it */
    int signal;      /* 0 where none did */
    char out[16384]; /* strings; what is longer is cut */
    char err[16384];
};

/* Where the text lies, the folder around it, and a name in that folder which no file has. */
extern const char *subject_program;
extern char subject_text[], subject_folder[], subject_missing[];

/* Always run with --isa, where that is not NULL. */
void subject_open(const char *program, const char *isa);
void subject_write(const char *bytes, size_t length);
void subject_close(void);

/* `arguments` end with NULL. A program that takes minutes is killed. */
struct outcome subject_run(const char *const *arguments);
#define RUN(...) subject_run((const char *const[]){__VA_ARGS__, NULL})

/* Whether it is one line, with its newline, and nothing more. */
bool is_one_line(const char *text);

/* What the outcome's one line of JSON says. Fails the test, naming `what` was run, where the
 * outcome is anything but that line. */
json_t *subject_record(const struct outcome *outcome, const char *what);

/* Fails the test where the record counts anything else. */
void expect_count(json_t *record, uint64_t matches, uint64_t digest, const char *what);

#endif
