/* The article's own form, a pool of worker processes: blocks of 1,000 lines go to whichever worker
 * is free, tallies come back. Needs no thread-safe engine; costs copying the text through pipes. */
#include "lower.h"
#include "regex.h"
#include "stages.h"
#include "text.h"
#include "thread_name.h"
#include "variant.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK_LINES 1000

struct block {
    uint64_t offset, length; /* so many bytes follow in the pipe */
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
    int count;
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

static _Noreturn void work_off_blocks(int blocks, int replies, const struct workload *work)
{
    struct regex_cache *cache = regex_cache_new(regex_compile);
    struct span *lines = malloc(BLOCK_LINES * sizeof *lines);
    struct span span = {0};
    struct block block;
    size_t capacity = 0;

    if (stages_on)
        stages_take(); /* what the pool's process spent before fork() is not this one's */
    while (read_all(blocks, &block, sizeof block)) {
        if (block.length > capacity)
            span.bytes = realloc(span.bytes, capacity = block.length);
        if (!lines || !span.bytes)
            err(1, "worker process");
        span.length = block.length;
        span.offset = block.offset;
        read_all(blocks, span.bytes, span.length);

        struct reply reply = {0};
        size_t count = text_split(span, lines);
        for (size_t i = 0; i < count; i++) {
            lower(lines[i]);
            const struct regex *regex = regex_cache_get(cache, work->combined, 0);
            tally_add(&reply.tally, regex_count(regex, lines[i]));
        }
        if (stages_on)
            reply.ticks = stages_take();
        write_all(replies, &reply, sizeof reply);
    }
    _exit(0);
}

static void start_worker(struct pool *pool, int index, const struct workload *work)
{
    int blocks[2], replies[2];
    if (pipe(blocks) < 0 || pipe(replies) < 0)
        err(1, "pipe to a worker process");
    pid_t pool_pid = getpid();
    pid_t pid = fork();
    if (pid < 0)
        err(1, "cannot start worker process %d of %d", index + 1, work->threads);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != pool_pid)
            _exit(1);
        thread_name("worker", index + 1);
        /* An end held open here would keep another worker from seeing the end of its blocks. */
        for (int i = 0; i < index; i++) {
            close(pool->workers[i].blocks);
            close(pool->workers[i].replies);
        }
        close(blocks[1]);
        close(replies[0]);
        work_off_blocks(blocks[0], replies[1], work);
    }
    close(blocks[0]);
    close(replies[1]);
    pool->workers[index] = (struct worker){pid, blocks[1], replies[0], false};
    pool->polls[index] = (struct pollfd){.fd = replies[0], .events = POLLIN};
}

static void *prepare(const struct workload *work)
{
    size_t count = (size_t)work->threads;
    struct pool *pool = malloc(sizeof *pool);
    if (!pool || !(pool->workers = calloc(count, sizeof *pool->workers)) ||
        !(pool->polls = calloc(count, sizeof *pool->polls)))
        err(1, "no memory for %d worker processes", work->threads);
    struct regex checked = regex_compile(work->combined, 0); /* wrong? Said once, not by each */
    regex_free(&checked);
    signal(SIGPIPE, SIG_IGN); /* a worker that died is an error of write(), with a message */
    pool->count = work->threads;
    for (int i = 0; i < pool->count; i++)
        start_worker(pool, i, work);
    return pool;
}

static void hand_out(struct worker *worker, struct span span)
{
    enum stage outer = stage_enter(STAGE_MERGE);
    struct block block = {span.offset, span.length};
    write_all(worker->blocks, &block, sizeof block);
    write_all(worker->blocks, span.bytes, span.length);
    worker->busy = true;
    stage_leave(outer);
}

/* Waits until a worker replies, and takes every reply that is there. */
static void take_replies(struct pool *pool, struct tally *tally)
{
    enum stage outer = stage_enter(STAGE_WAIT);
    if (poll(pool->polls, (nfds_t)pool->count, -1) < 0 && errno != EINTR)
        err(1, "poll");
    stage_enter(STAGE_MERGE);
    for (int i = 0; i < pool->count; i++) {
        struct reply reply;
        if (!pool->polls[i].revents)
            continue;
        if (!read_all(pool->polls[i].fd, &reply, sizeof reply))
            errx(1, "worker process %d ended before its work was done", i + 1);
        tally_add(tally, reply.tally);
        stages_add_worker(&reply.ticks);
        pool->workers[i].busy = false;
    }
    stage_leave(outer);
}

static struct worker *find(const struct pool *pool, bool busy)
{
    for (int i = 0; i < pool->count; i++)
        if (pool->workers[i].busy == busy)
            return &pool->workers[i];
    return NULL;
}

static struct tally search(void *prepared, const struct workload *work)
{
    struct pool *pool = prepared;
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span block;

    while (text_next(&text, BLOCK_LINES, &block)) {
        struct worker *idle;
        while (!(idle = find(pool, false)))
            take_replies(pool, &tally);
        hand_out(idle, block);
    }
    while (find(pool, true))
        take_replies(pool, &tally);
    text_close(&text);
    return tally;
}

static void release(void *prepared)
{
    struct pool *pool = prepared;
    for (int i = 0; i < pool->count; i++) {
        close(pool->workers[i].blocks);
        close(pool->workers[i].replies);
        waitpid(pool->workers[i].pid, NULL, 0);
    }
    free(pool->workers);
    free(pool->polls);
    free(pool);
}

const struct variant variant = {
    .idea = "a pool of worker processes, blocks of 1,000 lines handed to them",
    .after = "combined",
    .attacks = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .factor = FACTOR_THREADS,
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = release,
};
