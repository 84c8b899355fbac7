/* Texts cut into parts for threads, read or mapped: each whole line is in the part in whose stretch
 * it starts, whatever the size of the parts. Compared with a model that looks at every byte. */
#include "tests/support/texts.h"
#include "variants/blocks.h"
#include "variants/mapping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static char path[64];
static struct workload work = {.path = path};
static int file;

static int make_file(void **state)
{
    (void)state;
    file = memfd_create("text", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return file < 0;
}

static void write_file(const struct known_text *known)
{
    assert_int_equal(ftruncate(file, 0), 0);
    assert_int_equal(pwrite(file, known->bytes, known->length, 0), known->length);
}

/* For every place in the text, and its end: where the first line at or after it starts. */
static size_t *line_starts(const struct known_text *known)
{
    size_t *starts = calloc(known->length + 1, sizeof *starts);
    assert_non_null(starts);
    starts[known->length] = known->length;
    for (size_t at = known->length; at-- > 0;)
        starts[at] = at == 0 || known->bytes[at - 1] == '\n' ? at : starts[at + 1];
    return starts;
}

static void expect_part(const struct known_text *known, const size_t *starts, size_t bytes,
                        size_t index, struct span span, const char *how)
{
    size_t end = (index + 1) * bytes;
    size_t from = starts[index * bytes], to = starts[end < known->length ? end : known->length];
    if (span.length != to - from || (from < to && span.offset != from) ||
        memcmp(from < to ? span.bytes : "", known->bytes + from, to - from) != 0)
        fail_msg("%s, %s, part %zu of %zu bytes: %zu bytes from %zu, not %zu from %zu", known->name,
                 how, index, bytes, span.length, (size_t)span.offset, to - from, from);
}

static void check_parts(const struct known_text *known, const size_t *starts, size_t bytes)
{
    struct blocks blocks = blocks_open(&work, bytes);
    struct block_buffer buffer = {0};
    assert_int_equal(blocks.count, (known->length + bytes - 1) / bytes);
    for (size_t i = 0; i < blocks.count; i++)
        expect_part(known, starts, bytes, i, blocks_read(&blocks, i, &buffer), "read");
    for (size_t i = blocks.count; i-- > 0;) /* threads take them in any order */
        expect_part(known, starts, bytes, i, blocks_read(&blocks, i, &buffer), "read backwards");
    free(buffer.bytes);

    char *fetched = malloc(known->length + 1);
    assert_non_null(fetched);
    for (size_t i = 0; i < blocks.count; i++) {
        struct extent extent = blocks_extent(&blocks, i);
        assert_true(extent.length <= known->length);
        blocks_fetch(&blocks, extent, fetched);
        struct span span = {fetched, extent.length, extent.offset};
        expect_part(known, starts, bytes, i, span, "fetched");
    }
    free(fetched);
    blocks_close(&blocks);

    struct span text = mapping_open(&work);
    assert_int_equal(mapping_parts(text, bytes), blocks.count);
    for (size_t i = 0; i < blocks.count; i++)
        expect_part(known, starts, bytes, i, mapping_part(text, bytes, i), "mapped");
    for (size_t i = 0; i < blocks.count; i++)
        expect_part(known, starts, bytes, i, mapping_part_populated(text, bytes, i), "populated");
    mapping_close(text);
}

/* As a file, and as the beginning of a longer one. */
static void check(struct known_text known, const size_t *sizes, size_t count)
{
    size_t *starts = line_starts(&known);
    write_file(&known);
    for (size_t i = 0; i < count; i++)
        check_parts(&known, starts, sizes[i]);
    if (known.length > 0) {
        assert_int_equal(pwrite(file, "1bob\nand more", 13, (off_t)known.length), 13);
        work.bytes = known.length;
        for (size_t i = 0; i < count; i++)
            check_parts(&known, starts, sizes[i]);
        work.bytes = 0;
    }
    free(starts);
    known_text_free(&known);
}

static void test_small_texts(void **state)
{
    (void)state;
    struct dice dice = {test_seed()};
    size_t sizes[210];
    for (size_t i = 0; i < COUNT(sizes); i++)
        sizes[i] = i + 1;
    for (size_t i = 0; i < small_text_count(); i++)
        check(small_text(i), sizes, COUNT(sizes));
    for (size_t length = 0; length <= 200; length += 5)
        check(small_random_text(&dice, length), sizes, COUNT(sizes));
}

/* Lines that end around a part's end, and lines that are longer than parts. */
static void test_large_texts(void **state)
{
    (void)state;
    static const size_t sizes[] = {4096, 100000, 256 << 10, 1 << 20};
    struct dice dice = {test_seed()};
    check(lines_text(20000, true), sizes, COUNT(sizes));
    check(empty_lines_text(300000, true), sizes, COUNT(sizes));
    check(huge_line_text(), sizes, COUNT(sizes));
    check(random_text(&dice, 1 << 20, 1000), sizes, COUNT(sizes));
    check(random_text(&dice, 2 << 20, 300000), sizes, COUNT(sizes));
    for (size_t where = (256 << 10) - 12; where <= (256 << 10) + 4; where++)
        check(straddling_text(where), &sizes[2], 1);
}

/* What is appended during a search is not part of the text. */
static void test_a_text_that_grows(void **state)
{
    (void)state;
    struct known_text known = lines_text(3, false);
    write_file(&known);
    struct blocks blocks = blocks_open(&work, 10);
    assert_int_equal(pwrite(file, "more\nlines\n", 11, (off_t)known.length), 11);
    uint64_t next = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        struct extent extent = blocks_extent(&blocks, i);
        if (extent.length > 0)
            assert_int_equal(extent.offset, next);
        next += extent.length;
    }
    assert_int_equal(next, known.length);
    blocks_close(&blocks);
    known_text_free(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_texts),
        cmocka_unit_test(test_large_texts),
        cmocka_unit_test(test_a_text_that_grows),
    };
    return cmocka_run_group_tests(tests, make_file, NULL);
}
