/* What run.c and tasks.c share: how a child starts. */
#ifndef RUN_CHILD_H
#define RUN_CHILD_H

#include <poll.h>
#include <stdint.h>
#include <sys/types.h>

/* Call this in a child right after fork(). It gives the child its own process group, unblocks all
 * signals, resets those that the harness ignores, and ends the child when `parent` ends. */
void run_child_begin(pid_t parent);

/* Waits until one of them is ready, an interrupt comes, or the time is up; returns how many are
 * ready, or less than one. Notices an interrupt even if something is ready every time. */
int run_poll(struct pollfd *polls, nfds_t count, uint64_t left_ns);

#endif
