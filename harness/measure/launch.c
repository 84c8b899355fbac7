#include "measure/launch.h"
#include "common/units.h"
#include "system/environment.h"
#include "system/programs.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE 0.6 /* of the time limit: starting takes some of it */
#define VARIABLES_MOST 200
#define GRACE_NS (10 * NS_PER_S) /* mpirun gives the ranks a second or two */

/* How a rank's own messages start. They say more than mpirun's, which come later. */
#define OWN_NAME "mpi"

/* A quiet mpirun doesn't say who was killed. The shell that starts each rank does. */
static const char guard[] =
    "\"$@\"; code=$?; [ $code -lt 128 ] || "
    "echo \"" OWN_NAME
    ": rank ${OMPI_COMM_WORLD_RANK:-$PMIX_RANK} on $(uname -n) was killed by signal "
    "$((code - 128))\" >&2; exit $code";

/* For Open MPI 4, which starts ranks by ORTE, and 5, which does so by PRRTE; each ignores the
 * other's settings. (Only 4's mpirun has -q.) The keepalives find a dead host within half a minute.
 */
static const char *const settings[] = {
    "OMPI_ALLOW_RUN_AS_ROOT=1", /* a container's user is root */
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1", "OMPI_MCA_orte_execute_quiet=1",
    "PRTE_MCA_prte_execute_quiet=1",    "OMPI_MCA_oob_tcp_keepalive_time=10",
    "PRTE_MCA_prte_keepalive_time=10",  "OMPI_MCA_oob_tcp_keepalive_intvl=5",
    "PRTE_MCA_prte_keepalive_intvl=5",  "OMPI_MCA_oob_tcp_keepalive_probes=3",
    "PRTE_MCA_prte_keepalive_probes=3",
};
#define SETTINGS (sizeof settings / sizeof settings[0])

bool launch_reads_hosts(const char *hosts, char *why, size_t why_size)
{
    char line[4096];
    bool any = false, option = false;
    FILE *file = fopen(hosts, "re");
    while (file && !option && fgets(line, sizeof line, file)) {
        size_t blanks = strspn(line, " \t\r\n");
        any |= line[blanks] != '\0' && line[blanks] != '#';
        option |= line[blanks] == '-'; /* ssh would take it for one */
    }
    int error = !file || ferror(file) ? errno : 0;
    if (file)
        fclose(file);
    if (error)
        snprintf(why, why_size, "cannot read the hosts in %s: %s", hosts, strerror(error));
    else if (!any)
        snprintf(why, why_size, "%s names no host: write a line 'NAME slots=N' for each", hosts);
    else if (option)
        snprintf(why, why_size, "%s: no host's name starts with '-'", hosts);
    return !error && any && !option;
}

size_t launch_words(const struct launch *launch, char **words)
{
    static char *mpirun, ranks[16];
    size_t count = 0;
    if (!mpirun && !(mpirun = program_find("mpirun")))
        mpirun = "mpirun"; /* running it fails, with the reason */
    snprintf(ranks, sizeof ranks, "%d", launch->ranks);
    const char *all[] = {mpirun, "--bind-to",       "none", "--map-by", ":OVERSUBSCRIBE",
                         "-x",   "RANKS_PATIENCE_S"};
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

/* Variables that Open MPI and ssh read. Those of Open MPI are not the user's in a rank of another
 * mpirun, which set them for that rank alone. */
static bool is_passed_on(const char *variable)
{
    static const char *const prefixes[] = {
        "HOME=", "TMPDIR=", "SSH_AUTH_SOCK=", "OMPI_MCA_", "PRTE_MCA_", "PMIX_MCA_"};
    bool in_a_rank = getenv("OMPI_COMM_WORLD_RANK") || getenv("PMIX_RANK");
    for (size_t i = 0; i < (in_a_rank ? 3 : sizeof prefixes / sizeof prefixes[0]); i++)
        if (strncmp(variable, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

void launch_run(char *const argv[], uint64_t timeout_ns, struct run *run)
{
    char patience[48], *more[VARIABLES_MOST + SETTINGS + 2] = {patience};
    size_t count = 1;
    snprintf(patience, sizeof patience, "RANKS_PATIENCE_S=%.3f",
             PATIENCE * (double)timeout_ns / (double)NS_PER_S);
    for (size_t i = 0; i < SETTINGS; i++)
        more[count++] = (char *)settings[i];
    for (char *const *each = environ; *each && count <= VARIABLES_MOST + SETTINGS; each++)
        if (is_passed_on(*each))
            more[count++] = *each;
    char **environment = environment_of_variants(more);
    run_keep_line_of(OWN_NAME);
    run_let_clean_up(GRACE_NS); /* killed, mpirun leaves files and shared memory behind */
    run_program_in(argv, environment, timeout_ns, run);
    run_let_clean_up(0);
    run_keep_line_of(NULL);
    if (run->end == RUN_EXITED && run->code != 0 && !*run->message)
        snprintf(run->message, sizeof run->message,
                 "mpirun, told to be quiet, gives no reason; run it yourself to see one");
    free(environment);
}
