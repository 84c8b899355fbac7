/* Text that Markdown leaves as it is. */
#include "base/markdown_text.h"
#include "base/strings.h"
#include "tests/support/samples.h"

#include <stdlib.h>

static void put_paragraph(FILE *to, const char *text)
{
    markdown_paragraph(to, copy_string(text));
}

static void becomes(void (*put)(FILE *to, const char *text), const char *text, const char *expected)
{
    char *written;
    FILE *to = samples_memory(&written);
    put(to, text);
    fclose(to);
    assert_string_equal(written, expected);
    free(written);
}

static void what_is_special_gets_a_backslash(void **state)
{
    (void)state;
    becomes(markdown_text, "*a* `b` ~c~ <d> [e](f) g|h \\ &amp;",
            "\\*a\\* \\`b\\` \\~c\\~ \\<d> \\[e](f) g\\|h \\\\ \\&amp;");
    becomes(markdown_text, "_a_ b_ __c", "\\_a\\_ b\\_ \\_\\_c");
    becomes(markdown_text, "http://a_b www.c.d", "http\\://a_b www\\.c.d");
}

static void plain_text_stays_plain(void **state)
{
    (void)state;
    static const char *const plain[] = {"jit_caseless", "1.97×", "-43 %", "12. a", "# a",
                                        "A/A: 1 (2)!",  "now.",  "",      "> a"};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        becomes(markdown_text, plain[i], plain[i]);
}

static void all_is_one_line(void **state)
{
    (void)state;
    becomes(markdown_text, "a\n<!-- end -->\r\033b", "a \\<!-- end -->  b");
    becomes(put_paragraph, "a\n\n# b", "\na  # b\n");
}

/* What begins a heading, a quote, a list, a rule or a block of code does so in a line's beginning.
 */
static void a_paragraph_begins_no_block(void **state)
{
    (void)state;
    becomes(put_paragraph, "# a", "\n\\# a\n");
    becomes(put_paragraph, "> a", "\n\\> a\n");
    becomes(put_paragraph, "- a", "\n\\- a\n");
    becomes(put_paragraph, "+ a", "\n\\+ a\n");
    becomes(put_paragraph, "---", "\n\\---\n");
    becomes(put_paragraph, "12. a", "\n12\\. a\n");
    becomes(put_paragraph, "12) a", "\n12\\) a\n");
    becomes(put_paragraph, "    a", "\na\n");
    becomes(put_paragraph, "1.5 s in all.", "\n1.5 s in all.\n");
    becomes(put_paragraph, NULL, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_special_gets_a_backslash),
        cmocka_unit_test(plain_text_stays_plain),
        cmocka_unit_test(all_is_one_line),
        cmocka_unit_test(a_paragraph_begins_no_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
