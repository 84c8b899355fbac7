/* Starting a variant that runs as several processes, its ranks: by mpirun, on this machine or on
 * hosts. Works for root, too, as in a container. When it is over, no rank is left: mpirun ends
 * those elsewhere, and theirs end when it does. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include "system/run.h"

#include <stdbool.h>

struct launch {
    const char *hosts; /* a file as mpirun reads it, a line for each host; NULL: this machine */
    int ranks;         /* 0: as many as the hosts have slots */
    int threads;       /* of each */
    const char *text;  /* its whole path: ranks elsewhere start in another folder */
};

/* False with why where the file can't be read, or names none. */
bool launch_reads_hosts(const char *hosts, char *why, size_t why_size);

/* Writes the words that come before the program's own; returns how many. The strings last. */
#define LAUNCH_WORDS 20
size_t launch_words(const struct launch *launch, char **words);

/* As run_variant(). The first rank waits for the others not quite as long as there is time, so that
 * it can still say who is missing. */
void launch_run(char *const argv[], uint64_t timeout_ns, struct run *run);

#endif
