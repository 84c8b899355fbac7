/* Starts a variant that runs as several processes (ranks), with mpirun, on this machine or on
 * several hosts. Also works for root, as in a container. Afterwards no rank is left running, not
 * even on another host. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include "system/run.h"

#include <stdbool.h>

struct launch {
    const char *hosts; /* an mpirun host file, one line for each host; NULL: this machine */
    int ranks;         /* 0: one for each slot of the hosts */
    int threads;       /* in each rank */
    const char *text;  /* an absolute path, because ranks on other hosts start in another folder */
};

/* Checks a host file. False with why if it can't be read, or names no host. */
bool launch_reads_hosts(const char *hosts, char *why, size_t why_size);

/* Writes the words that come before the program's own; returns how many. The strings stay valid. */
#define LAUNCH_WORDS 20
size_t launch_words(const struct launch *launch, char **words);

/* Like run_variant(). The first rank waits for the others a little less than the time-out, so that
 * it can still say which are missing. */
void launch_run(char *const argv[], uint64_t timeout_ns, struct run *run);

#endif
