#include "system/way.h"

#include <stdio.h>

/* How a part is summed. What read() copied is in a cache, so there the first two are enough. */
static const struct {
    unsigned streams;
    size_t ahead_bytes;
} sums[] = {{1, 0},    {2, 0},    {1, 512}, {1, 1024}, {1, 4096}, {1, 8192},
            {2, 1024}, {2, 4096}, {4, 0},   {4, 4096}, {8, 0},    {8, 4096}};

#define SUMS (sizeof sums / sizeof sums[0])

static const struct {
    enum way_from from;
    enum way_tables tables;
    size_t part_bytes, sums;
} suppliers[] = {
    {WAY_READ, 0, 64 << 10, 2},
    {WAY_READ, 0, 128 << 10, 2},
    {WAY_READ, 0, 256 << 10, 2},
    {WAY_READ, 0, 512 << 10, 2},
    {WAY_READ, 0, 1 << 20, 2},
    {WAY_READ, 0, 2 << 20, 2},
    {WAY_READ, 0, 4 << 20, 2},
    {WAY_MAPPED, TABLES_TOUCHED, 1 << 20, SUMS},
    {WAY_MAPPED, TABLES_AT_ONCE, 1 << 20, SUMS},
    {WAY_MAPPED, TABLES_BY_PART, 4 << 20, SUMS},
    {WAY_MAPPED, TABLES_PARTS_MAPPED, 4 << 20, SUMS},
    {WAY_MEMORY, 0, 1 << 20, SUMS},
};

#define SUPPLIERS (sizeof suppliers / sizeof suppliers[0])

size_t way_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < SUPPLIERS; i++)
        count += suppliers[i].sums;
    return count;
}

struct way way_at(size_t index)
{
    size_t i = 0;
    for (; index >= suppliers[i].sums; i++)
        index -= suppliers[i].sums;
    return (struct way){suppliers[i].from,   suppliers[i].tables,     suppliers[i].part_bytes,
                        sums[index].streams, sums[index].ahead_bytes, 0};
}

char *way_text(const struct way *way, char to[WAY_TEXT_SIZE])
{
    static const char *const tables[] = {"touched", "populated", "populated by part",
                                         "mapped by part"};
    char streams[24], ahead[32] = "";
    snprintf(streams, sizeof streams, "%u stream%s", way->streams, way->streams > 1 ? "s" : "");
    if (way->ahead_bytes >= 1024)
        snprintf(ahead, sizeof ahead, ", %zu KiB ahead", way->ahead_bytes >> 10);
    else if (way->ahead_bytes)
        snprintf(ahead, sizeof ahead, ", %zu bytes ahead", way->ahead_bytes);
    if (way->depth > 0)
        snprintf(to, WAY_TEXT_SIZE, "%zu KiB blocks, %u in flight", way->part_bytes >> 10,
                 way->depth);
    else if (way->from == WAY_READ)
        snprintf(to, WAY_TEXT_SIZE, "%zu KiB blocks, %s%s", way->part_bytes >> 10, streams, ahead);
    else if (way->from == WAY_MAPPED)
        snprintf(to, WAY_TEXT_SIZE, "%s, %s%s", tables[way->tables], streams, ahead);
    else
        snprintf(to, WAY_TEXT_SIZE, "%s%s", streams, ahead);
    return to;
}
