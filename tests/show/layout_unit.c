/* What the layout trap tells: where it shows, and where it does not. */
#include "show/layout_views.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static char *told(const struct effect_row *rows, size_t count, int width)
{
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, width, false};
    layout_views(&terminal, rows, count, 8, "data/random.txt", 29999970);
    fclose(to);
    return text;
}

static const struct effect_row rows[] = {
    {"baseline", {1, 1.08, 1.05, 1.03}, 1.04, 0, 1, 0.08, true},
    {"compiled", {1.06, 1.02, 0.99, 1.08}, 1.0375, 2, 3, 0.0909, true},
    {"jit", {0.3, 0.3, 0.301, 0.3}, 0.30025, 0, 2, 0.0033, false},
};

static void where_it_shows(void **state)
{
    (void)state;
    char *text = told(rows, 3, 100);
    assert_has(text, "times relative to baseline at +0\n");
    assert_has(text, "in 8 shuffled rounds. Times are medians.");
    assert_has(text, "All of them search 30.0 MB of");
    assert_has(text, "variant      +0    +16    +32    +48  spread   mean\n"
                     "baseline  1.000  1.080  1.050  1.030   8.0 %  1.040\n"
                     "compiled  1.060  1.020  0.990  1.080   9.1 %  1.038\n"
                     "jit       0.300  0.300  0.301  0.300   0.3 %  0.300\n");
    assert_has(text,
               "What it looks like: compiled takes 9.1 % longer with 48 bytes in front of its");
    assert_has(text, "What it is: ");
    assert_has(text, "Remember: one layout is one sample");
    free(text);
}

static void in_forty_columns(void **state)
{
    (void)state;
    char *text = told(rows, 1, 40);
    assert_has(text, "The trap: 4 places for one code, times\nrelative to baseline at +0\n");
    assert_has(text, "variant     +0   +16   +32   +48 spread\n"
                     "baseline 1.000 1.080 1.050 1.030  8.0 %\n"
                     "(left out: mean; a wider terminal shows\nit)\n");
    free(text);
}

static void where_it_does_not(void **state)
{
    (void)state;
    char *text = told(rows + 2, 1, 100);
    assert_has(text, "The trap does not show here");
    assert_has(text, "`trap layout` with more --rounds"); /* a lesson has no such option */
    assert_lacks(text, "What it looks like");
    assert_lacks(text, "Remember");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_it_shows),
        cmocka_unit_test(in_forty_columns),
        cmocka_unit_test(where_it_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
