/* Command lines in words: as a shell splits them, and what only a shell could do refused. */
#include "base/command_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The words with < and > around each. */
static char *split(const char *line)
{
    static char shown[400];
    char why[200] = "";
    char **words = command_line_split(line, why, sizeof why);
    if (!words)
        return snprintf(shown, sizeof shown, "! %s", why), shown;
    shown[0] = '\0';
    for (char **word = words; *word; word++)
        snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "<%s>", *word);
    command_line_free(words);
    return shown;
}

static void as_a_shell_does(void **state)
{
    (void)state;
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"one", "<one>"},
        {"  one\ttwo\n three ", "<one><two><three>"},
        {"a 'b c' d", "<a><b c><d>"},
        {"a 'b\\n$x|`y`\"z' d", "<a><b\\n$x|`y`\"z><d>"},
        {"\"b 'c' d\"", "<b 'c' d>"},
        {"\"a\\\"b\\\\c\\$d\\`e\\fg\"", "<a\"b\\c$d`e\\fg>"},
        {"a\\ b\\'c \\$d", "<a b'c><$d>"},
        {"a'b'\"c\"d''", "<abcd>"},
        {"'' \"\"", "<><>"},
        {"sh -c 'grep x {data} | wc -l'", "<sh><-c><grep x {data} | wc -l>"},
        {"\"a|b&c;d<e>f(g)\"", "<a|b&c;d<e>f(g)>"},
        {"rg [0-9]* ~ #no", "<rg><[0-9]*><~><#no>"},
        {"caf\303\251 \377", "<caf\303\251><\377>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(split(cases[i].line), cases[i].words);
}

static void what_cannot_be_split(void **state)
{
    (void)state;
    assert_string_equal(split(""), "! there is no command");
    assert_string_equal(split(" \t\n"), "! there is no command");
    assert_string_equal(split("a 'b"), "! a ' is not closed");
    assert_string_equal(split("a \"b'"), "! a \" is not closed");
    assert_string_equal(split("a b\\"), "! it ends with a backslash");
    assert_string_equal(split("\"a\\"), "! it ends with a backslash");
    static const char *const shells[] = {"a | b",     "a > b",   "a < b",  "a; b",
                                         "a & b",     "(a)",     "a `b`",  "a $HOME",
                                         "\"$HOME\"", "\"`b`\"", "a'b'$c", "a\"b\"|"};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        assert_int_equal(strncmp(split(shells[i]), "! only a shell knows what ", 26), 0);
}

static void the_path_is_put_in(void **state)
{
    (void)state;
    char *words[] = {(char *)"a",
                     (char *)"{data}",
                     (char *)"--in={data},{data}.",
                     (char *)"{dat{data}a}",
                     (char *)"{DATA}",
                     NULL};
    char **expanded = command_line_expand(words, "my {data} 100%s.txt");
    assert_string_equal(expanded[0], "a");
    assert_string_equal(expanded[1], "my {data} 100%s.txt");
    assert_string_equal(expanded[2], "--in=my {data} 100%s.txt,my {data} 100%s.txt.");
    assert_string_equal(expanded[3], "{datmy {data} 100%s.txta}");
    assert_string_equal(expanded[4], "{DATA}");
    assert_null(expanded[5]);
    command_line_free(expanded);
}

static void a_path_is_no_option(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"-text.txt", "./-text.txt"},
                                           {"-", "./-"},
                                           {"--help", "./--help"},
                                           {"text-1.txt", "text-1.txt"},
                                           {"/-text.txt", "/-text.txt"}};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char *path = command_line_path(paths[i][0]);
        assert_string_equal(path, paths[i][1]);
        free(path);
    }
}

/* What a shell makes of it is the word again. */
static void a_word_in_a_list(void **state)
{
    (void)state;
    static const char *const words[][2] = {{"[0-9]{1}bob", "[0-9]{1}bob"},
                                           {"bot|crawler", "bot|crawler"},
                                           {"[0-9]{1,3}", "'[0-9]{1,3}'"},
                                           {"\" 5[0-9] ", "'\" 5[0-9] '"},
                                           {"a;b", "'a;b'"},
                                           {"a\tb", "'a\tb'"},
                                           {"it's", "'it'\\''s'"},
                                           {"", "''"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *shown = command_line_shown(words[i][0]), why[200];
        assert_string_equal(shown, words[i][1]);
        if (*shown == '\'') { /* else it may mean something to a shell */
            char **again = command_line_split(shown, why, sizeof why);
            assert_non_null(again);
            assert_string_equal(again[0], words[i][0]);
            assert_null(again[1]);
            command_line_free(again);
        }
        free(shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_shell_does),    cmocka_unit_test(what_cannot_be_split),
        cmocka_unit_test(the_path_is_put_in), cmocka_unit_test(a_path_is_no_option),
        cmocka_unit_test(a_word_in_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
