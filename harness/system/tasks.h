/* Runs several programs side by side, for work that is not timed. */
#ifndef TASKS_H
#define TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct task {
    char *const *argv;
    const char *folder;    /* where it runs */
    const char *temporary; /* for its temporary files; some may stay there if it is killed */
    bool good;             /* it exited with 0 */
    char message[200];     /* if not: the first line of its standard error, or how it ended */
    pid_t pid;             /* private: 0 while it doesn't run, */
    int process, errors;   /* its pidfd, and a file with its standard error */
};

/* Runs all tasks, `most` at a time. argv[0] is a path; standard input is empty, and standard output
 * is discarded. A task is killed after `timeout_ns`. If run_interrupted stops it, kills all that
 * still run and returns false. */
bool tasks_run(struct task *tasks, size_t count, size_t most, uint64_t timeout_ns);

#endif
