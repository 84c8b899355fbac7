/* Limits: each way reads every byte once, the best way is found and kept, memory is never slower
 * than the page cache; and a text that is cut short while it is measured is no time, and no end of
 * the harness. The linker puts the mmap() and the pass_run() here in the place of the others. */
#include "system/limits.h"
#include "system/pass.h"
#include "system/sum.h"
#include "tests/support/dice.h"
#include "tests/support/samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BYTES ((size_t)3 << 20)
#define LARGE_BYTES (LIMIT_PASS_BYTES * 5 / 2)

static char path[] = "/tmp/limits_unit.XXXXXX";
static int text = -1;
static off_t left = -1; /* of the text, once it is mapped; -1: all of it */

void *__real_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset);
void *__wrap_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset);

void *__wrap_mmap64(void *at, size_t length, int access, int flags, int fd, off_t offset)
{
    void *bytes = __real_mmap64(at, length, access, flags, fd, offset);
    if (fd >= 0 && left >= 0 && truncate(path, left) < 0)
        err(1, "%s", path);
    return bytes;
}

/* A machine whose ways have known rates: GB/s, or 0 where a way cannot be gone. */
static double (*simulated)(const struct way *way, const struct stretch *stretch, int threads);

double __real_pass_run(const struct way *way, const struct stretch *stretch, int threads,
                       uint64_t *sum);
double __wrap_pass_run(const struct way *way, const struct stretch *stretch, int threads,
                       uint64_t *sum);

double __wrap_pass_run(const struct way *way, const struct stretch *stretch, int threads,
                       uint64_t *sum)
{
    if (!simulated)
        return __real_pass_run(way, stretch, threads, sum);
    double rate = simulated(way, stretch, threads);
    return rate > 0 ? (double)stretch->length / rate : NAN;
}

static void set_length(size_t length)
{
    if (ftruncate(text, (off_t)length) < 0)
        err(1, "%s", path);
}

static int new_text(void **state)
{
    (void)state;
    memcpy(path + sizeof path - sizeof "XXXXXX", "XXXXXX", sizeof "XXXXXX");
    text = mkstemp(path);
    left = -1;
    simulated = NULL;
    return text < 0;
}

static int drop_text(void **state)
{
    (void)state;
    close(text);
    return unlink(path);
}

static void free_rounds(struct limit *limits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(limits[i].by_round);
}

static uint64_t plain_sum(const unsigned char *bytes, size_t length)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++)
        sum += (uint64_t)bytes[i] << 8 * (i % 8);
    return sum;
}

static void each_way_reads_every_byte_once(void **state)
{
    (void)state;
    static const size_t lengths[] = {
        1, 7, 8, 255, 256, 257, 2047, 2048, 12345, 65536 + 17, BYTES, ((size_t)5 << 20) + 4097};
    size_t most = lengths[sizeof lengths / sizeof lengths[0] - 1];
    struct dice dice = {test_seed()};
    unsigned char *bytes = malloc(most);
    assert_non_null(bytes);
    for (size_t i = 0; i < most; i++)
        bytes[i] = (unsigned char)roll(&dice, 256);
    assert_int_equal(write(text, bytes, most), most);

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        for (size_t j = 0; j < way_count(); j++) {
            struct way way = way_at(j);
            size_t from = lengths[i] + 4096 <= most ? 4096 : 0;
            struct stretch stretch = {text, (off_t)from, bytes + from, lengths[i]};
            for (int threads = 1; threads <= 3; threads += 2) {
                uint64_t sum = 0;
                assert_true(pass_run(&way, &stretch, threads, &sum) > 0);
                assert_int_equal(sum, plain_sum(bytes + from, lengths[i]));
            }
        }
    assert_int_equal(sum_words(bytes, 0, 4, 512), 0);
    free(bytes);
}

static void a_text_that_is_cut_short_has_no_time(void **state)
{
    (void)state;
    static const off_t sizes[] = {BYTES, BYTES / 2, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t j = 0; j < way_count(); j++) {
            struct way way = way_at(j);
            struct stretch stretch = {.fd = text, .length = BYTES};
            if (way.from == WAY_MEMORY)
                continue;
            for (int threads = 1; threads <= 3; threads += 2) {
                set_length(BYTES);
                left = way.from == WAY_MAPPED ? sizes[i] : -1;
                if (way.from == WAY_READ)
                    set_length((size_t)sizes[i]);
                double ns = pass_run(&way, &stretch, threads, NULL);
                assert_true(sizes[i] < (off_t)BYTES ? isnan(ns) : ns > 0);
            }
        }

    left = BYTES / 2; /* from here on no mapping lasts, and the text is read to its new end */
    set_length(BYTES);
    struct limit limits[LIMITS_MOST];
    size_t count = limits_measure(path, &(int){2}, 1, limits);
    assert_non_null(limits_find(limits, count, LIMIT_RAM, 2));
    assert_null(limits_find(limits, count, LIMIT_MAPPED, 1));
    assert_null(limits_find(limits, count, LIMIT_MAPPED, 2));
}

static void each_thread_count_has_its_limits(void **state)
{
    (void)state;
    static const int counts[] = {1, 2, 5};
    struct limit limits[LIMITS_MOST];
    assert_int_equal(limits_measure(path, counts, 3, limits), 0); /* it is empty */
    assert_int_equal(limits_measure("/nowhere", counts, 3, limits), 0);
    set_length(BYTES);
    size_t count = limits_measure(path, counts, 3, limits);
    assert_int_equal(count, 3 * 3 + 1);
    for (size_t round = 0; round < 4; round++) {
        if (round == 2)
            continue; /* one that was left out */
        limits_measure_round(path, limits, count, round);
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(limits[i].gb_per_s > 0);
        assert_int_equal(limits[i].round_count, 4);
        assert_true(isnan(limits[i].by_round[2]));
        for (size_t round = 0; round < 4; round++)
            assert_false(limits[i].by_round[round] > limits[i].gb_per_s);
    }
    for (size_t i = 0; i < 3; i++) {
        const struct limit *memory = limits_find(limits, count, LIMIT_RAM, counts[i]);
        const struct limit *others[] = {limits_find(limits, count, LIMIT_READ, counts[i]),
                                        limits_find(limits, count, LIMIT_MAPPED, counts[i])};
        for (size_t j = 0; j < 2; j++) {
            assert_non_null(others[j]);
            assert_int_equal(others[j]->kept_count, LIMIT_WAYS_KEPT);
            assert_true(others[j]->way[0] != '\0');
            assert_true(memory->gb_per_s >= others[j]->gb_per_s);
            for (size_t round = 0; round < 4; round++)
                assert_false(memory->by_round[round] < others[j]->by_round[round]);
        }
    }
    assert_non_null(limits_find(limits, count, LIMIT_PIPE, 5)); /* threads have no part in it */
    free_rounds(limits, count);
}

/* Of a kernel that fills no tables by part. Two streams of populated memory are the best that one
 * thread can do, what is its own is slower; two threads like it as touched. */
static double rates(const struct way *way, const struct stretch *stretch, int threads)
{
    (void)stretch;
    if (way->from == WAY_MEMORY)
        return 8 + (way->ahead_bytes == 512);
    if (way->from == WAY_READ)
        return 4 * threads + (way->part_bytes == 256 << 10) + 0.5 * (way->streams == 2);
    if (way->tables == TABLES_BY_PART)
        return 0;
    double rate = 10.0 * threads - way->streams;
    rate += way->streams == 2 && way->ahead_bytes == 0 ? 4 : 0;
    return rate + (way->tables == (threads == 1 ? TABLES_AT_ONCE : TABLES_TOUCHED) ? 3 : 0);
}

static double disturbed(const struct way *way, const struct stretch *stretch, int threads)
{
    return rates(way, stretch, threads) / (way->from == WAY_MAPPED ? 4 : 2);
}

static double better(const struct way *way, const struct stretch *stretch, int threads)
{
    return rates(way, stretch, threads) * 2;
}

static void is_limit(const struct limit *limits, size_t count, const char *name, int threads,
                     double gb_per_s, const char *way)
{
    const struct limit *limit = limits_find(limits, count, name, threads);
    assert_non_null(limit);
    assert_true(fabs(limit->gb_per_s - gb_per_s) < 1e-6);
    assert_string_equal(limit->way, way);
}

static void the_best_way_counts(void **state)
{
    (void)state;
    struct limit limits[LIMITS_MOST];
    set_length(BYTES);
    simulated = rates;
    size_t count = limits_measure(path, &(int){2}, 1, limits);
    is_limit(limits, count, LIMIT_READ, 1, 5.5, "256 KiB blocks, 2 streams");
    is_limit(limits, count, LIMIT_MAPPED, 1, 15, "populated, 2 streams");
    is_limit(limits, count, LIMIT_RAM, 1, 15, "as page_cache_mapped");
    is_limit(limits, count, LIMIT_READ, 2, 9.5, "256 KiB blocks, 2 streams");
    is_limit(limits, count, LIMIT_MAPPED, 2, 25, "touched, 2 streams");
    is_limit(limits, count, LIMIT_RAM, 2, 25, "as page_cache_mapped");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < limits[i].kept_count; j++)
            assert_false(limits[i].kept[j].from == WAY_MAPPED &&
                         limits[i].kept[j].tables == TABLES_BY_PART);

    simulated = disturbed; /* the page cache more than memory is */
    limits_measure_round(path, limits, count, 0);
    assert_true(fabs(limits_find(limits, count, LIMIT_MAPPED, 1)->by_round[0] - 15. / 4) < 1e-6);
    assert_true(fabs(limits_find(limits, count, LIMIT_RAM, 1)->by_round[0] - 9. / 2) < 1e-6);
    assert_true(fabs(limits_find(limits, count, LIMIT_RAM, 2)->by_round[0] - 25. / 4) < 1e-6);
    is_limit(limits, count, LIMIT_RAM, 1, 15, "as page_cache_mapped");
    simulated = better;
    limits_measure_round(path, limits, count, 1);
    is_limit(limits, count, LIMIT_READ, 2, 19, "256 KiB blocks, 2 streams");
    is_limit(limits, count, LIMIT_RAM, 1, 30, "as page_cache_mapped");
    assert_true(fabs(limits_find(limits, count, LIMIT_RAM, 2)->by_round[1] - 50) < 1e-6);
    free_rounds(limits, count);
}

/* Where passes over a large text start, as bits: at each sixteenth of it. */
static unsigned started;

static double large(const struct way *way, const struct stretch *stretch, int threads)
{
    (void)way;
    (void)threads;
    assert_int_equal(stretch->length, LIMIT_PASS_BYTES);
    assert_int_equal(stretch->from % ((off_t)2 << 20), 0);
    assert_in_range(stretch->from, 0, LARGE_BYTES - LIMIT_PASS_BYTES);
    started |= 1U << (size_t)stretch->from / (LARGE_BYTES / 16);
    return 10;
}

static void a_large_text_is_read_here_and_there(void **state)
{
    (void)state;
    struct limit limit = {.name = LIMIT_MAPPED, .threads = 1, .kept_count = 1};
    for (size_t i = 0; i < way_count(); i++)
        if (way_at(i).from == WAY_MAPPED)
            limit.kept[0] = way_at(i);
    set_length(LARGE_BYTES); /* all hole */
    simulated = large;
    for (size_t round = 0; round < 6; round++)
        limits_measure_round(path, &limit, 1, round);
    assert_int_equal(started, 1U << 0 | 1U << 4 | 1U << 9);
    free_rounds(&limit, 1);
}

static void what_a_pipe_moves(void **state)
{
    (void)state;
    assert_true(pass_pipe(1000000) > 0);
    assert_true(pass_pipe(0) > 0);
}

int main(void)
{
#define WITH_TEXT(test) cmocka_unit_test_setup_teardown(test, new_text, drop_text)
    const struct CMUnitTest tests[] = {
        WITH_TEXT(each_way_reads_every_byte_once),
        WITH_TEXT(a_text_that_is_cut_short_has_no_time),
        WITH_TEXT(each_thread_count_has_its_limits),
        WITH_TEXT(the_best_way_counts),
        WITH_TEXT(a_large_text_is_read_here_and_there),
        cmocka_unit_test(what_a_pipe_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
