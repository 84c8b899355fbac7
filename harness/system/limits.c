#include "system/limits.h"
#include "base/stats.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSES 5
#define ROUND_PASSES 3 /* of each round, whose median counts: one alone is as noisy as a sample */
#define PART_BYTES ((size_t)1 << 20)
#define PAGE_BYTES 4096
#define HUGE_BYTES ((size_t)2 << 20)
/* Many times any cache, but for a text that is none. */
#define RAM_MOST_BYTES ((size_t)512 << 20)
#define RAM_LEAST_BYTES ((size_t)32 << 20)

/* A pass over `length` bytes, in parts that threads take one after the other. */
struct pass {
    int fd;                     /* where they are read() from, or -1 */
    const unsigned char *bytes; /* where they are in memory, or NULL */
    size_t length, part_bytes;
    _Atomic size_t next;
    _Atomic uint64_t sum;       /* used, so that no load can be left out */
    _Atomic bool incomplete;    /* the text was cut short, or could not be read */
    pthread_barrier_t together; /* threads start before the clock does, as a variant's do */
};

/* One of the threads. Each reads the clock itself: another might only get a core when they are
 * done. */
struct worker {
    struct pass *pass;
    pthread_t thread;
    uint64_t start_ns, end_ns;
};

/* Adds up 64 bytes at a time; what is behind the last 64 does not matter here. Two sums, so that no
 * load waits for the addition before it. */
#define DEFINE_SUM(name, attribute)                                                                \
    attribute static uint64_t name(const unsigned char *bytes, size_t length)                      \
    {                                                                                              \
        uint64_t __attribute__((vector_size(64))) even = {0}, odd = {0}, word;                     \
        for (size_t i = 0; i + 2 * sizeof word <= length; i += 2 * sizeof word) {                  \
            memcpy(&word, bytes + i, sizeof word);                                                 \
            even += word;                                                                          \
            memcpy(&word, bytes + i + sizeof word, sizeof word);                                   \
            odd += word;                                                                           \
        }                                                                                          \
        uint64_t sum = 0;                                                                          \
        for (int lane = 0; lane < 8; lane++)                                                       \
            sum += even[lane] + odd[lane];                                                         \
        return sum;                                                                                \
    }

DEFINE_SUM(sum_anywhere, )
#if defined(__x86_64__)
DEFINE_SUM(sum_avx2, __attribute__((target("avx2"))))
DEFINE_SUM(sum_avx512, __attribute__((target("avx512f"))))
#endif

/* The widest loads that this processor has: a limit must not be the one of its own code. */
static uint64_t sum_of(const unsigned char *bytes, size_t length)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return sum_avx512(bytes, length);
    if (__builtin_cpu_supports("avx2"))
        return sum_avx2(bytes, length);
#endif
    return sum_anywhere(bytes, length);
}

/* Where a thread goes on that finds a page of the text gone: whoever cut the text is found out by
 * who watches it, and its time is none. */
static _Thread_local sigjmp_buf page_gone;
static _Thread_local const struct pass *volatile reading; /* the text that this thread is in */

static void on_bus_error(int signal, siginfo_t *what, void *unused)
{
    const struct pass *pass = reading;
    uintptr_t at = (uintptr_t)what->si_addr, from = pass ? (uintptr_t)pass->bytes : 0;
    (void)unused;
    if (pass && at >= from && at - from < pass->length)
        siglongjmp(page_gone, 1);
    sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL},
              NULL); /* it is not about the text */
    raise(signal);
}

static bool read_part(int fd, unsigned char *to, size_t length, off_t at)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = pread(fd, to + done, length - done, at + (off_t)done);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return false;
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static void take_parts(struct worker *worker, unsigned char *buffer)
{
    struct pass *pass = worker->pass;
    uint64_t sum = 0;
    pthread_barrier_wait(&pass->together);
    worker->start_ns = clock_ns();
    for (;;) {
        size_t at = atomic_fetch_add(&pass->next, pass->part_bytes);
        if (at >= pass->length)
            break;
        size_t length = pass->length - at < pass->part_bytes ? pass->length - at : pass->part_bytes;
        if (!buffer) {
            sum += sum_of(pass->bytes + at, length);
        } else {
            if (!read_part(pass->fd, buffer, length, (off_t)at)) {
                pass->incomplete = true;
                break;
            }
            sum += sum_of(buffer, length);
        }
    }
    atomic_fetch_add(&pass->sum, sum);
    worker->end_ns = clock_ns();
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct pass *pass = worker->pass;
    /* As the variants': the kernel copies fastest between places that are aligned alike. */
    unsigned char *buffer = pass->fd >= 0 ? aligned_alloc(PAGE_BYTES, pass->part_bytes) : NULL;
    if (pass->fd >= 0 && !buffer)
        err(1, "limits");
    if (sigsetjmp(page_gone, 1) == 0) {
        reading = pass->bytes ? pass : NULL;
        take_parts(worker, buffer);
    } else {
        pass->incomplete = true;
    }
    reading = NULL;
    free(buffer);
    return NULL;
}

/* One pass by so many threads, from the first one's start to the last one's end; in nanoseconds,
 * NAN where the text was cut short. */
static double run_pass(struct pass *pass, int threads)
{
    struct worker *all = calloc((size_t)threads, sizeof *all);
    if (!all || pthread_barrier_init(&pass->together, NULL, (unsigned)threads) != 0)
        err(1, "limits");
    pass->next = 0;
    for (int i = 0; i < threads; i++) {
        all[i].pass = pass;
        if (pthread_create(&all[i].thread, NULL, work, &all[i]) != 0)
            errx(1, "cannot start %d threads", threads);
    }
    uint64_t start_ns = UINT64_MAX, end_ns = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(all[i].thread, NULL);
        start_ns = all[i].start_ns < start_ns ? all[i].start_ns : start_ns;
        end_ns = all[i].end_ns > end_ns ? all[i].end_ns : end_ns;
    }
    pthread_barrier_destroy(&pass->together);
    free(all);
    return pass->incomplete ? NAN : (double)(end_ns - start_ns);
}

/* The time of one pass over the text with read(), in nanoseconds. */
static double read_once(int fd, size_t length, int threads, size_t block_bytes)
{
    struct pass pass = {.fd = fd, .length = length, .part_bytes = block_bytes};
    return run_pass(&pass, threads);
}

/* The same for the text mapped anew, as a variant finds it: filling the page tables is part of the
 * price, and so is taking them down. NAN where it cannot be mapped, or not to its end. */
static double map_once(int fd, size_t length, int threads)
{
    void *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED)
        return NAN;
    struct pass pass = {.fd = -1, .bytes = bytes, .length = length, .part_bytes = PART_BYTES};
    struct sigaction guard = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO}, before;
    sigaction(SIGBUS, &guard, &before);
    double ns = run_pass(&pass, threads);
    sigaction(SIGBUS, &before, NULL);
    uint64_t unmap_ns = clock_ns();
    munmap(bytes, length);
    return ns + (double)(clock_ns() - unmap_ns);
}

static double best_read(int fd, size_t length, int threads, size_t *block_bytes)
{
    double least_ns = INFINITY;
    for (size_t block = 64 << 10; block <= (4 << 20); block *= 2)
        for (int i = 0; i < PASSES; i++) {
            double ns = read_once(fd, length, threads, block);
            if (ns < least_ns) {
                least_ns = ns;
                *block_bytes = block;
            }
        }
    return (double)length / least_ns;
}

static double best_mapped(int fd, size_t length, int threads)
{
    double least_ns = INFINITY;
    for (int i = 0; i < PASSES; i++)
        least_ns = fmin(least_ns, map_once(fd, length, threads));
    return (double)length / least_ns;
}

static double best_ram(size_t length, int threads)
{
    size_t room = (length + HUGE_BYTES - 1) / HUGE_BYTES * HUGE_BYTES;
    unsigned char *bytes = aligned_alloc(HUGE_BYTES, room);
    double least_ns = INFINITY;
    if (!bytes)
        return NAN;
    madvise(bytes, room, MADV_HUGEPAGE); /* as the text has, where the kernel gives them */
    memset(bytes, 1, length);            /* pages of its own, not the kernel's one page of zeros */
    for (int i = 0; i < PASSES; i++) {
        struct pass pass = {.fd = -1, .bytes = bytes, .length = length, .part_bytes = PART_BYTES};
        least_ns = fmin(least_ns, run_pass(&pass, threads));
    }
    free(bytes);
    return (double)length / least_ns;
}

static void add(struct limit *limits, size_t *count, const char *name, int threads, double gb_per_s,
                size_t block_bytes)
{
    if (!isfinite(gb_per_s) || gb_per_s <= 0)
        return;
    struct limit *limit = &limits[(*count)++];
    *limit = (struct limit){.threads = threads, .gb_per_s = gb_per_s, .block_bytes = block_bytes};
    snprintf(limit->name, sizeof limit->name, "%s", name);
}

/* The text, and its length; -1 where it cannot be read or is empty. close() it. */
static int open_text(const char *path, size_t *length)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) == 0 && status.st_size > 0) {
        *length = (size_t)status.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

size_t limits_measure(const char *path, int threads, struct limit *limits)
{
    size_t count = 0, length;
    int fd = open_text(path, &length);
    if (fd < 0)
        return 0;
    size_t ram = length < RAM_LEAST_BYTES  ? RAM_LEAST_BYTES
                 : length > RAM_MOST_BYTES ? RAM_MOST_BYTES
                                           : length;
    for (int each = 1; each <= threads; each += threads > 1 ? threads - 1 : 1) {
        size_t block = 0;
        double read = best_read(fd, length, each, &block);
        add(limits, &count, LIMIT_READ, each, read, block);
        add(limits, &count, LIMIT_MAPPED, each, best_mapped(fd, length, each), 0);
        add(limits, &count, LIMIT_RAM, each, best_ram(ram, each), 0);
    }
    close(fd);
    return count;
}

void limits_keep_round(struct limit *limit, size_t round, double gb_per_s)
{
    if (round >= limit->round_count) {
        limit->by_round = reallocarray(limit->by_round, round + 1, sizeof *limit->by_round);
        if (!limit->by_round)
            err(1, "limits");
        while (limit->round_count <= round)
            limit->by_round[limit->round_count++] = NAN;
    }
    limit->by_round[round] = gb_per_s;
    limit->gb_per_s = fmax(limit->gb_per_s, gb_per_s); /* the first passes need not be the best */
}

/* The time of one pass that a limit of the text is about; NAN of another limit. */
static double pass_again(const struct limit *limit, int fd, size_t length)
{
    if (strcmp(limit->name, LIMIT_READ) == 0)
        return read_once(fd, length, limit->threads, limit->block_bytes);
    if (strcmp(limit->name, LIMIT_MAPPED) == 0)
        return map_once(fd, length, limit->threads);
    return NAN;
}

void limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round)
{
    size_t length;
    int fd = open_text(path, &length);
    for (size_t i = 0; i < count && fd >= 0; i++) {
        double ns[ROUND_PASSES];
        size_t passes = 0;
        while (passes < ROUND_PASSES && (ns[passes] = pass_again(&limits[i], fd, length)) > 0)
            passes++;
        if (passes == ROUND_PASSES)
            limits_keep_round(&limits[i], round, (double)length / stats_median(ns, ROUND_PASSES));
    }
    if (fd >= 0)
        close(fd);
}

const struct limit *limits_find(const struct limit *limits, size_t count, const char *name,
                                int threads)
{
    for (size_t i = 0; i < count; i++)
        if ((limits[i].threads == threads || limits[i].threads == 0) &&
            strcmp(limits[i].name, name) == 0)
            return &limits[i];
    return NULL;
}
