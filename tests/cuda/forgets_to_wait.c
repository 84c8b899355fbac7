/* A variant that forgets to wait for its device, a simulated one. It counts right all the same: as
 * it should, prepare() has done everything once, and what that counted is still there when search()
 * queues the work again and takes the tally at once. Only its clock lies. */
#include "cuda/worker.h"
#include "forgetful.h"

#include <stdatomic.h>
#include <time.h>

static struct {
    struct worker *worker;
    char *text;
    size_t length;
    _Atomic uint64_t matches, digest;
} device;

static void count(void *nothing)
{
    (void)nothing;
    nanosleep(&(struct timespec){0, FORGETFUL_NS}, NULL);
    struct tally tally = forgetful_count(device.text, device.length);
    device.matches = tally.matches;
    device.digest = tally.digest;
}

static void *prepare(const struct workload *work)
{
    device.text = forgetful_read(work->path, &device.length);
    device.worker = worker_start();
    worker_call(device.worker, count, NULL);
    worker_wait(device.worker);
    return NULL;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    (void)work;
    worker_call(device.worker, count, NULL);
    /* Here worker_wait() is missing. */
    return (struct tally){device.matches, device.digest};
}

static void synchronize(void)
{
    worker_wait(device.worker);
}

static void release(void *state)
{
    (void)state;
    worker_stop(device.worker);
    free(device.text);
}

const struct variant variant = {
    .idea = "does not wait for its device",
    .prepare = prepare,
    .search = search,
    .synchronize = synchronize,
    .release = release,
};
