#include "system/pass.h"
#include "system/sum.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE_BYTES 4096
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 /* Linux 5.14; older headers lack it, older kernels refuse it */
#endif

struct pass {
    const struct way *way;
    const struct stretch *stretch;
    const unsigned char *bytes; /* all bytes, if they are in memory as a whole */
    _Atomic size_t next;
    _Atomic uint64_t sum;
    _Atomic bool incomplete;    /* the text has shrunk, or can't be read */
    pthread_barrier_t together; /* threads start before the clock does, as a variant's do */
};

/* A thread. Each reads the clock itself, since another thread might get a core only after they are
 * done. */
struct worker {
    struct pass *pass;
    pthread_t thread;
    unsigned char *buffer; /* for the part that was read */
    void *mapped;          /* a part with its own mapping */
    size_t mapped_length;
    uint64_t start_ns, end_ns;
};

/* Where a thread continues if a page of the text is gone. There is no time then; other code finds
 * out that the text changed. */
static _Thread_local sigjmp_buf page_gone;
static _Thread_local volatile struct {
    uintptr_t from;
    size_t length;
} reading; /* the mapping that this thread is in */

static void on_bus_error(int signal, siginfo_t *what, void *unused)
{
    (void)unused;
    if ((uintptr_t)what->si_addr - reading.from < reading.length)
        siglongjmp(page_gone, 1);
    sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL); /* it is not the text */
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

static void *map(const struct stretch *stretch, size_t at, size_t length, bool populate)
{
    void *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED | (populate ? MAP_POPULATE : 0),
                       stretch->fd, stretch->from + (off_t)at);
    return bytes == MAP_FAILED ? NULL : bytes;
}

static void unmap_part(struct worker *worker)
{
    if (worker->mapped)
        munmap(worker->mapped, worker->mapped_length);
    worker->mapped = NULL;
}

/* The part's bytes in memory; NULL on failure. */
static const unsigned char *supply(struct worker *worker, size_t at, size_t length)
{
    const struct stretch *stretch = worker->pass->stretch;
    const struct way *way = worker->pass->way;
    if (way->from == WAY_READ)
        return read_part(stretch->fd, worker->buffer, length, stretch->from + (off_t)at)
                   ? worker->buffer
                   : NULL;
    if (way->from == WAY_MAPPED && way->tables == TABLES_PARTS_MAPPED) {
        worker->mapped_length = length;
        worker->mapped = map(stretch, at, length, true);
        reading.from = (uintptr_t)worker->mapped;
        reading.length = length;
        return worker->mapped;
    }
    const unsigned char *bytes = worker->pass->bytes + at;
    if (way->from == WAY_MAPPED && way->tables == TABLES_BY_PART &&
        madvise((void *)bytes, length, MADV_POPULATE_READ) < 0)
        return NULL;
    return bytes;
}

static void take_parts(struct worker *worker)
{
    struct pass *pass = worker->pass;
    const struct way *way = pass->way;
    size_t whole = pass->stretch->length, at;
    uint64_t sum = 0;
    pthread_barrier_wait(&pass->together);
    worker->start_ns = clock_ns();
    while ((at = atomic_fetch_add(&pass->next, way->part_bytes)) < whole) {
        size_t length = whole - at < way->part_bytes ? whole - at : way->part_bytes;
        const unsigned char *bytes = supply(worker, at, length);
        if (!bytes) {
            pass->incomplete = true;
            break;
        }
        sum += sum_words(bytes, length, way->streams, way->ahead_bytes);
        unmap_part(worker);
    }
    atomic_fetch_add(&pass->sum, sum);
    worker->end_ns = clock_ns();
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct pass *pass = worker->pass;
    const struct way *way = pass->way;
    /* As in variants: the kernel copies fastest between places of the same alignment. */
    if (way->from == WAY_READ && !(worker->buffer = aligned_alloc(PAGE_BYTES, way->part_bytes)))
        err(1, "limits");
    reading.from = (uintptr_t)pass->bytes;
    reading.length = pass->bytes ? pass->stretch->length : 0;
    if (sigsetjmp(page_gone, 1) == 0)
        take_parts(worker);
    else
        pass->incomplete = true;
    reading.length = 0;
    unmap_part(worker);
    free(worker->buffer);
    return NULL;
}

/* From the first thread's start to the last one's end. */
static double run_threads(struct pass *pass, int threads)
{
    struct worker *all = calloc((size_t)threads, sizeof *all);
    if (!all || pthread_barrier_init(&pass->together, NULL, (unsigned)threads) != 0)
        err(1, "limits");
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

/* Maps the text for each pass: filling the page tables, and removing them, is part of the cost. */
static double run_mapped(struct pass *pass, int threads)
{
    size_t length = pass->stretch->length;
    uint64_t map_ns = clock_ns();
    void *bytes = map(pass->stretch, 0, length, pass->way->tables == TABLES_AT_ONCE);
    map_ns = clock_ns() - map_ns;
    if (!bytes)
        return NAN;
    pass->bytes = bytes;
    double ns = run_threads(pass, threads);
    uint64_t unmap_ns = clock_ns();
    munmap(bytes, length);
    return ns + (double)(map_ns + clock_ns() - unmap_ns);
}

double pass_run(const struct way *way, const struct stretch *stretch, int threads, uint64_t *sum)
{
    struct pass pass = {.way = way, .stretch = stretch};
    struct sigaction guard = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO}, before;
    double ns;
    pass.bytes = way->from == WAY_MEMORY ? stretch->memory : NULL;
    sigaction(SIGBUS, &guard, &before);
    if (way->from == WAY_MAPPED && way->tables != TABLES_PARTS_MAPPED)
        ns = run_mapped(&pass, threads);
    else
        ns = run_threads(&pass, threads);
    sigaction(SIGBUS, &before, NULL);
    if (sum)
        *sum = pass.sum;
    return ns;
}
