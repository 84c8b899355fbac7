/* A text that is cut short while a limit is measured on it: no time, and no end of the harness. The
 * linker puts the mmap() here in the place of the C library's, which has large files. */
#include "system/limits.h"
#include "tests/support/samples.h"

#include <err.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define BYTES ((size_t)3 << 20)

static char path[] = "/tmp/limits_unit.XXXXXX";
static off_t left = BYTES; /* of the text, once it is mapped */

void *__real_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset);
void *__wrap_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset);

void *__wrap_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset)
{
    void *bytes = __real_mmap64(at, length, access, flags, fd, offset);
    if (fd >= 0 && truncate(path, left) < 0)
        err(1, "%s", path);
    return bytes;
}

static void a_text_that_is_cut_short_has_no_time(void **state)
{
    (void)state;
    struct limit limits[] = {{.name = LIMIT_READ, .threads = 2, .block_bytes = 64 << 10},
                             {.name = LIMIT_MAPPED, .threads = 2},
                             {.name = LIMIT_MAPPED, .threads = 1}};
    static const off_t sizes[] = {BYTES, BYTES / 2, 0, BYTES};
    int fd = mkstemp(path);
    if (fd < 0)
        err(1, "%s", path);
    for (size_t round = 0; round < 4; round++) {
        if (ftruncate(fd, BYTES) < 0)
            err(1, "%s", path);
        left = sizes[round];
        limits_measure_round(path, limits, 2, round);
        if (ftruncate(fd, BYTES) < 0)
            err(1, "%s", path);
        limits_measure_round(path, limits + 2, 1, round);
    }
    assert_int_equal(limits[0].round_count, 4); /* before it is mapped */
    for (size_t i = 0; i < 3; i++)
        for (size_t round = 0; round < 4; round++) {
            double gb_per_s = limits[i].by_round[round];
            assert_true(i > 0 && sizes[round] < (off_t)BYTES ? isnan(gb_per_s) : gb_per_s > 0);
        }

    left = BYTES / 2; /* from here on neither is to be had */
    struct limit all[LIMITS_MOST];
    size_t count = limits_measure(path, 1, all);
    assert_non_null(limits_find(all, count, LIMIT_READ, 1));
    assert_null(limits_find(all, count, LIMIT_MAPPED, 1));
    assert_non_null(limits_find(all, count, LIMIT_RAM, 1));
    for (size_t i = 0; i < 3; i++)
        free(limits[i].by_round);
    close(fd);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_text_that_is_cut_short_has_no_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
