/* Threads and worker processes under names of their own, for whoever looks at a run: top, gdb and
 * perf show them. Given before the clock starts. */
#ifndef THREAD_NAME_H
#define THREAD_NAME_H

#include <stdio.h>
#include <sys/prctl.h>

/* Names the calling thread, of a process its main one, ROLE-NUMBER. */
static inline void thread_name(const char *role, int number)
{
    char name[16]; /* the kernel keeps so much */
    snprintf(name, sizeof name, "%s-%u", role, (unsigned)number % 100000);
    prctl(PR_SET_NAME, name);
}

#endif
