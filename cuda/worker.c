#include "worker.h"

#include <err.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct call {
    struct call *next;
    void (*function)(void *);
    void *argument;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t given_one, made_one;
    struct call *first, **end; /* not started yet */
    uint64_t given, made;
    bool stop;
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    pthread_mutex_lock(&worker->mutex);
    for (;;) {
        while (!worker->first && !worker->stop)
            pthread_cond_wait(&worker->given_one, &worker->mutex);
        struct call *call = worker->first;
        if (!call)
            break;
        worker->first = call->next;
        if (!worker->first)
            worker->end = &worker->first;
        pthread_mutex_unlock(&worker->mutex);
        call->function(call->argument);
        free(call);
        pthread_mutex_lock(&worker->mutex);
        worker->made++;
        pthread_cond_broadcast(&worker->made_one);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

struct worker *worker_start(void)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        err(1, "the simulated device");
    worker->end = &worker->first;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->given_one, NULL);
    pthread_cond_init(&worker->made_one, NULL);
    if (pthread_create(&worker->thread, NULL, work, worker) != 0)
        errx(1, "cannot start the simulated device's thread");
    return worker;
}

void worker_call(struct worker *worker, void (*function)(void *), void *argument)
{
    struct call *call = malloc(sizeof *call);
    if (!call)
        err(1, "the simulated device");
    *call = (struct call){NULL, function, argument};
    pthread_mutex_lock(&worker->mutex);
    *worker->end = call;
    worker->end = &call->next;
    worker->given++;
    pthread_cond_signal(&worker->given_one);
    pthread_mutex_unlock(&worker->mutex);
}

void worker_wait(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    while (worker->made < worker->given)
        pthread_cond_wait(&worker->made_one, &worker->mutex);
    pthread_mutex_unlock(&worker->mutex);
}

void worker_stop(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    worker->stop = true;
    pthread_cond_signal(&worker->given_one);
    pthread_mutex_unlock(&worker->mutex);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->made_one);
    pthread_cond_destroy(&worker->given_one);
    pthread_mutex_destroy(&worker->mutex);
    free(worker);
}
