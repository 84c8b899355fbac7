/* A queue of reads in flight, which may finish in any order. disk_queue.c uses io_uring. */
#ifndef DISK_QUEUE_H
#define DISK_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct disk_queue;

/* `depth` is the most reads in flight. NULL with errno if there is no io_uring. */
struct disk_queue *disk_queue_new(unsigned depth);
void disk_queue_free(struct disk_queue *queue);

/* Requests a read of `length` bytes, below 4 GiB. `slot` is the caller's name for it. Ends the
 * program if there is no room in the queue. */
void disk_queue_ask(struct disk_queue *queue, unsigned slot, int fd, void *to, size_t length,
                    uint64_t offset);

/* Waits until a read has finished, and sets which. Returns its bytes, or a negative errno. */
int disk_queue_wait(struct disk_queue *queue, unsigned *slot);

#endif
