#include "base/strings.h"
#include "commands/lesson_acts.h"
#include "show/tables.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- several numbers in a line --- */

struct numbers {
    double least, most;
    size_t count;
    double values[LESSON_LIST_MOST];
};

/* "20 30 40 10", "20, 30, 40, 10", "20,30,40,10"; units are fine. Where there are blanks, or is one
 * number, a comma inside of a word is a decimal one. */
static ask_take take_numbers;

static bool take_numbers(const char *answer, void *to, char *why, size_t why_size)
{
    struct numbers *numbers = to;
    struct ask_number number = {numbers->least, numbers->most, 0};
    const char *between = numbers->count == 1 || strpbrk(answer, " \t;") ? " \t;" : " \t;,";
    char *words = copy_string(answer), *rest = words, *word;
    size_t count = 0;
    bool good = true;
    while (good && (word = strsep(&rest, between))) {
        size_t length = strlen(word);
        if (length > 0 && word[length - 1] == ',')
            word[length - 1] = '\0';
        if (!*word || strcmp(word, "%") == 0 || strcmp(word, "x") == 0)
            continue;
        good = ask_number(word, &number, why, why_size);
        if (good && count < numbers->count)
            numbers->values[count] = number.value;
        count++;
    }
    free(words);
    if (good && count != numbers->count) {
        if (numbers->count == 1)
            snprintf(why, why_size, "Give one number; ? explains.");
        else
            snprintf(why, why_size, "Give %zu numbers, with blanks between; ? explains.",
                     numbers->count);
        return false;
    }
    return good;
}

/* --- where the time goes --- */

static const enum stage asked_stages[] = {STAGE_READ, STAGE_COMPILE, STAGE_LOWER, STAGE_SEARCH};
#define ASKED (sizeof asked_stages / sizeof asked_stages[0])

static bool take_shares(const char *answer, void *to, char *why, size_t why_size)
{
    struct lesson *lesson = to;
    struct numbers numbers = {0, 100, ASKED, {0}};
    double sum = 0;
    if (!take_numbers(answer, &numbers, why, why_size))
        return false;
    for (size_t i = 0; i < ASKED; i++)
        sum += numbers.values[i];
    if (fabs(sum - 100) > 1.01) {
        snprintf(why, why_size, "These add up to %.4g %%. A whole has 100 %%: try again.", sum);
        return false;
    }
    for (size_t i = 0; i < ASKED; i++)
        lesson->shares[asked_stages[i]] = numbers.values[i] / 100;
    lesson->has_shares = true;
    return true;
}

bool lesson_ask_shares(struct course *course)
{
    static const struct question question = {
        "Shares of read, compile, lower and search in per cent",
        "Four numbers that add up to 100, such as 25 25 25 25. There is no penalty for a wrong "
        "guess: a guess that was written down is what you learn from.",
        take_shares};
    return course_ask(course, "shares", &question, &course->lesson);
}

/* --- ideas --- */

/* As far as they can be measured here. */
static size_t available(const struct course *course, const struct lesson_list *list,
                        const char *names[LESSON_LIST_MOST])
{
    size_t count = 0;
    for (const char *const *name = list->names; *name; name++)
        if (course_has(course, *name))
            names[count++] = *name;
    return count;
}

/* "compiled, caseless and chunked", into a prompt. */
static char *join(const char *before, const char *const *names, size_t count)
{
    char *list = NULL;
    for (size_t i = 0; i < count; i++)
        list = append_string(list, "%s", names[i]);
    char *text = format_string("%s: %s", before, list ? list : "");
    free(list);
    return text;
}

static bool ask_gains(struct course *course, int act, const char *const *names, size_t count)
{
    struct numbers numbers = {LESSON_GAIN_LEAST, LESSON_GAIN_MOST, count, {0}};
    char *prompt = join("How many times as fast", names, count);
    char *key = format_string("act %d: gains of %s", act, names[0]);
    const struct question question = {
        prompt,
        "A number for each, in this order, with blanks between: 1 is no gain, 2 is twice as fast, "
        "1.05 is 5 % faster, 0.9 is slower.",
        take_numbers};
    bool answered = course_ask(course, key, &question, &numbers);
    struct lesson *lesson = &course->lesson;
    for (size_t i = 0; answered && i < count && lesson->idea_count < LESSON_IDEAS_MOST; i++) {
        struct lesson_idea *idea = &lesson->ideas[lesson->idea_count++];
        *idea = (struct lesson_idea){.act = act, .gain = numbers.values[i]};
        snprintf(idea->name, sizeof idea->name, "%s", names[i]);
    }
    free(prompt);
    free(key);
    return answered;
}

static bool ask_which(struct course *course, int act, const char *const *names, size_t count)
{
    struct ask_choice choice = {names, count, 0};
    char *key = format_string("act %d: choice", act);
    const struct question question = {"There is time for one. Which first",
                                      "The name of the one that you would build first.",
                                      ask_choice};
    bool answered = course_ask(course, key, &question, &choice);
    struct lesson *lesson = &course->lesson;
    if (answered)
        lesson->ideas[lesson->idea_count - count + choice.chosen].chosen = true;
    free(key);
    return answered;
}

bool lesson_ask_ideas(struct course *course, const struct lesson_list *list, bool choose)
{
    const char *names[LESSON_LIST_MOST];
    size_t count = available(course, list, names);
    if (count == 0)
        return true;
    for (size_t i = 0; i < count && course_speaks(course); i++) {
        char *label = format_string("  %-18s ", names[i]);
        table_print_wrapped(course->ask.to, course->ask.width, label,
                            course_idea(course, names[i]));
        free(label);
    }
    if (course_speaks(course))
        fputc('\n', course->ask.to);
    if (!ask_gains(course, list->act, names, count) ||
        (choose && count > 1 && !ask_which(course, list->act, names, count)))
        return false;
    course_seal(course);
    return true;
}

/* --- bottlenecks --- */

bool lesson_ask_bottleneck(struct course *course, const char *of)
{
    static const char *const names[ASKED] = {"read", "compile", "lower", "search"};
    struct ask_choice choice = {names, ASKED, 0};
    char *prompt = format_string("What takes most of the time of %s", of);
    char *key = format_string("bottleneck of %s", of);
    const struct question question = {
        prompt, "One of these stages: read, compile, lower (to lower case), search.", ask_choice};
    bool answered = course_ask(course, key, &question, &choice);
    struct lesson *lesson = &course->lesson;
    if (answered && lesson->bottleneck_count < LESSON_BOTTLENECKS_MOST) {
        struct lesson_bottleneck *one = &lesson->bottlenecks[lesson->bottleneck_count++];
        one->stage = asked_stages[choice.chosen];
        snprintf(one->of, sizeof one->of, "%s", of);
    }
    free(prompt);
    free(key);
    return answered;
}
