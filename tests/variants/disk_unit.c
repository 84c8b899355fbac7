/* Reads from the disk through a queue that is slow, finishes reads partially and out of order, and
 * fails. The lines must be the text's, in order, or the program must end and name the place. */
#include "tests/support/dice.h"
#include "tests/support/texts.h"
#include "variants/disk.h"
#include "variants/disk_queue.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SLOTS 16
#define SECTOR 4096

/* --- a queue in place of io_uring --- */

struct disk_queue {
    struct ask {
        bool open;
        int fd;
        char *to;
        size_t length;
        uint64_t offset;
    } asks[SLOTS];
};

static struct dice dice;
static bool direct;
static uint64_t fails_at = UINT64_MAX; /* reads from here on */
static int open_refused;

struct disk_queue *disk_queue_new(unsigned depth)
{
    assert_true(depth <= SLOTS);
    errno = open_refused;
    return open_refused ? NULL : calloc(1, sizeof(struct disk_queue));
}

void disk_queue_free(struct disk_queue *queue)
{
    for (size_t i = 0; i < SLOTS; i++)
        assert_false(queue->asks[i].open); /* or the kernel would write to freed memory */
    free(queue);
}

void disk_queue_ask(struct disk_queue *queue, unsigned slot, int fd, void *to, size_t length,
                    uint64_t offset)
{
    assert_true(slot < SLOTS && !queue->asks[slot].open && length > 0);
    if (direct)
        assert_true((uintptr_t)to % SECTOR == 0 && length % SECTOR == 0 && offset % SECTOR == 0);
    queue->asks[slot] = (struct ask){true, fd, to, length, offset};
}

/* Before the end of a file, a short read past the page cache is whole sectors. */
static size_t some_of(size_t length)
{
    size_t some = roll(&dice, 3) ? length : 1 + roll(&dice, length);
    return direct ? (some + SECTOR - 1) / SECTOR * SECTOR : some;
}

int disk_queue_wait(struct disk_queue *queue, unsigned *slot)
{
    do
        *slot = (unsigned)roll(&dice, SLOTS);
    while (!queue->asks[*slot].open);
    struct ask *ask = &queue->asks[*slot];
    ask->open = false;
    if (roll(&dice, 10) == 0)
        return roll(&dice, 2) ? -EAGAIN : -EINTR;
    if (ask->offset + ask->length > fails_at)
        return -EIO;
    return (int)pread(ask->fd, ask->to, some_of(ask->length), (off_t)ask->offset);
}

/* --- texts --- */

static char path[] = "/tmp/disk_unit.XXXXXX";
static struct workload work = {.path = path};

static int make_file(void **state)
{
    (void)state;
    memcpy(path + sizeof path - sizeof "XXXXXX", "XXXXXX", sizeof "XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const char *bytes, size_t length)
{
    FILE *file = fopen(path, "we");
    if (!file || (length && fwrite(bytes, 1, length, file) != length) || fclose(file) != 0)
        err(1, "%s", path);
}

/* Twice, as a variant may repeat a search. */
static void check_reading(const char *bytes, size_t length, enum disk_cache cache)
{
    struct disk *disk = disk_new(cache);
    for (int i = 0; i < 2; i++) {
        uint64_t at = 0;
        struct span lines;
        disk_open(disk, &work);
        while (disk_next(disk, &lines)) {
            assert_true(lines.offset == at && lines.length > 0 && at + lines.length <= length);
            assert_memory_equal(lines.bytes, bytes + at, lines.length);
            at += lines.length;
            assert_true(at == length || bytes[at - 1] == '\n');
        }
        assert_true(at == length);
        assert_false(disk_next(disk, &lines));
        disk_close(disk);
    }
    disk_free(disk);
}

/* The file is longer than the text. */
static void check(struct known_text text)
{
    for (int more = 0; more < 2; more++) {
        write_file(text.bytes, text.length);
        if (more && text.length > 0) {
            FILE *file = fopen(path, "ae");
            assert_non_null(file);
            fprintf(file, "1bob\nand more");
            fclose(file);
            work.bytes = text.length;
        }
        for (int cache = DISK_CACHED; cache <= DISK_DIRECT; cache++) {
            direct = cache == DISK_DIRECT;
            check_reading(text.bytes, text.length, (enum disk_cache)cache);
        }
        work.bytes = 0;
    }
    known_text_free(&text);
}

static void lines_come_in_order(void **state)
{
    (void)state;
    print_message("TEST_SEED=%llu\n", (unsigned long long)test_seed());
    for (size_t i = 0; i < small_text_count(); i++)
        check(small_text(i));
    for (int i = 0; i < 20; i++)
        check(small_random_text(&dice, roll(&dice, 200)));
    check(random_text(&dice, 9000000, 1000)); /* more blocks than are in flight */
    check(random_text(&dice, 3 << 20, 1 << 19));
    check(huge_line_text());
}

/* The message of a program that ends in the middle. */
static void ends_with(enum disk_cache cache, uint64_t bytes, const char *expected)
{
    int errors[2];
    char said[400] = "";
    assert_int_equal(pipe(errors), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct span lines;
        struct disk *disk = disk_new(cache);
        dup2(errors[1], STDERR_FILENO);
        disk_open(disk, &work);
        if (bytes && truncate(path, (off_t)bytes) < 0)
            _exit(9);
        while (disk_next(disk, &lines))
            ;
        _exit(0); /* with a count */
    }
    close(errors[1]);
    size_t length = 0;
    for (ssize_t got; (got = read(errors[0], said + length, sizeof said - 1 - length)) > 0;)
        length += (size_t)got;
    close(errors[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    if (!strstr(said, expected))
        fail_msg("does not say '%s': %s", expected, said);
}

static void a_read_that_fails_ends_it_with_the_place(void **state)
{
    (void)state;
    struct known_text text = random_text(&dice, 7000000, 1000);
    write_file(text.bytes, text.length);
    for (int cache = DISK_CACHED; cache <= DISK_DIRECT; cache++) {
        direct = cache == DISK_DIRECT;
        fails_at = 4 << 20; /* all of the fifth block */
        ends_with((enum disk_cache)cache, 0, "at byte 4194304: Input/output error\n");
        fails_at = UINT64_MAX;
        ends_with((enum disk_cache)cache, 5500000, "became shorter while it was read\n");
        write_file(text.bytes, text.length);
    }
    known_text_free(&text);
}

static void what_is_forbidden_is_no_failure(void **state)
{
    (void)state;
    assert_null(disk_unsupported(&work, DISK_CACHED));
    open_refused = EPERM;
    const char *why = disk_unsupported(&(struct workload){0}, DISK_CACHED);
    assert_non_null(why);
    assert_non_null(strstr(why, "io_uring can't be used here: Operation not permitted"));
    open_refused = 0;
    char shared[] = "/dev/shm/disk_unit.XXXXXX"; /* in memory */
    int fd = mkstemp(shared);
    if (fd < 0)
        skip();
    close(fd);
    why = disk_unsupported(&(struct workload){.path = shared}, DISK_DIRECT);
    unlink(shared);
    assert_non_null(why);
    assert_non_null(strstr(why, "has no O_DIRECT"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_come_in_order, make_file, remove_file),
        cmocka_unit_test_setup_teardown(a_read_that_fails_ends_it_with_the_place, make_file,
                                        remove_file),
        cmocka_unit_test_setup_teardown(what_is_forbidden_is_no_failure, make_file, remove_file),
    };
    dice = (struct dice){test_seed()};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
