/* Questions, answered from a file. */
#include "base/seal.h"
#include "commands/ask.h"
#include "system/run.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Opens a file with these answers; prints to memory. */
struct asking {
    struct ask ask;
    char path[32], *printed;
    size_t size;
};

static void answers_are(struct asking *asking, const char *answers, size_t length)
{
    char why[200];
    strcpy(asking->path, "/tmp/ask.XXXXXX");
    int fd = mkstemp(asking->path);
    assert_true(fd >= 0 && write(fd, answers, length) == (ssize_t)length);
    close(fd);
    assert_true(ask_open(&asking->ask, asking->path, why, sizeof why));
    asking->ask.to = open_memstream(&asking->printed, &asking->size);
    assert_non_null(asking->ask.to);
}

static void done(struct asking *asking)
{
    ask_close(&asking->ask);
    fclose(asking->ask.to);
    free(asking->printed);
    unlink(asking->path);
}

static void numbers(void **state)
{
    static const struct {
        const char *answer;
        double value; /* < 0: it is asked for again */
    } cases[] = {{"3", 3},      {"3.5", 3.5},  {"3,5", 3.5},   {"20%", 20}, {"20 %", 20},
                 {"2x", 2},     {"2×", 2},     {"2 times", 2}, {"0", 0},    {"100", 100},
                 {"100.1", -1}, {"-1", -1},    {"", -1},       {"nan", -1}, {"inf", -1},
                 {"0x10", -1},  {"1e1", -1},   {"ten", -1},    {"3 4", -1}, {"%", -1},
                 {"3,5,1", -1}, {"1e999", -1}, {"--1", -1},    {"x", -1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char why[200] = "";
        struct ask_number number = {.most = 100, .value = -1};
        bool taken = ask_number(cases[i].answer, &number, why, sizeof why);
        assert_int_equal(taken, cases[i].value >= 0);
        assert_int_equal(*why == '\0', taken);
        assert_true(number.value == cases[i].value);
    }
}

static void choices(void **state)
{
    (void)state;
    static const char *const names[] = {"read", "search"};
    char why[200] = "";
    struct ask_choice choice = {names, 2, 9};
    assert_true(ask_choice("Search", &choice, why, sizeof why));
    assert_int_equal(choice.chosen, 1);
    assert_true(ask_choice("1", &choice, why, sizeof why));
    assert_int_equal(choice.chosen, 0);
    static const char *const wrong[] = {"0", "3", "", "1x", "sea", "-1", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(ask_choice(wrong[i], &choice, why, sizeof why));
        assert_string_equal(why, "Give one of these names, or its number: 1 read, 2 search.");
    }
}

/* A wrong answer repeats the question. */
static void again(void **state)
{
    (void)state;
    static const char answers[] = "# a remark\n\nmany\n?\n300\n\0\n 42 % \nrest";
    struct question question = {"How much", "In per cent.", ask_number};
    struct ask_number number = {.most = 100};
    struct asking asking;
    answers_are(&asking, answers, sizeof answers - 1);
    assert_int_equal(ask(&asking.ask, &question, &number), ASK_ANSWERED);
    assert_true(number.value == 42);
    assert_string_equal(asking.ask.answer, "42 %");
    fflush(asking.ask.to);
    assert_string_equal(asking.printed,
                        "How much: many\n  That is not a number; ? explains.\n"
                        "How much: ?\n  In per cent.\n"
                        "How much: 300\n  Give a number from 0 to 100; ? explains.\n"
                        "How much: ?\n  In per cent.\n" /* the NUL */
                        "How much: 42 %\n");
    question.take = ask_text; /* a last line needs no newline */
    assert_int_equal(ask(&asking.ask, &question, NULL), ASK_ANSWERED);
    assert_string_equal(asking.ask.answer, "rest");
    assert_int_equal(ask(&asking.ask, &question, NULL), ASK_ENDED);
    assert_int_equal(ask(&asking.ask, &question, NULL), ASK_ENDED);
    done(&asking);
}

static void a_line_without_end(void **state)
{
    (void)state;
    static char answers[3000];
    const size_t length = sizeof answers - 1;
    struct question question = {"Which", "", ask_text};
    struct asking asking;
    memset(answers, 'x', sizeof answers);
    answers[length - 3] = answers[length - 1] = '\n';
    answers[length - 2] = 'y';
    answers_are(&asking, answers, length);
    assert_int_equal(ask(&asking.ask, &question, NULL), ASK_ANSWERED);
    assert_string_equal(asking.ask.answer, "y");
    fflush(asking.ask.to);
    assert_non_null(strstr(asking.printed, "\n  That answer is too long.\nWhich: y\n"));
    done(&asking);
}

static void interrupted(void **state)
{
    (void)state;
    int ends[2];
    struct question question = {"Which", "", ask_text};
    struct asking asking;
    answers_are(&asking, "", 0);
    assert_int_equal(pipe(ends), 0); /* nothing ever arrives */
    close(asking.ask.from);
    asking.ask.from = ends[0];
    run_catch_interrupts();
    raise(SIGINT); /* blocked, until the question waits */
    assert_int_equal(ask(&asking.ask, &question, NULL), ASK_STOPPED);
    run_interrupted = 0;
    run_let_interrupts();
    close(ends[1]);
    done(&asking);
}

static void no_file(void **state)
{
    (void)state;
    struct ask ask;
    char why[200];
    assert_false(ask_open(&ask, "/nowhere/answers", why, sizeof why));
    assert_string_equal(why, "/nowhere/answers: No such file or directory");
}

static void seals(void **state)
{
    (void)state;
    uint64_t first = seal_of(SEAL_FIRST, "a");
    assert_true(first == seal_of(SEAL_FIRST, "a"));
    assert_true(seal_of(SEAL_FIRST, "b") != first);
    assert_true(seal_of(first, "a") != first);
    /* FNV-1a of eight zeros and nothing else, computed apart. */
    assert_true(seal_of(SEAL_FIRST, "") == 0xa8c7f832281a39c5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),     cmocka_unit_test(choices),
        cmocka_unit_test(again),       cmocka_unit_test(a_line_without_end),
        cmocka_unit_test(interrupted), cmocka_unit_test(no_file),
        cmocka_unit_test(seals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
