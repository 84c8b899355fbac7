/* Running several programs side by side, for work that nobody times. */
#ifndef TASKS_H
#define TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct task {
    char *const *argv;
    const char *folder;    /* where it runs */
    const char *temporary; /* where its temporary files go: some may stay there when it is killed */
    bool good;             /* it exited with 0 */
    char message[200]; /* where it did not: the first line of its standard error, or how it ended */
    pid_t pid;         /* tasks.c's own: 0 while it does not run, */
    int process, errors; /* its pidfd, and a file with its standard error */
};

/* Runs them all, `most` at a time; each has argv[0] as a path, an empty standard input, and what it
 * prints is dropped. False where run_interrupted stopped it; whatever still ran is killed then, as
 * it is after `timeout_ns`. */
bool tasks_run(struct task *tasks, size_t count, size_t most, uint64_t timeout_ns);

#endif
