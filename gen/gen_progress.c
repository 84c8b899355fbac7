#include "gen_progress.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    FIRST_MS = 500,
    TERMINAL_MS = 100,
    LINE_MS = 5000,
    WIDTH = 60,
};

static struct {
    uint64_t total_bytes;
    _Atomic uint64_t done_bytes;
    struct timespec start;
    bool terminal;
    bool stopped; /* under the lock */
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t thread;
} progress;

static double seconds_since(struct timespec start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start.tv_sec) + 1e-9 * (double)(now.tv_nsec - start.tv_nsec);
}

static struct timespec from_now(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += milliseconds / 1000;
    time.tv_nsec += milliseconds % 1000 * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_sec++;
        time.tv_nsec -= 1000000000;
    }
    return time;
}

static void show(void)
{
    const double seconds = seconds_since(progress.start);
    const double done = (double)progress.done_bytes;
    const double total = (double)progress.total_bytes;
    char line[WIDTH + 1];
    if (done < total && done > 0)
        snprintf(line, sizeof line, "%3.0f %%  %.2f GB/s  %.0f s left", 100 * done / total,
                 done / seconds * 1e-9, ceil(seconds * (total / done - 1)));
    else
        snprintf(line, sizeof line, "%s  %.0f s", done > 0 ? "flushing to disk" : "starting",
                 seconds);
    if (progress.terminal)
        fprintf(stderr, "\r%-*s", WIDTH, line);
    else
        fprintf(stderr, "%s\n", line);
}

static void *run(void *unused)
{
    (void)unused;
    struct timespec wake = from_now(progress.terminal ? FIRST_MS : LINE_MS);
    bool shown = false;

    pthread_mutex_lock(&progress.lock);
    while (!progress.stopped) {
        if (pthread_cond_timedwait(&progress.stop, &progress.lock, &wake) != ETIMEDOUT)
            continue;
        show();
        shown = true;
        wake = from_now(progress.terminal ? TERMINAL_MS : LINE_MS);
    }
    pthread_mutex_unlock(&progress.lock);
    if (shown && progress.terminal)
        fprintf(stderr, "\r%*s\r", WIDTH, "");
    return NULL;
}

void progress_start(uint64_t total_bytes)
{
    progress.total_bytes = total_bytes;
    progress.terminal = isatty(STDERR_FILENO);
    clock_gettime(CLOCK_MONOTONIC, &progress.start);

    pthread_condattr_t attributes; /* a change of the wall clock must not stop the line */
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&progress.stop, &attributes);
    pthread_mutex_init(&progress.lock, NULL);
    errno = pthread_create(&progress.thread, NULL, run, NULL);
    if (errno)
        err(1, "cannot start a thread");
}

void progress_add(uint64_t bytes)
{
    atomic_fetch_add(&progress.done_bytes, bytes);
}

void progress_stop(void)
{
    pthread_mutex_lock(&progress.lock);
    progress.stopped = true;
    pthread_cond_signal(&progress.stop);
    pthread_mutex_unlock(&progress.lock);
    pthread_join(progress.thread, NULL);
}
