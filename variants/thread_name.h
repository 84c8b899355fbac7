/* Names for threads and worker processes, which top, gdb and perf show. Set before the clock
 * starts. */
#ifndef THREAD_NAME_H
#define THREAD_NAME_H

#include <stdio.h>
#include <sys/prctl.h>

/* Names the calling thread (the main one of a process) ROLE-NUMBER. */
static inline void thread_name(const char *role, int number)
{
    char name[16]; /* the kernel's limit */
    snprintf(name, sizeof name, "%s-%u", role, (unsigned)number % 100000);
    prctl(PR_SET_NAME, name);
}

#endif
