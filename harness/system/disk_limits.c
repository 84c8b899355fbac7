#include "system/disk_limits.h"
#include "system/pass.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIAL_BYTES ((size_t)64 << 20)
#define SECTOR_BYTES 4096

static const size_t blocks[] = {128 << 10, 512 << 10, 1 << 20, 4 << 20};
static const unsigned depths[] = {1, 2, 4, 8};
#define BLOCKS (sizeof blocks / sizeof blocks[0])
#define WAYS (BLOCKS * (sizeof depths / sizeof depths[0]))

struct candidate {
    struct way way;
    double gb_per_s;
};

bool disk_limits_know(const char *name)
{
    return name && (strcmp(name, LIMIT_DISK) == 0 || strcmp(name, LIMIT_DIRECT) == 0);
}

static int open_for(const char *name, const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | (strcmp(name, LIMIT_DIRECT) == 0 ? O_DIRECT : 0));
}

/* GB/s of one pass over `most` bytes, each time of another stretch; 0 if it cannot be made. Each
 * read in flight takes a thread. */
static double pass_rate(int fd, const struct way *way, size_t most, unsigned turn)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return 0;
    size_t length = (size_t)status.st_size;
    struct stretch stretch = {.fd = fd, .length = length < most ? length : most};
    size_t stretches = length / (stretch.length ? stretch.length : 1);
    if (stretches > 1)
        stretch.from = (off_t)(turn % stretches * stretch.length / SECTOR_BYTES * SECTOR_BYTES);
    stretch.length = stretch.length / SECTOR_BYTES * SECTOR_BYTES; /* as O_DIRECT wants it */
    if (stretch.length == 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
        return 0;
    double ns = pass_run(way, &stretch, (int)way->depth, NULL);
    return ns > 0 ? (double)stretch.length / ns : 0;
}

static int best_first(const void *left, const void *right)
{
    double one = ((const struct candidate *)left)->gb_per_s,
           other = ((const struct candidate *)right)->gb_per_s;
    return (one < other) - (one > other);
}

/* All ways on a little, then the best of them on more; these are kept. */
static void choose(struct limit *limit, int fd)
{
    struct candidate tried[WAYS];
    unsigned turn = 0;
    for (size_t i = 0; i < WAYS; i++) {
        struct way way = {.from = WAY_READ,
                          .part_bytes = blocks[i % BLOCKS],
                          .streams = 1,
                          .depth = depths[i / BLOCKS]};
        tried[i] = (struct candidate){way, pass_rate(fd, &way, TRIAL_BYTES, turn++)};
    }
    qsort(tried, WAYS, sizeof tried[0], best_first);
    for (size_t i = 0; i < LIMIT_WAYS_KEPT; i++)
        tried[i].gb_per_s = pass_rate(fd, &tried[i].way, LIMIT_PASS_BYTES, turn++);
    qsort(tried, LIMIT_WAYS_KEPT, sizeof tried[0], best_first);
    for (size_t i = 0; i < LIMIT_WAYS_KEPT && tried[i].gb_per_s > 0; i++)
        limit->kept[limit->kept_count++] = tried[i].way;
    limit->gb_per_s = tried[0].gb_per_s;
    way_text(&tried[0].way, limit->way);
}

void disk_limits_measure(const char *path, struct limit *limits, size_t *count)
{
    static const char *const names[DISK_LIMITS_MOST] = {LIMIT_DISK, LIMIT_DIRECT};
    for (size_t i = 0; i < DISK_LIMITS_MOST; i++) {
        int fd = open_for(names[i], path);
        struct limit *limit = &limits[*count];
        if (fd < 0) /* a file system without O_DIRECT */
            continue;
        *limit = (struct limit){.threads = 0};
        snprintf(limit->name, sizeof limit->name, "%s", names[i]);
        choose(limit, fd);
        *count += limit->gb_per_s > 0;
        close(fd);
    }
}

static void measure_again(struct limit *limit, int fd, size_t round)
{
    double best = 0;
    const struct way *way = NULL;
    for (size_t i = 0; i < limit->kept_count; i++) {
        double rate = pass_rate(fd, &limit->kept[i], LIMIT_PASS_BYTES, (unsigned)round);
        if (rate > best) {
            best = rate;
            way = &limit->kept[i];
        }
    }
    if (way && best > limit->gb_per_s)
        way_text(way, limit->way);
    if (way)
        limits_keep_round(limit, round, best);
}

void disk_limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round)
{
    for (size_t i = 0; i < count; i++) {
        int fd = disk_limits_know(limits[i].name) ? open_for(limits[i].name, path) : -1;
        if (fd < 0)
            continue;
        measure_again(&limits[i], fd, round);
        close(fd);
    }
}
