/* What run.c and tasks.c have in common: how a child begins. */
#ifndef RUN_CHILD_H
#define RUN_CHILD_H

#include <signal.h>
#include <sys/types.h>

/* In a child just forked, where `parent` is the one that forked: a process group of its own, no
 * signal blocked, and an end when its parent ends. */
void run_child_begin(pid_t parent);

/* The signals to block while waiting for a child, as ppoll() takes them. */
const sigset_t *run_waiting_mask(void);

#endif
