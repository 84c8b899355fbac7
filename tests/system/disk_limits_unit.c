/* Limits of the disk: of the ways to read a file that is not in memory the best are found and kept.
 * The linker puts the pass_run() here in the place of the other, and with it disks of known rates.
 */
#include "system/disk_limits.h"
#include "system/pass.h"
#include "tests/support/samples.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BYTES (((size_t)300 << 20) + 1001)

static char path[] = "/var/tmp/disk_limits_unit.XXXXXX";
static double (*rate_of)(const struct way *way, bool direct);
static bool is_resident; /* whether some of the text was in memory when a pass began */

double __wrap_pass_run(const struct way *way, const struct stretch *stretch, int threads,
                       uint64_t *sum);

double __wrap_pass_run(const struct way *way, const struct stretch *stretch, int threads,
                       uint64_t *sum)
{
    int flags = fcntl(stretch->fd, F_GETFL);
    unsigned char present = 0;
    void *first = mmap(NULL, 4096, PROT_READ, MAP_SHARED, stretch->fd, 0);
    if (first != MAP_FAILED && mincore(first, 4096, &present) == 0)
        is_resident |= present & 1;
    munmap(first, 4096);
    assert_int_equal(threads, way->depth);
    assert_null(sum);
    assert_true(stretch->length % 4096 == 0 && stretch->from % 4096 == 0);
    assert_true((size_t)stretch->from + stretch->length <= BYTES);
    return (double)stretch->length / rate_of(way, flags & O_DIRECT);
}

/* Best with large blocks, and with four reads in flight where nobody else reads ahead. */
static double usual(const struct way *way, bool direct)
{
    double rate = way->part_bytes == 1 << 20 ? 2 : 1;
    return direct && way->depth == 4 ? 3 * rate : rate;
}

static double slower(const struct way *way, bool direct)
{
    return usual(way, direct) / 2;
}

static void the_best_way_is_found_and_kept(void **state)
{
    (void)state;
    struct limit limits[LIMITS_MOST];
    size_t count = 0;
    int fd = mkstemp(path);
    assert_true(fd >= 0 && ftruncate(fd, BYTES) == 0 && pread(fd, &(char){0}, 1, 0) == 1);
    rate_of = usual;
    disk_limits_measure(path, limits, &count);
    assert_true(count == 1 || count == 2); /* a file system without O_DIRECT */
    assert_string_equal(limits[0].name, LIMIT_DISK);
    assert_true(limits[0].gb_per_s > 1.9999 && limits[0].gb_per_s < 2.0001);
    assert_has(limits[0].way, "1024 KiB blocks");
    if (count == 2) {
        assert_string_equal(limits[1].name, LIMIT_DIRECT);
        assert_true(limits[1].gb_per_s > 5.9999 && limits[1].gb_per_s < 6.0001);
        assert_string_equal(limits[1].way, "1024 KiB blocks, 4 in flight");
    }
    assert_false(is_resident);
    rate_of = slower;
    disk_limits_measure_round(path, limits, count, 1);
    assert_int_equal(limits[0].round_count, 2);
    assert_true(isnan(limits[0].by_round[0]) && limits[0].by_round[1] > 0.9999 &&
                limits[0].by_round[1] < 1.0001);
    for (size_t i = 0; i < count; i++)
        free(limits[i].by_round);
    close(fd);
    unlink(path);
}

static void who_is_one(void **state)
{
    (void)state;
    assert_true(disk_limits_know(LIMIT_DISK) && disk_limits_know(LIMIT_DIRECT));
    assert_false(disk_limits_know(LIMIT_READ) || disk_limits_know(NULL));
    size_t count = 0;
    disk_limits_measure("/nowhere", NULL, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_way_is_found_and_kept),
        cmocka_unit_test(who_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
