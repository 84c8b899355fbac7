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
    char output[RUN_OUTPUT_MOST + 1]; /* standard output, ended by NUL */
    size_t output_length;
    char message[200];        /* the last line of its standard error, printable */
    uint64_t lines;           /* of standard output, if they are counted */
    uint64_t output_bytes;    /* length of standard output, set by run_with_streams() */
    uint64_t wall_ns;         /* from before fork() to its end */
    uint64_t user_ns, sys_ns; /* of the program and the children it waited for, */
    uint64_t major_faults;    /* and their pages that were read from disk */
};

/* The signal that asked to stop, or 0; SIGPIPE if the reader of our standard output is gone.
 * run_program() then kills what runs and returns. */
extern volatile sig_atomic_t run_interrupted;

/* From here on SIGINT, SIGTERM and SIGHUP set run_interrupted, and are seen while a program runs.
 */
void run_catch_interrupts(void);

/* From here on they end the program again. */
void run_let_interrupts(void);

/* The core on which programs run from now on; -1: any that this process may use. */
void run_on_core(int core);

/* From now on a line of standard error that starts with this name and a colon or a comma is kept,
 * whatever comes after it; NULL: the last one is. */
void run_keep_line_of(const char *name);

/* From now on a program that is stopped is asked to end (SIGTERM), and killed only after this time;
 * 0: killed at once. */
void run_let_clean_up(uint64_t grace_ns);

/* Runs argv[0] with its standard input empty, and without a terminal. When it returns, nothing that
 * it started is left, not even out of its process group. */
void run_program(char *const argv[], uint64_t timeout_ns, struct run *run);

/* The same in another environment ("NAME=VALUE", .., NULL), and in that of variants
 * (environment.h). */
void run_program_in(char *const argv[], char *const environment[], uint64_t timeout_ns,
                    struct run *run);
void run_variant(char *const argv[], uint64_t timeout_ns, struct run *run);

/* Like run_program(), but only counts the lines of its output, which may have any length. The last
 * line counts even without a newline. `output` stays empty. */
void run_counting_lines(char *const argv[], uint64_t timeout_ns, struct run *run);

/* For a user's command, which may have any standard input and output, but no terminal. */
struct run_streams {
    char *const *environment; /* NULL: the user's */
    const char *input;        /* the file that is its standard input; NULL: an empty one */
    int output;          /* gets a copy of its standard output; -1: only its length is counted */
    uint64_t most_bytes; /* limit of its standard output; more is RUN_FLOODED. 0: no limit */
};

/* Runs argv[0] with these streams. Its standard output is always a pipe, because some programs do
 * less if it is /dev/null: grep stops at the first match. `output` stays empty. */
void run_with_streams(char *const argv[], const struct run_streams *streams, uint64_t timeout_ns,
                      struct run *run);

/* Runs argv[0] on this terminal, its standard output on our standard error, and waits for it.
 * Returns its exit code, or 128 plus the signal that ended it. */
int run_attached(char *const argv[]);

/* From now on run_explain() doesn't name --timeout: this command lacks it. */
void run_without_timeout_option(void);

/* One line that says how it ended, for a run that did not exit with 0. `timeout_ns` is the user's;
 * 0: the time limit was the program's own. */
void run_explain(const struct run *run, uint64_t timeout_ns, char *why, size_t why_size);

#endif
