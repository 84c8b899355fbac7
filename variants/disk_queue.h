/* Reads that are under way: asked for at once, and finished in any order. disk_queue.c does it with
 * io_uring. */
#ifndef DISK_QUEUE_H
#define DISK_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct disk_queue;

/* Room for so many reads at a time. NULL, and errno says why, where there is no io_uring. */
struct disk_queue *disk_queue_new(unsigned depth);
void disk_queue_free(struct disk_queue *queue);

/* Asks for a read. `slot` is the caller's name for it. */
void disk_queue_ask(struct disk_queue *queue, unsigned slot, int fd, void *to, size_t length,
                    uint64_t offset);

/* Waits until a read is over, and says which. Gives its bytes, or an errno below 0. */
int disk_queue_wait(struct disk_queue *queue, unsigned *slot);

#endif
