/* The first lines of a text, and the lower-cased copy of its first bytes. */
#include "base/strings.h"
#include "common/scan.h"
#include "measure/prefix.h"
#include "tests/support/samples.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/prefix_unit.XXXXXX";
static char *path;

/* What is known of all of a text; as no prefix has it. */
static const struct facts *write_text(const char *bytes, size_t length)
{
    static struct facts facts;
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    facts = (struct facts){.bytes = length, .matches = 77, .digest = 7};
    return &facts;
}

/* The prefix is the first `bytes` of these, with so many matches. */
static void cut(const char *text, size_t length, uint64_t most, uint64_t bytes, uint64_t matches)
{
    struct prefix prefix = prefix_of(path, write_text(text, length), most, NULL);
    struct scan scan = {0};
    scan_bytes(&scan, text, bytes, 0);
    assert_int_equal(prefix.bytes, bytes);
    assert_int_equal(prefix.matches, matches);
    assert_true(prefix.digest == scan.digest);
}

static void is_whole(const char *text, size_t length, uint64_t most)
{
    struct prefix prefix = prefix_of(path, write_text(text, length), most, NULL);
    assert_int_equal(prefix.bytes, 0);
    assert_int_equal(prefix.matches, 77);
    assert_int_equal(prefix.digest, 7);
}

#define TEXT(bytes) bytes, sizeof(bytes) - 1

static void whole_lines_alone(void **state)
{
    (void)state;
    static const char text[] = "1bob 2ROB\nx3bOb\n 4rib\n";
    cut(TEXT(text), 21, 16, 3);
    cut(TEXT(text), 16, 16, 3);
    cut(TEXT(text), 15, 10, 2);
    cut(TEXT(text), 10, 10, 2);
    cut(TEXT("\n\n1bob\n"), 2, 2, 0);
    cut(TEXT("\n1bob\n"), 1, 1, 0);
    cut(TEXT("1bob\n2rob"), 8, 5, 1); /* the last line is not whole */
    cut(TEXT("1bob\r\n2rob\r\n"), 11, 6, 1);
    cut(TEXT("1bob\r2rob\n3bob\n"), 14, 10, 2);
    cut(TEXT("1b\0b\n2rob\0\n3bob\n"), 15, 11, 1);
    cut(TEXT("\0\n1bob\n"), 5, 2, 0);
}

static void all_of_it(void **state)
{
    (void)state;
    static const char text[] = "1bob 2ROB\nx3bOb\n 4rib\n";
    is_whole(TEXT(text), 22); /* is no longer */
    is_whole(TEXT(text), 23);
    is_whole(TEXT(text), UINT64_MAX);
    is_whole(TEXT(text), 9); /* its first line is */
    is_whole(TEXT(text), 1);
    is_whole(TEXT(text), 0);
    is_whole(TEXT(""), 0);
    is_whole(TEXT(""), 1);
    is_whole(TEXT("1bob\n2rob"), 9);
    is_whole(TEXT("1bob"), 3);
    const struct facts *facts = write_text(TEXT(text));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(prefix_of(path, facts, 16, NULL).bytes, 0);
}

static void one_huge_line(void **state)
{
    (void)state;
    size_t length = (size_t)3 << 20, line = (size_t)2 << 20;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, 'x', length);
    memcpy(text + line - 5, (const char[5]){'1', 'b', 'o', 'b', '\n'}, 5);
    is_whole(text, length, line - 1);
    cut(text, length, line, line, 1);
    cut(text, length, length - 1, line, 1);
    free(text);
}

/* What the copy has, and where its folder is. */
static void lowered_is(const struct lowered *lowered, const char *bytes, size_t length)
{
    char got[64];
    assert_true(lowered->fd >= 0);
    FILE *file = fopen(lowered->path, "re"); /* as a child does */
    assert_non_null(file);
    assert_int_equal(fread(got, 1, sizeof got, file), length);
    assert_memory_equal(got, bytes, length);
    fclose(file);
}

static bool is_in_memory(const struct lowered *lowered)
{
    char name[256] = "";
    assert_true(readlink(lowered->path, name, sizeof name - 1) > 0);
    return strncmp(name, "/memfd:", 7) == 0;
}

static size_t files_in_folder(void)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (const struct dirent *file; (file = readdir(open));)
        count += file->d_name[0] != '.';
    closedir(open);
    return count;
}

static void letters_are_lowered(void **state)
{
    (void)state;
    static const char text[] = "1BoB @AZ[`az{\r\n\0\xc3\x84\xff\n";
    static const char lower[] = "1bob @az[`az{\r\n\0\xc3\x84\xff\n";
    write_text(TEXT(text));
    for (size_t bytes = 1; bytes < sizeof text; bytes++) {
        struct lowered lowered = lowered_of(path, bytes);
        lowered_is(&lowered, lower, bytes);
        assert_int_equal(files_in_folder(), 1); /* the text; it has no name */
        lowered_drop(&lowered);
        assert_int_equal(lowered.fd, -1);
        lowered_drop(&lowered);
    }
    struct lowered all = lowered_of(path, 1000); /* of what there is */
    lowered_is(&all, lower, sizeof lower - 1);
    lowered_drop(&all);
    unlink(path);
    assert_int_equal(lowered_of(path, 10).fd, -1);
}

/* Beside a text where that is possible. In /proc nobody makes files. */
static void where_it_is(void **state)
{
    (void)state;
    write_text(TEXT("1BOB\n"));
    struct lowered beside = lowered_of(path, 5), in_memory = lowered_of("/proc/self/comm", 7);
    if (is_in_memory(&beside))
        print_message("%s knows no files without a name\n", folder);
    assert_true(is_in_memory(&in_memory));
    lowered_is(&in_memory, "measure", 7);
    lowered_drop(&beside);
    lowered_drop(&in_memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_lines_alone), cmocka_unit_test(all_of_it),
        cmocka_unit_test(one_huge_line),     cmocka_unit_test(letters_are_lowered),
        cmocka_unit_test(where_it_is),
    };
    if (!mkdtemp(folder))
        return 1;
    path = format_string("%s/text", folder);
    int code = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    free(path);
    rmdir(folder);
    return code;
}
