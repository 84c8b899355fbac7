/* What run.c and tasks.c have in common: how a child begins. */
#ifndef RUN_CHILD_H
#define RUN_CHILD_H

#include <poll.h>
#include <stdint.h>
#include <sys/types.h>

/* In a child just forked, where `parent` is the one that forked: a process group of its own, no
 * signal blocked, none ignored that the harness ignores, and an end when its parent ends. */
void run_child_begin(pid_t parent);

/* Waits until one of them is ready, an interrupt comes or the time has passed; returns how many are
 * ready, or less than one. An interrupt is heard even if something is ready each time. */
int run_poll(struct pollfd *polls, nfds_t count, uint64_t left_ns);

#endif
