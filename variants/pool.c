#include "pool.h"
#include "replay.h"
#include "stages.h"
#include "thread_name.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct header {
    uint64_t offset, length; /* length: of the bytes that follow in the pipe */
};

struct reply {
    struct tally tally;
    struct stage_ticks ticks;
};

struct worker {
    pid_t pid;
    int blocks, replies; /* the pool's ends of its two pipes */
    bool busy;
};

struct pool {
    const struct workload *work;
    void *(*prepare)(const struct workload *);
    struct tally (*count)(void *state, const struct workload *, struct span);
    struct tally tally; /* of the replies so far */
    int size;
    struct worker *workers;
    struct pollfd *polls;
};

/* False at the end of the pipe, before the first byte. */
static bool read_all(int fd, void *to, size_t length)
{
    size_t got = 0;
    while (got < length) {
        ssize_t more = read(fd, (char *)to + got, length - got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            err(1, "pipe to a worker process");
        if (more == 0 && got == 0)
            return false;
        if (more == 0)
            errx(1, "a worker process, or its pool, ended in mid-message");
        got += (size_t)more;
    }
    return true;
}

static void write_all(int fd, const void *from, size_t length)
{
    size_t put = 0;
    while (put < length) {
        ssize_t more = write(fd, (const char *)from + put, length - put);
        if (more < 0 && errno != EINTR)
            err(1, "pipe to a worker process");
        if (more > 0)
            put += (size_t)more;
    }
}

static _Noreturn void work_off(const struct pool *pool, int blocks, int replies)
{
    void *state = pool->prepare(pool->work);
    struct span lines = {0};
    struct header header;
    size_t capacity = 0;

    if (stages_on)
        stages_take(); /* discards what the parent spent before fork() */
    while (read_all(blocks, &header, sizeof header)) {
        if (header.length > capacity)
            lines.bytes = realloc(lines.bytes, capacity = header.length);
        if (!lines.bytes)
            err(1, "worker process");
        lines.length = header.length;
        lines.offset = header.offset;
        read_all(blocks, lines.bytes, lines.length);

        struct reply reply = {.tally = pool->count(state, pool->work, lines)};
        if (stages_on)
            reply.ticks = stages_take();
        write_all(replies, &reply, sizeof reply);
    }
    _exit(0);
}

static void start_worker(struct pool *pool, int index)
{
    int blocks[2], replies[2];
    if (pipe(blocks) < 0 || pipe(replies) < 0)
        err(1, "pipe to a worker process");
    pid_t pool_pid = getpid();
    pid_t pid = fork();
    if (pid < 0)
        err(1, "cannot start worker process %d of %d", index + 1, pool->size);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != pool_pid)
            _exit(1);
        thread_name("worker", index + 1);
        /* Pipe ends open here would keep other workers from seeing the end of their blocks. */
        for (int i = 0; i < index; i++) {
            close(pool->workers[i].blocks);
            close(pool->workers[i].replies);
        }
        close(blocks[1]);
        close(replies[0]);
        work_off(pool, blocks[0], replies[1]);
    }
    close(blocks[0]);
    close(replies[1]);
    pool->workers[index] = (struct worker){pid, blocks[1], replies[0], false};
    pool->polls[index] = (struct pollfd){.fd = replies[0], .events = POLLIN};
}

struct pool *pool_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      struct tally (*count)(void *state, const struct workload *, struct span))
{
    replay_unsupported("the work of worker processes can't be recorded");
    size_t size = (size_t)work->threads;
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool || !(pool->workers = calloc(size, sizeof *pool->workers)) ||
        !(pool->polls = calloc(size, sizeof *pool->polls)))
        err(1, "no memory for %d worker processes", work->threads);
    pool->work = work;
    pool->prepare = prepare;
    pool->count = count;
    pool->size = work->threads;
    signal(SIGPIPE, SIG_IGN); /* if a worker dies, write() fails and we can say so */
    for (int i = 0; i < pool->size; i++)
        start_worker(pool, i);
    return pool;
}

/* Waits until a worker replies, and takes all replies that are there. */
static void take_replies(struct pool *pool)
{
    enum stage outer = stage_enter(STAGE_WAIT);
    if (poll(pool->polls, (nfds_t)pool->size, -1) < 0 && errno != EINTR)
        err(1, "poll");
    stage_enter(STAGE_MERGE);
    for (int i = 0; i < pool->size; i++) {
        struct reply reply;
        if (!pool->polls[i].revents)
            continue;
        if (!read_all(pool->polls[i].fd, &reply, sizeof reply))
            errx(1, "worker process %d ended before its work was done", i + 1);
        tally_add(&pool->tally, reply.tally);
        stages_add_worker(&reply.ticks);
        pool->workers[i].busy = false;
    }
    stage_leave(outer);
}

static struct worker *find(const struct pool *pool, bool busy)
{
    for (int i = 0; i < pool->size; i++)
        if (pool->workers[i].busy == busy)
            return &pool->workers[i];
    return NULL;
}

void pool_hand_out(struct pool *pool, struct span lines)
{
    struct worker *idle;
    while (!(idle = find(pool, false)))
        take_replies(pool);
    enum stage outer = stage_enter(STAGE_MERGE);
    struct header header = {lines.offset, lines.length};
    write_all(idle->blocks, &header, sizeof header);
    write_all(idle->blocks, lines.bytes, lines.length);
    idle->busy = true;
    stage_leave(outer);
}

struct tally pool_tally(struct pool *pool)
{
    while (find(pool, true))
        take_replies(pool);
    struct tally tally = pool->tally;
    pool->tally = (struct tally){0};
    return tally;
}

void pool_free(void *state)
{
    struct pool *pool = state;
    for (int i = 0; i < pool->size; i++) {
        close(pool->workers[i].blocks);
        close(pool->workers[i].replies);
        waitpid(pool->workers[i].pid, NULL, 0);
    }
    free(pool->workers);
    free(pool->polls);
    free(pool);
}
