#include "system/limits.h"
#include "system/disk_limits.h"
#include "system/pass.h"

#include <err.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIAL_BYTES ((size_t)128 << 20)
#define FINALISTS 6
#define LAST_PASSES 2
#define PIPE_BYTES 32000000
#define PIPE_PASSES 3
#define HUGE_BYTES ((size_t)2 << 20)

static const char *const names[WAY_FROMS] = {LIMIT_READ, LIMIT_MAPPED, LIMIT_RAM};

/* The text and memory to read, and the number of passes so far. */
struct ground {
    int fd;
    size_t length;
    unsigned char *memory; /* as much as a pass reads; NULL: none */
    size_t memory_length;
    unsigned passes;
};

/* A way, and its best rate. */
struct candidate {
    struct way way;
    double gb_per_s;
};

/* False if the text is empty or can't be read. */
static bool open_ground(const char *path, struct ground *ground)
{
    struct stat status;
    *ground = (struct ground){.fd = open(path, O_RDONLY | O_CLOEXEC)};
    if (ground->fd < 0)
        return false;
    if (fstat(ground->fd, &status) < 0 || status.st_size <= 0) {
        close(ground->fd);
        return false;
    }
    ground->length = (size_t)status.st_size;
    return true;
}

static void get_memory(struct ground *ground)
{
    size_t length = ground->length < LIMIT_PASS_BYTES ? ground->length : LIMIT_PASS_BYTES;
    size_t room = (length + HUGE_BYTES - 1) / HUGE_BYTES * HUGE_BYTES;
    if (!(ground->memory = aligned_alloc(HUGE_BYTES, room)))
        return;
    ground->memory_length = length;
    madvise(ground->memory, room, MADV_HUGEPAGE); /* like the text, if the kernel has them */
    memset(ground->memory, 1, length); /* real pages, not the kernel's single page of zeros */
}

static void close_ground(struct ground *ground)
{
    close(ground->fd);
    free(ground->memory);
}

/* Each pass reads a different stretch of up to `most` bytes, so that even a large cache has none of
 * it. Stretches start at huge pages. */
static size_t stretch_start(size_t length, size_t most, unsigned turn)
{
    size_t stretches = (length + most - 1) / most;
    if (stretches < 2)
        return 0;
    return turn % stretches * ((length - most) / (stretches - 1)) / HUGE_BYTES * HUGE_BYTES;
}

/* GB/s of one pass; 0 if it is not possible. */
static double pass_rate(struct ground *ground, const struct way *way, int threads, size_t most)
{
    bool memory = way->from == WAY_MEMORY;
    size_t length = memory ? ground->memory_length : ground->length;
    size_t from = stretch_start(length, most, ground->passes++);
    struct stretch stretch = {.fd = ground->fd, .length = length < most ? length : most};
    if (memory && !ground->memory)
        return 0;
    if (memory)
        stretch.memory = ground->memory + from;
    else
        stretch.from = (off_t)from;
    double ns = pass_run(way, &stretch, threads, NULL);
    return ns > 0 ? (double)stretch.length / ns : 0;
}

static double pipe_rate(void)
{
    double least_ns = INFINITY;
    for (int i = 0; i < PIPE_PASSES; i++)
        least_ns = fmin(least_ns, pass_pipe(PIPE_BYTES));
    return PIPE_BYTES / least_ns;
}

static int best_first(const void *left, const void *right)
{
    double one = ((const struct candidate *)left)->gb_per_s,
           other = ((const struct candidate *)right)->gb_per_s;
    return (one < other) - (one > other);
}

/* Tries all ways on a little of the text, the best of them on more, and the best of those again.
 * Keeps these. */
static void choose(struct limit *limit, struct ground *ground, enum way_from from)
{
    size_t all = way_count(), count = 0;
    struct candidate *tried = calloc(all, sizeof *tried);
    if (!tried)
        err(1, "limits");
    for (size_t i = 0; i < all; i++) {
        struct way way = way_at(i);
        double rate = way.from == from ? pass_rate(ground, &way, limit->threads, TRIAL_BYTES) : 0;
        if (rate > 0)
            tried[count++] = (struct candidate){way, rate};
    }
    qsort(tried, count, sizeof *tried, best_first);
    count = count < FINALISTS ? count : FINALISTS;
    for (size_t i = 0; i < count; i++)
        tried[i].gb_per_s = pass_rate(ground, &tried[i].way, limit->threads, LIMIT_PASS_BYTES);
    qsort(tried, count, sizeof *tried, best_first);
    count = count < LIMIT_WAYS_KEPT ? count : LIMIT_WAYS_KEPT;
    for (size_t i = 0; i < LAST_PASSES * count; i++) {
        struct candidate *again = &tried[i % count];
        again->gb_per_s =
            fmax(again->gb_per_s, pass_rate(ground, &again->way, limit->threads, LIMIT_PASS_BYTES));
    }
    qsort(tried, count, sizeof *tried, best_first);
    for (size_t i = 0; i < count; i++)
        limit->kept[limit->kept_count++] = tried[i].way;
    if (count > 0) {
        limit->gb_per_s = tried[0].gb_per_s;
        way_text(&tried[0].way, limit->way);
    }
    free(tried);
}

/* Limits of the page cache, which is memory, too: if one is faster, it is memory's limit. */
static bool is_memory_too(const struct limit *limit, int threads)
{
    return limit->threads == threads &&
           (strcmp(limit->name, LIMIT_READ) == 0 || strcmp(limit->name, LIMIT_MAPPED) == 0);
}

static void best_of_page_cache(struct limit *memory, const struct limit *limits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_memory_too(&limits[i], memory->threads) && limits[i].gb_per_s > memory->gb_per_s) {
            memory->gb_per_s = limits[i].gb_per_s;
            snprintf(memory->way, sizeof memory->way, "as %s", limits[i].name);
        }
}

static void measure_with(struct ground *ground, int threads, struct limit *limits, size_t *count)
{
    for (enum way_from from = 0; from < WAY_FROMS; from++) {
        struct limit *limit = &limits[*count];
        *limit = (struct limit){.threads = threads};
        snprintf(limit->name, sizeof limit->name, "%s", names[from]);
        choose(limit, ground, from);
        if (from == WAY_MEMORY)
            best_of_page_cache(limit, limits, *count);
        *count += limit->gb_per_s > 0;
    }
}

size_t limits_measure(const char *path, const int *counts, size_t count_count, struct limit *limits)
{
    size_t count = 0;
    struct ground ground;
    if (!open_ground(path, &ground))
        return 0;
    get_memory(&ground);
    measure_with(&ground, 1, limits, &count);
    for (size_t i = 0; i < count_count && i < LIMIT_COUNTS_MOST; i++)
        if (counts[i] > 1)
            measure_with(&ground, counts[i], limits, &count);
    close_ground(&ground);
    double rate = pipe_rate();
    if (rate > 0) {
        limits[count] = (struct limit){.gb_per_s = rate};
        snprintf(limits[count].name, sizeof limits[count].name, "%s", LIMIT_PIPE);
        count++;
    }
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

/* Records a round's value and its way. */
static void keep(struct limit *limit, size_t round, double gb_per_s, const char *way)
{
    if (!(gb_per_s > 0))
        return;
    if (gb_per_s > limit->gb_per_s)
        snprintf(limit->way, sizeof limit->way, "%s", way);
    limits_keep_round(limit, round, gb_per_s);
}

static void measure_again(struct limit *limit, struct ground *ground, size_t round)
{
    double best = 0;
    char way[WAY_TEXT_SIZE] = "";
    for (size_t i = 0; i < limit->kept_count; i++) {
        double rate = pass_rate(ground, &limit->kept[i], limit->threads, LIMIT_PASS_BYTES);
        if (rate > best) {
            best = rate;
            way_text(&limit->kept[i], way);
        }
    }
    if (strcmp(limit->name, LIMIT_PIPE) == 0)
        best = pipe_rate();
    keep(limit, round, best, way);
}

/* In no round is memory's limit below the page cache's. */
static void raise_memory(struct limit *memory, const struct limit *limits, size_t count,
                         size_t round)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_memory_too(&limits[i], memory->threads) || round >= limits[i].round_count)
            continue;
        double own = round < memory->round_count ? memory->by_round[round] : NAN,
               other = limits[i].by_round[round];
        char way[WAY_TEXT_SIZE];
        snprintf(way, sizeof way, "as %s", limits[i].name);
        if (other > 0 && !(own >= other))
            keep(memory, round, other, way);
    }
}

void limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round)
{
    struct ground ground;
    if (!open_ground(path, &ground))
        return;
    ground.passes = (unsigned)round;
    for (size_t i = 0; i < count; i++) {
        if (disk_limits_know(limits[i].name)) /* of another file */
            continue;
        if (strcmp(limits[i].name, LIMIT_RAM) == 0 && !ground.memory)
            get_memory(&ground);
        measure_again(&limits[i], &ground, round);
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(limits[i].name, LIMIT_RAM) == 0)
            raise_memory(&limits[i], limits, count, round);
    close_ground(&ground);
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
