/* Running one program to its end: in a process group of its own, within a time limit, its output
 * kept within bounds. Whatever it does is a result, never the caller's end. */
#ifndef RUN_H
#define RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUN_OUTPUT_MOST (64 << 10) /* bytes of standard output; more is a failure */

enum run_end {
    RUN_EXITED,      /* `code` is the exit status */
    RUN_SIGNALLED,   /* `code` is the signal */
    RUN_NOT_STARTED, /* `code` is execv()'s or fork()'s errno */
    RUN_TIMEOUT,
    RUN_FLOODED,
    RUN_INTERRUPTED, /* by run_interrupted */
};

struct run {
    enum run_end end;
    int code;
    char output[RUN_OUTPUT_MOST + 1]; /* standard output, with a NUL behind it */
    size_t output_length;
    char message[200];        /* the last line of its standard error, printable */
    uint64_t lines;           /* of standard output, where they were to be counted */
    uint64_t output_bytes;    /* of standard output, by run_with_streams() */
    uint64_t wall_ns;         /* from before fork() to its end */
    uint64_t user_ns, sys_ns; /* of the program and the children it waited for, */
    uint64_t major_faults;    /* and their pages that were read from disk */
};

/* The signal that asked to stop, or 0: SIGPIPE where nobody reads our standard output any more.
 * run_program() then kills what runs and returns. */
extern volatile sig_atomic_t run_interrupted;

/* From here on SIGINT, SIGTERM and SIGHUP set run_interrupted, and are seen while a program runs.
 */
void run_catch_interrupts(void);

/* From here on they end the program again. */
void run_let_interrupts(void);

/* The core that programs run on from now on; -1: any that this one may use. */
void run_on_core(int core);

/* From now on a line of standard error that starts with this name and a colon or a comma is kept,
 * whatever comes after it; NULL: the last one is. */
void run_keep_line_of(const char *name);

/* Runs argv[0] with its standard input empty, and without a terminal. When it returns, nothing that
 * it started is left, not even out of its process group. */
void run_program(char *const argv[], uint64_t timeout_ns, struct run *run);

/* The same in another environment, "NAME=VALUE", .., NULL, and with the one of variants
 * (environment.h). */
void run_program_in(char *const argv[], char *const environment[], uint64_t timeout_ns,
                    struct run *run);
void run_variant(char *const argv[], uint64_t timeout_ns, struct run *run);

/* As run_program(), for a program whose output is only counted, however long it is: the last line,
 * too, where its newline is missing. `output` stays empty. */
void run_counting_lines(char *const argv[], uint64_t timeout_ns, struct run *run);

/* A command of the user's own: any standard input and output. It has no terminal. */
struct run_streams {
    char *const *environment; /* NULL: the user's */
    const char *input;        /* the file that is its standard input; NULL: an empty one */
    int output;               /* its standard output is copied to; -1: it is only counted */
    uint64_t most_bytes;      /* of that; more is RUN_FLOODED. 0: however many */
};

/* Runs argv[0] so. Its standard output is a pipe in any case, since programs do less where it is
 * /dev/null (grep stops at the first match). `output` stays empty. */
void run_with_streams(char *const argv[], const struct run_streams *streams, uint64_t timeout_ns,
                      struct run *run);

/* Runs argv[0] on this terminal, its standard output on our standard error, and waits for it.
 * Returns its exit code, or 128 plus the signal that ended it. */
int run_attached(char *const argv[]);

/* One line that says how it ended, for a run that did not exit with 0. */
void run_explain(const struct run *run, uint64_t timeout_ns, char *why, size_t why_size);

#endif
