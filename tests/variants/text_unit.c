/* The reader of lines against a model of it: what the whole text says about its own lines. */
#include "tests/support/texts.h"
#include "variants/text.h"

#include <err.h>
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

static char folder[4096], path[4096 + 8];
static struct workload text_work = {.path = path};

static int make_folder(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/text_unit.XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/text", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_file(const struct known_text *known)
{
    FILE *file = fopen(path, "we");
    if (!file || (known->length && fwrite(known->bytes, 1, known->length, file) != known->length) ||
        fclose(file) != 0)
        err(1, "cannot write %s", path);
}

/* Where the lines that start at `from` end, so many of them. */
static size_t end_of_lines(const struct known_text *known, size_t from, size_t lines)
{
    while (lines > 0 && from < known->length)
        if (known->bytes[from++] == '\n')
            lines--;
    return from;
}

/* Reads the text to its end, up to `most` lines at a time, and holds every span and every line to
 * the model. Returns what the buffer has grown to. */
static size_t check_reading(const struct known_text *known, struct dice *dice, size_t most)
{
    struct span *lines = calloc(most, sizeof *lines);
    assert_non_null(lines);
    struct text text = text_open(&text_work);
    size_t at = 0, longest = text.capacity;
    struct span span;
    for (;;) {
        const size_t asked = 1 + roll(dice, most);
        const size_t end = end_of_lines(known, at, asked);
        if (!text_next(&text, asked, &span))
            break;
        assert_true(span.offset == at);
        assert_true(span.length == end - at);
        assert_memory_equal(span.bytes, known->bytes + at, span.length);
        longest = span.length > longest ? span.length : longest;

        const size_t count = text_split(span, lines);
        assert_true(count > 0 && count <= asked);
        for (size_t i = 0; i < count; i++) {
            const size_t line_end = end_of_lines(known, at, 1);
            assert_true(lines[i].offset == at);
            assert_true(lines[i].length == line_end - at);
            assert_ptr_equal(lines[i].bytes, span.bytes + (at - span.offset));
            at = line_end;
        }
        assert_true(at == end);
        /* What was handed out is the caller's, and nobody else's. */
        memset(span.bytes, '\n', span.length);
    }
    assert_true(at == known->length);
    assert_false(text_next(&text, 1, &span));
    const size_t capacity = text.capacity;
    assert_true(capacity <= 2 * longest);
    text_close(&text);
    free(lines);
    return capacity;
}

/* As a file, and as the beginning of a longer one. */
static void check_file(struct known_text known, struct dice *dice, size_t most)
{
    write_file(&known);
    check_reading(&known, dice, most);
    if (known.length > 0) {
        FILE *file = fopen(path, "ae");
        assert_non_null(file);
        fprintf(file, "1bob\nand more");
        fclose(file);
        text_work.bytes = known.length;
        check_reading(&known, dice, most);
        text_work.bytes = 0;
    }
    known_text_free(&known);
}

static void test_small_texts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    print_message("TEST_SEED=%llu\n", (unsigned long long)test_seed());
    for (size_t i = 0; i < small_text_count(); i++)
        check_file(small_text(i), &dice, 3);
    for (size_t i = 0; i < 1000; i++)
        check_file(small_random_text(&dice, i % 201), &dice, 1 + i % 20);
}

static void test_large_texts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    static const size_t lines[] = {1, 50, 3000, 200000};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        check_file(random_text(&dice, 1500000, lines[i]), &dice, 1);
        check_file(random_text(&dice, 1500000, lines[i]), &dice, 3000);
    }
    check_file(huge_line_text(), &dice, 2);
}

static void test_no_lines_asked(void **state)
{
    (void)state;
    struct known_text known = lines_text(1, true);
    struct span span;
    write_file(&known);
    struct text text = text_open(&text_work);
    assert_false(text_next(&text, 0, &span));
    assert_int_equal(span.length, 0);
    assert_true(text_next(&text, 1, &span));
    assert_int_equal(span.length, known.length);
    text_close(&text);
    known_text_free(&known);
}

/* A line of `length` bytes, with its newline, and some behind it. */
static struct known_text line_and_more(size_t length)
{
    struct known_text known = empty_lines_text(length + 100, false);
    memset(known.bytes, 'x', length - 1);
    return known;
}

/* A line that the buffer just holds leaves it as it is; one byte more doubles it. */
static void test_capacity(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    struct known_text known = lines_text(100000, true);
    write_file(&known);
    struct text text = text_open(&text_work);
    const size_t first = text.capacity;
    text_close(&text);
    assert_true(known.length > 2 * first);
    assert_true(check_reading(&known, &dice, 1000) == first);
    known_text_free(&known);

    for (size_t length = first - 2; length <= first + 2; length++) {
        known = line_and_more(length);
        write_file(&known);
        assert_true(check_reading(&known, &dice, 1) == (length <= first ? first : 2 * first));
        known_text_free(&known);
    }
    known = line_and_more(4 * first + 1);
    write_file(&known);
    assert_true(check_reading(&known, &dice, 1) == 8 * first);
    known_text_free(&known);
}

/* Reads that give less than was asked for. */
static void test_pipe(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    struct known_text known = random_text(&dice, 700000, 60);
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int pipe = open(path, O_WRONLY | O_CLOEXEC);
        for (size_t at = 0; at < known.length;) {
            size_t piece = 1 + roll(&dice, 5000);
            piece = piece < known.length - at ? piece : known.length - at;
            ssize_t put = write(pipe, known.bytes + at, piece);
            if (put < 0)
                _exit(1);
            at += (size_t)put;
        }
        _exit(0);
    }
    check_reading(&known, &dice, 100);
    int status;
    assert_true(waitpid(pid, &status, 0) == pid);
    assert_int_equal(status, 0);
    unlink(path);
    known_text_free(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_texts),    cmocka_unit_test(test_large_texts),
        cmocka_unit_test(test_no_lines_asked), cmocka_unit_test(test_capacity),
        cmocka_unit_test(test_pipe),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
