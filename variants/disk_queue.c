#include "disk_queue.h"

#include <err.h>
#include <errno.h>
#include <liburing.h>
#include <stdlib.h>

struct disk_queue {
    struct io_uring ring;
};

struct disk_queue *disk_queue_new(unsigned depth)
{
    struct disk_queue *queue = calloc(1, sizeof *queue);
    int error = queue ? io_uring_queue_init(depth, &queue->ring, 0) : -ENOMEM;
    if (error == 0)
        return queue;
    free(queue);
    errno = -error;
    return NULL;
}

void disk_queue_free(struct disk_queue *queue)
{
    io_uring_queue_exit(&queue->ring);
    free(queue);
}

void disk_queue_ask(struct disk_queue *queue, unsigned slot, int fd, void *to, size_t length,
                    uint64_t offset)
{
    struct io_uring_sqe *entry = io_uring_get_sqe(&queue->ring);
    if (!entry)
        errx(1, "io_uring: more reads than there is room for");
    io_uring_prep_read(entry, fd, to, (unsigned)length, offset);
    entry->user_data = slot;
    int submitted;
    do
        submitted = io_uring_submit(&queue->ring);
    while (submitted == -EINTR || submitted == -EAGAIN);
    if (submitted < 0) {
        errno = -submitted;
        err(1, "io_uring");
    }
}

int disk_queue_wait(struct disk_queue *queue, unsigned *slot)
{
    struct io_uring_cqe *entry;
    int error;
    do
        error = io_uring_wait_cqe(&queue->ring, &entry);
    while (error == -EINTR || error == -EAGAIN);
    if (error < 0) {
        errno = -error;
        err(1, "io_uring");
    }
    int result = entry->res;
    *slot = (unsigned)entry->user_data;
    io_uring_cqe_seen(&queue->ring, entry);
    return result;
}
