#include "measure/launch.h"
#include "common/units.h"
#include "system/environment.h"
#include "system/programs.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE 0.6 /* of the time limit: starting takes some of it */
#define VARIABLES_MOST 200

/* mpirun, told to be quiet so that the last line is ours, does not say who was killed. The shell
 * that starts each rank does. */
static const char guard[] =
    "\"$@\"; code=$?; [ $code -lt 128 ] || "
    "echo \"mpi: rank ${OMPI_COMM_WORLD_RANK:-$PMIX_RANK} on $(uname -n) was killed by signal "
    "$((code - 128))\" >&2; exit $code";

size_t launch_words(const struct launch *launch, char **words)
{
    static char *mpirun, ranks[16];
    size_t count = 0;
    if (!mpirun && !(mpirun = program_find("mpirun")))
        mpirun = "mpirun"; /* which then cannot be executed */
    snprintf(ranks, sizeof ranks, "%d", launch->ranks);
    const char *all[] = {mpirun,           "-q", "--bind-to",       "none", "--map-by",
                         ":OVERSUBSCRIBE", "-x", "RANKS_PATIENCE_S"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        words[count++] = (char *)all[i];
    if (launch->ranks > 0) {
        words[count++] = "-n";
        words[count++] = ranks;
    }
    if (launch->hosts) {
        words[count++] = "--hostfile";
        words[count++] = (char *)launch->hosts;
    }
    const char *shell[] = {"/bin/sh", "-c", guard, "sh"};
    for (size_t i = 0; i < sizeof shell / sizeof shell[0]; i++)
        words[count++] = (char *)shell[i];
    return count;
}

/* What Open MPI and ssh go by. */
static bool is_passed_on(const char *variable)
{
    static const char *const prefixes[] = {"OMPI_MCA_", "PRTE_MCA_", "PMIX_MCA_",
                                           "HOME=",     "TMPDIR=",   "SSH_AUTH_SOCK="};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(variable, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

void launch_run(char *const argv[], uint64_t timeout_ns, struct run *run)
{
    char patience[48],
        *more[VARIABLES_MOST + 8] = {
            patience, "OMPI_ALLOW_RUN_AS_ROOT=1", /* a container's user is root */
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
            /* A host that is gone without a word is found within half a minute. */
            "OMPI_MCA_oob_tcp_keepalive_time=10", "OMPI_MCA_oob_tcp_keepalive_intvl=5",
            "OMPI_MCA_oob_tcp_keepalive_probes=3"};
    size_t count = 6;
    snprintf(patience, sizeof patience, "RANKS_PATIENCE_S=%.3f",
             PATIENCE * (double)timeout_ns / (double)NS_PER_S);
    for (char *const *each = environ; *each && count < VARIABLES_MOST; each++)
        if (is_passed_on(*each))
            more[count++] = *each;
    char **environment = environment_of_variants(more);
    run_program_in(argv, environment, timeout_ns, run);
    free(environment);
}
