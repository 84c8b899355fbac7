#include "ranks.h"
#include "clock.h"
#include "stages.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <mpi.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST 0
#define HERE 1 /* messages: a rank is ready, */
#define DONE 2 /* and has searched its share */
#define PATIENCE_S 3600
#define WINDOW_BYTES 4096

static int rank, count;
static char host[sizeof((struct rank_report *)0)->host];
static char (*hosts)[sizeof host]; /* of all ranks, in the first */
static uint64_t share_bytes;

/* What keeps a rank from taking part; "": nothing. */
struct problem {
    char what[160];
};

static void no_memory(const void *memory)
{
    if (!memory)
        err(1, "ranks");
}

void ranks_start(void)
{
    static char name[sizeof host + 32];
    int level;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    gethostname(host, sizeof host - 1);
    snprintf(name, sizeof name, "mpi, rank %d on %s", rank, host);
    program_invocation_short_name = name;
    no_memory(hosts = calloc((size_t)count, sizeof *hosts));
    MPI_Gather(host, sizeof host, MPI_CHAR, hosts, sizeof host, MPI_CHAR, FIRST, MPI_COMM_WORLD);
}

void ranks_end(void)
{
    free(hosts);
    MPI_Finalize();
}

/* --- waiting --- */

static double patience_s(void)
{
    const char *given = getenv(RANKS_PATIENCE);
    double seconds = given ? strtod(given, NULL) : 0;
    return seconds > 0 ? seconds : PATIENCE_S;
}

/* The first rank's message about another. */
static void tell(int of, const char *what)
{
    program_invocation_short_name = "mpi";
    warnx("rank %d on %s %s", of, hosts[of], what);
}

static _Noreturn void give_up(int on, const char *what)
{
    char why[120];
    snprintf(why, sizeof why, "%s within %.3g s", what, patience_s());
    tell(on, why);
    MPI_Abort(MPI_COMM_WORLD, 1);
    abort();
}

/* The first rank waits for a message from every other rank, and names one that doesn't send it in
 * time. All other waiting comes after such a message, and is short. */
static void await(int word, const char *what)
{
    if (rank != FIRST) {
        MPI_Send(NULL, 0, MPI_CHAR, FIRST, word, MPI_COMM_WORLD);
        return;
    }
    double end_ns = (double)clock_ns() + 1e9 * patience_s();
    for (int i = 0; i < count; i++) {
        int arrived = i == FIRST;
        while (!arrived) {
            MPI_Iprobe(i, word, MPI_COMM_WORLD, &arrived, MPI_STATUS_IGNORE);
            if (!arrived && (double)clock_ns() > end_ns)
                give_up(i, what);
            if (!arrived)
                sched_yield(); /* it may need this core */
        }
        if (i != FIRST)
            MPI_Recv(NULL, 0, MPI_CHAR, i, word, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    }
}

/* --- the text, before the clock starts --- */

static size_t read_at(int fd, char *to, size_t length, uint64_t offset)
{
    size_t got = 0;
    ssize_t more;
    while (got < length && (more = pread(fd, to + got, length - got, (off_t)(offset + got))) != 0) {
        if (more < 0 && errno != EINTR)
            break;
        got += more > 0 ? (size_t)more : 0;
    }
    return got;
}

/* Where a rank's stretch starts: all have the same length. */
static uint64_t stretch_start(uint64_t bytes, int of)
{
    uint64_t ranks = (uint64_t)count, index = (uint64_t)of;
    return bytes / ranks * index + bytes % ranks * index / ranks;
}

/* A digest of the bytes on both sides of where a rank's stretch starts and ends. */
static uint64_t ends_of(int fd, uint64_t bytes, int of)
{
    char window[WINDOW_BYTES];
    uint64_t digest = mix64(bytes);
    for (int i = of; i <= of + 1; i++) {
        uint64_t middle = stretch_start(bytes, i);
        uint64_t from = middle > WINDOW_BYTES / 2 ? middle - WINDOW_BYTES / 2 : 0;
        uint64_t left = bytes - from;
        size_t length =
            read_at(fd, window, left < sizeof window ? (size_t)left : sizeof window, from);
        for (size_t j = 0; j < length; j++)
            digest = mix64(digest + (unsigned char)window[j]);
        digest = mix64(digest + length);
    }
    return digest;
}

/* Opens the text, and sets `bytes` to what is searched, or `problem`. Returns the file, or -1. */
static int open_text(const struct workload *work, uint64_t *bytes, struct problem *problem)
{
    struct stat status = {0};
    int fd = open(work->path, O_RDONLY | O_CLOEXEC);
    *bytes = 0;
    if (fd < 0 || fstat(fd, &status) < 0) {
        snprintf(problem->what, sizeof problem->what, "cannot open %.100s: %s", work->path,
                 strerror(errno));
        return fd;
    }
    *bytes = work->bytes ? work->bytes : (uint64_t)status.st_size;
    if (!S_ISREG(status.st_mode))
        snprintf(problem->what, sizeof problem->what, "cannot read %.100s: not a regular file",
                 work->path);
    else if (*bytes > (uint64_t)status.st_size)
        snprintf(problem->what, sizeof problem->what, "the text has fewer bytes than --bytes says");
    return fd;
}

/* The first rank sends each rank a digest of the ends of its stretch, and the rank compares. */
static void compare_ends(int fd, uint64_t bytes, struct problem *problem)
{
    uint64_t *ends = calloc((size_t)count, sizeof *ends), expected = 0;
    no_memory(ends);
    for (int i = 0; rank == FIRST && fd >= 0 && i < count; i++)
        ends[i] = ends_of(fd, bytes, i);
    MPI_Scatter(ends, 1, MPI_UINT64_T, &expected, 1, MPI_UINT64_T, FIRST, MPI_COMM_WORLD);
    free(ends);
    if (!*problem->what && ends_of(fd, bytes, rank) != expected)
        snprintf(problem->what, sizeof problem->what,
                 "sees another text than the first rank: at the ends of its share");
}

/* If any rank has a problem, the first one reports it, and all exit. */
static void end_with_problems(const struct problem *own)
{
    struct problem *all = calloc((size_t)count, sizeof *all);
    int any = *own->what != '\0', bad = 0;
    no_memory(all);
    MPI_Gather(own, sizeof *own, MPI_CHAR, all, sizeof *own, MPI_CHAR, FIRST, MPI_COMM_WORLD);
    MPI_Allreduce(&any, &bad, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    if (bad) {
        for (int i = 0; rank == FIRST && i < count; i++)
            if (*all[i].what) {
                tell(i, all[i].what);
                break;
            }
        MPI_Finalize();
        exit(rank == FIRST);
    }
    free(all);
}

static void begin(const struct workload *work)
{
    struct problem problem = {""};
    uint64_t bytes, of_first;
    await(HERE, "is not ready");
    int fd = open_text(work, &bytes, &problem);
    of_first = bytes;
    MPI_Bcast(&of_first, 1, MPI_UINT64_T, FIRST, MPI_COMM_WORLD);
    if (!*problem.what && bytes != of_first)
        snprintf(problem.what, sizeof problem.what,
                 "sees another text than the first rank: %" PRIu64 " bytes, not %" PRIu64, bytes,
                 of_first);
    compare_ends(fd, bytes, &problem);
    if (fd >= 0)
        close(fd);
    end_with_problems(&problem);
    MPI_Barrier(MPI_COMM_WORLD);
}

/* --- the search --- */

/* The first line that starts at `at` or after it. */
static size_t line_from(struct span text, uint64_t at)
{
    if (at == 0 || at >= text.length)
        return at == 0 ? 0 : text.length;
    const char *newline = memchr(text.bytes + at - 1, '\n', text.length - (size_t)at + 1);
    return newline ? (size_t)(newline + 1 - text.bytes) : text.length;
}

struct span ranks_share(struct span text)
{
    enum stage outer = stage_enter(STAGE_READ);
    size_t from = line_from(text, stretch_start(text.length, rank)),
           to = line_from(text, stretch_start(text.length, rank + 1));
    stage_leave(outer);
    share_bytes = to - from;
    return (struct span){text.bytes + from, to - from, text.offset + from};
}

struct tally ranks_sum(struct tally own)
{
    enum stage outer = stage_enter(STAGE_MERGE);
    uint64_t mine[] = {own.matches, own.digest}, all[] = {0, 0};
    await(DONE, "has not searched its share");
    MPI_Reduce(mine, all, 2, MPI_UINT64_T, MPI_SUM, FIRST, MPI_COMM_WORLD);
    stage_leave(outer);
    return (struct tally){all[0], all[1]};
}

/* --- for the driver --- */

static uint64_t slowest(uint64_t own_ns)
{
    uint64_t most_ns = own_ns;
    MPI_Reduce(&own_ns, &most_ns, 1, MPI_UINT64_T, MPI_MAX, FIRST, MPI_COMM_WORLD);
    return most_ns;
}

static const struct rank_report *gather(struct rank_report own, size_t *reports)
{
    struct rank_report *all = calloc((size_t)count, sizeof *all);
    no_memory(all);
    memcpy(own.host, host, sizeof own.host);
    own.bytes = share_bytes;
    MPI_Gather(&own, sizeof own, MPI_BYTE, all, sizeof own, MPI_BYTE, FIRST, MPI_COMM_WORLD);
    *reports = (size_t)count;
    if (rank == FIRST)
        return all;
    free(all);
    return NULL;
}

const struct together ranks_together = {.begin = begin, .slowest = slowest, .gather = gather};
