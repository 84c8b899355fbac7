/* Tables as text, Markdown and CSV. */
#include "base/table.h"
#include "tests/support/samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE "\033"

/* What was printed since the last call of shown(). */
static FILE *printed;
static char *text;
static size_t text_size;

static FILE *paper(void)
{
    printed = open_memstream(&text, &text_size);
    if (!printed)
        err(1, "paper");
    return printed;
}

static void shows(const char *expected)
{
    fclose(printed);
    assert_string_equal(text, expected);
    assert_lacks(text, " \n");
    free(text);
}

static struct table *three_columns(void)
{
    struct table *table = table_new();
    table_column(table, "name", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "n", TABLE_RIGHT, 10);
    table_column(table, "note", TABLE_LEFT, 20);
    return table;
}

static void add(struct table *table, const char *name, const char *n, const char *note)
{
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", name);
    table_cell(table, TABLE_GOOD, "%s", n);
    table_cell(table, TABLE_BAD, "%s", note);
}

static void columns_are_aligned(void **state)
{
    (void)state;
    struct table *table = three_columns();
    assert_int_equal(table_rows(table), 0);
    add(table, "a", "1", "x");
    add(table, "longer", "1000", "yy");
    assert_int_equal(table_rows(table), 2);
    table_print(table, paper(), 80, 0);
    shows("name       n  note\n"
          "a          1  x\n"
          "longer  1000  yy\n");
    table_free(table);
}

static void characters_count_and_not_bytes(void **state)
{
    (void)state;
    struct table *table = three_columns();
    add(table, "größer", "2.00×", "1.98–2.02");
    add(table, "smaller", "10.00×", "12 ✓");
    table_print(table, paper(), 26, 0); /* exactly as wide as it is */
    shows("name          n  note\n"
          "größer    2.00×  1.98–2.02\n"
          "smaller  10.00×  12 ✓\n");
    table_free(table);
}

static void narrow_tables_give_way(void **state)
{
    (void)state;
    struct table *table = three_columns();
    add(table, "a", "1", "x");
    add(table, "longer", "1000", "yyyy");
    table_print(table, paper(), 18, 0);
    shows("name       n  note\n"
          "a          1  x\n"
          "longer  1000  yyyy\n");
    table_print(table, paper(), 17, 0);
    shows("name      n note\n"
          "a         1 x\n"
          "longer 1000 yyyy\n");
    table_print(table, paper(), 15, 0);
    shows("name    note\n"
          "a       x\n"
          "longer  yyyy\n"
          "(left out: n; a\n"
          "wider terminal\n"
          "shows it)\n");
    for (int width = 10; width >= 0; width--) { /* what is always shown is shown even then */
        table_print(table, paper(), width, 0);
        fclose(printed);
        assert_ptr_equal(strstr(text, "name\na\nlonger\n(left"), text);
        free(text);
    }
    table_free(table);
}

/* Those that went before a wide one went come back into its room. */
static void no_more_is_left_out_than_must_be(void **state)
{
    (void)state;
    struct table *table = table_new();
    static const char wide[] = "a column of 41 characters that is all one";
    table_column(table, "name", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "a", TABLE_RIGHT, 10);
    table_column(table, "b", TABLE_RIGHT, 20);
    table_column(table, "wide", TABLE_LEFT, 30);
    table_column(table, "last", TABLE_LEFT, TABLE_ALWAYS);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "x");
    table_cell(table, TABLE_PLAIN, "1");
    table_cell(table, TABLE_PLAIN, "2");
    table_cell(table, TABLE_PLAIN, "%s", wide);
    table_cell(table, TABLE_PLAIN, "yes");
    table_print(table, paper(), 54, 0);
    shows("name b wide                                      last\n"
          "x    2 a column of 41 characters that is all one yes\n"
          "(left out: a; a wider terminal shows it)\n");
    assert_false(table_shows(table, 54, "a"));
    assert_true(table_shows(table, 54, "b"));
    table_print(table, paper(), 50, 0);
    shows("name  a  b  last\n"
          "x     1  2  yes\n"
          "(left out: wide; a wider terminal shows it)\n");
    assert_true(table_shows(table, 50, "a"));
    assert_false(table_shows(table, 50, "wide"));
    assert_false(table_shows(table, 50, "no such column"));
    table_free(table);
}

/* Two columns that go together are left out together, and come back together. */
static void a_column_follows_another(void **state)
{
    (void)state;
    struct table *table = table_new();
    table_column(table, "name", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "first", TABLE_RIGHT, 2);
    table_column(table, "%", TABLE_RIGHT, TABLE_FOLLOWS);
    table_column(table, "second", TABLE_RIGHT, 1);
    table_column(table, "%", TABLE_RIGHT, TABLE_FOLLOWS);
    table_row(table);
    for (size_t i = 0; i < 5; i++)
        table_cell(table, TABLE_PLAIN, i % 2 ? "1.5" : "50");
    table_print(table, paper(), 25, 0);
    shows("name first  % second  %\n"
          "50     1.5 50    1.5 50\n");
    table_print(table, paper(), 22, 0);
    shows("name  first   %\n"
          "50      1.5  50\n"
          "(left out: second; a\n"
          "wider terminal shows\n"
          "it)\n");
    assert_true(table_shows(table, 22, "first"));
    assert_false(table_shows(table, 22, "second"));
    table_print(table, paper(), 12, 0); /* no "%" comes back alone */
    shows("name\n"
          "50\n"
          "(left out:\n"
          "first,\n"
          "second; a\n"
          "wider\n"
          "terminal\n"
          "shows them)\n");
    table_free(table);
}

static void empty_columns_are_not_shown(void **state)
{
    (void)state;
    struct table *table = three_columns();
    table_print(table, paper(), 80, 0);
    shows("\n");
    add(table, "a", "", "x");
    add(table, "b", "", "");
    table_print(table, paper(), 80, 0);
    shows("name  note\n"
          "a     x\n"
          "b\n");
    table_print_markdown(table, paper());
    fclose(printed);
    assert_string_equal(text, "| name | note |\n|---|---|\n| a | x |\n| b |  |\n");
    free(text);
    add(table, "c", "3", "");
    table_print(table, paper(), 80, 0);
    shows("name  n  note\n"
          "a        x\n"
          "b\n"
          "c     3\n");
    table_free(table);
}

static void nothing_trails(void **state)
{
    (void)state;
    struct table *table = table_new();
    table_column(table, "name", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "left", TABLE_LEFT, 50);
    table_column(table, "right", TABLE_RIGHT, 40);
    add(table, "a", "long text", "");
    add(table, "b", "", "");
    table_print(table, paper(), 80, 0); /* the last column is empty */
    shows("name  left\n"
          "a     long text\n"
          "b\n");
    add(table, "c", "x", "7");
    table_print(table, paper(), 80, 0);
    shows("name  left       right\n"
          "a     long text\n"
          "b\n"
          "c     x              7\n");
    table_print(table, paper(), 16, 0); /* it is left out */
    shows("name  left\n"
          "a     long text\n"
          "b\n"
          "c     x\n"
          "(left out:\n"
          "right; a wider\n"
          "terminal shows\n"
          "it)\n");
    table_free(table);
}

static void text_runs_on(void **state)
{
    (void)state;
    struct table *table = three_columns();
    table_row(table);
    table_cell(table, TABLE_PLAIN, "bad");
    table_rest(table, TABLE_BAD, "failed: %s", "it died of a signal");
    table_print(table, paper(), 80, 0); /* its column has a header, and not its width */
    shows("name  n\n"
          "bad   failed: it died of a signal\n");
    add(table, "good", "12", "yes");
    table_print(table, paper(), 80, 0);
    shows("name   n  note\n"
          "bad   failed: it died of a signal\n"
          "good  12  yes\n");
    table_print(table, paper(), 16, 0); /* shown even where its column is left out */
    shows("name   n  note\n"
          "bad   failed: it\n"
          "      died of a\n"
          "      signal\n"
          "good  12  yes\n");
    table_print(table, paper(), 9, 0);
    shows("name note\n"
          "bad  failed:\n"
          "     it\n"
          "     died\n"
          "     of a\n"
          "     signal\n"
          "good yes\n"
          "(left\n"
          "out: n; a\n"
          "wider\n"
          "terminal\n"
          "shows it)\n");
    table_print_markdown(table, paper());
    fclose(printed);
    assert_string_equal(text, "| name | n | note |\n|---|---:|---|\n"
                              "| bad | failed: it died of a signal |  |\n| good | 12 | yes |\n");
    free(text);
    table_free(table);
}

static void colours_only_when_asked(void **state)
{
    (void)state;
    struct table *table = three_columns();
    add(table, "a", "1", "x");
    add(table, "b", "", "y");
    table_print(table, paper(), 80, 1);
    shows(ESCAPE "[1mname" ESCAPE "[0m  " ESCAPE "[1mn" ESCAPE "[0m  " ESCAPE "[1mnote" ESCAPE
                 "[0m\n"
                 "a     " ESCAPE "[32m1" ESCAPE "[0m  " ESCAPE "[31mx" ESCAPE "[0m\n"
                 "b        " ESCAPE "[31my" ESCAPE "[0m\n");
    table_print(table, paper(), 80, 0);
    fclose(printed);
    assert_lacks(text, ESCAPE);
    free(text);
    table_print_markdown(table, paper());
    fclose(printed);
    assert_lacks(text, ESCAPE);
    free(text);

    setenv("NO_COLOR", "1", 1);
    FILE *pipe_like = tmpfile();
    assert_non_null(pipe_like);
    assert_false(table_colour_for(pipe_like));
    unsetenv("NO_COLOR");
    assert_false(table_colour_for(pipe_like)); /* no terminal */
    setenv("COLUMNS", "77", 1);
    assert_int_equal(table_width_of(pipe_like), 77);
    setenv("COLUMNS", "-5", 1);
    assert_int_equal(table_width_of(pipe_like), 120);
    unsetenv("COLUMNS");
    assert_int_equal(table_width_of(pipe_like), 120);
    fclose(pipe_like);
    table_free(table);
}

/* Reasons and names may come from any program, or from anyone's results file. */
static void cells_hold_one_harmless_line(void **state)
{
    (void)state;
    struct table *table = three_columns();
    add(table, "two\nlines", "a" ESCAPE "[31m", "tab\tend\r\x7f.");
    table_print(table, paper(), 80, 0);
    shows("name            n  note\n"
          "two lines  a [31m  tab end  .\n");
    table_free(table);

    table = three_columns();
    add(table, "a|b", "<b>", "back\\|slash");
    table_print_markdown(table, paper());
    fclose(printed);
    assert_string_equal(text, "| name | n | note |\n|---|---:|---|\n"
                              "| a\\|b | \\<b> | back\\\\\\|slash |\n");
    free(text);
    table_free(table);
}

static void paragraphs_are_broken_between_words(void **state)
{
    (void)state;
    table_print_wrapped(paper(), 10, "", "one two three four");
    shows("one two\nthree four\n");
    table_print_wrapped(paper(), 10, "> ", "one two three four");
    shows("> one two\n  three\n  four\n");
    table_print_wrapped(paper(), 9, "", "2.00× ✓✓✓ –");
    shows("2.00× ✓✓✓\n–\n");
    table_print_wrapped(paper(), 4, "", "a word-longer-than-it b");
    shows("a\nword-longer-than-it\nb\n");
    table_print_wrapped(paper(), 10, "> ", "  blanks   go  ");
    shows("> blanks\n  go\n");
    table_print_wrapped(paper(), 10, "", "");
    shows("\n");
}

/* For the report page: as it is printed, without columns that are empty. */
static void json_has_the_same_cells(void **state)
{
    (void)state;
    struct table *table = three_columns();
    add(table, "a", "1", "");
    table_row(table);
    table_cell(table, TABLE_PLAIN, "b");
    table_rest(table, TABLE_DIM, "failed: </script>");
    json_t *object = table_json(table);
    char *dumped = json_dumps(object, JSON_COMPACT);
    assert_string_equal(dumped, "{\"columns\":[{\"name\":\"name\",\"align\":\"left\"},"
                                "{\"name\":\"n\",\"align\":\"right\"}],"
                                "\"rows\":[{\"cells\":[\"a\",\"1\"],\"rest\":false},"
                                "{\"cells\":[\"b\",\"failed: </script>\"],\"rest\":true}]}");
    free(dumped);
    json_decref(object);
    table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned),
        cmocka_unit_test(characters_count_and_not_bytes),
        cmocka_unit_test(narrow_tables_give_way),
        cmocka_unit_test(no_more_is_left_out_than_must_be),
        cmocka_unit_test(a_column_follows_another),
        cmocka_unit_test(empty_columns_are_not_shown),
        cmocka_unit_test(nothing_trails),
        cmocka_unit_test(text_runs_on),
        cmocka_unit_test(colours_only_when_asked),
        cmocka_unit_test(cells_hold_one_harmless_line),
        cmocka_unit_test(paragraphs_are_broken_between_words),
        cmocka_unit_test(json_has_the_same_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
