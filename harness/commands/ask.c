#include "commands/ask.h"
#include "base/ascii.h"
#include "base/printable.h"
#include "base/strings.h"
#include "base/table.h"
#include "system/run.h"
#include "system/run_child.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDEST 80

bool ask_open(struct ask *ask, const char *path, char *why, size_t why_size)
{
    int width = table_width_of(stdout);
    *ask = (struct ask){.to = ascii_stream(stdout),
                        .width = width < WIDEST ? width : WIDEST,
                        .path = path,
                        .from = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO};
    if (ask->from < 0)
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
    return ask->from >= 0;
}

void ask_close(struct ask *ask)
{
    if (ask->path && ask->from >= 0)
        close(ask->from);
}

void ask_say(const struct ask *ask, const char *format, ...)
{
    va_list list;
    char *text = NULL;
    va_start(list, format);
    int length = vasprintf(&text, format, list);
    va_end(list);
    if (length < 0)
        return;
    table_print_wrapped(ask->to, ask->width, "", printable(text, ' '));
    fputc('\n', ask->to);
    free(text);
}

/* --- reading lines --- */

/* The length of the buffer's first line; 0 if it isn't complete yet. The end of the input and a
 * full buffer end a line, too. */
static size_t line_length(const struct ask *ask)
{
    const char *end = memchr(ask->buffer, '\n', ask->filled);
    return end                                               ? (size_t)(end - ask->buffer) + 1
           : ask->ended || ask->filled == sizeof ask->buffer ? ask->filled
                                                             : 0;
}

/* Fills the buffer until it holds a line. */
static enum ask_end fill(struct ask *ask)
{
    while (line_length(ask) == 0 && !ask->ended) {
        struct pollfd polls[] = {{.fd = ask->from, .events = POLLIN}};
        int ready = run_poll(polls, 1, UINT64_MAX / 4);
        if (run_interrupted)
            return ASK_STOPPED;
        if (ready <= 0)
            continue;
        ssize_t got = read(ask->from, ask->buffer + ask->filled, sizeof ask->buffer - ask->filled);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        ask->ended = got <= 0;
        ask->filled += got > 0 ? (size_t)got : 0;
    }
    return line_length(ask) > 0 ? ASK_ANSWERED : ASK_ENDED;
}

static void drop(struct ask *ask, size_t length)
{
    ask->filled -= length;
    memmove(ask->buffer, ask->buffer + length, ask->filled);
}

/* Makes the buffer's first line the answer. False if it is too long. */
static bool take_line(struct ask *ask)
{
    size_t length = line_length(ask), start = 0;
    bool whole = length < sizeof ask->buffer || memchr(ask->buffer, '\n', length);
    size_t end = length < sizeof ask->answer ? length : sizeof ask->answer - 1;
    while (start < end && isspace((unsigned char)ask->buffer[start]))
        start++;
    while (end > start && isspace((unsigned char)ask->buffer[end - 1]))
        end--;
    memcpy(ask->answer, ask->buffer + start, end - start);
    ask->answer[end - start] = '\0';
    for (char *nul; (nul = memchr(ask->answer, '\0', end - start));)
        *nul = '?';
    printable(ask->answer, '?');
    drop(ask, length);
    return whole;
}

static enum ask_end read_line(struct ask *ask, bool *whole)
{
    enum ask_end end;
    do {
        *whole = true;
        end = fill(ask);
        while (end == ASK_ANSWERED && !take_line(ask)) {
            *whole = false; /* nor is the rest of the line an answer */
            end = fill(ask);
        }
    } while (end == ASK_ANSWERED && *whole && ask->path && (*ask->answer == '#' || !*ask->answer));
    return end;
}

/* --- asking --- */

static void tell(const struct ask *ask, const char *what)
{
    table_print_wrapped(ask->to, ask->width, "  ", what);
}

enum ask_end ask(struct ask *ask, const struct question *question, void *to)
{
    for (;;) {
        char why[200] = "";
        bool whole;
        table_print_words(ask->to, ask->width - 2, "", question->prompt);
        fputs(": ", ask->to);
        fflush(ask->to);
        enum ask_end end = read_line(ask, &whole);
        if (end != ASK_ANSWERED) {
            fputc('\n', ask->to);
            return end;
        }
        if (ask->path || !isatty(ask->from))
            fprintf(ask->to, "%s\n", ask->answer);
        if (!whole)
            tell(ask, "That answer is too long.");
        else if (strcmp(ask->answer, "?") == 0)
            tell(ask, question->help);
        else if (question->take(ask->answer, to, why, sizeof why))
            return ASK_ANSWERED;
        else
            tell(ask, why);
    }
}

bool ask_text(const char *answer, void *to, char *why, size_t why_size)
{
    (void)to;
    if (!*answer)
        snprintf(why, why_size, "Please write an answer; ? explains.");
    return *answer;
}

bool ask_number(const char *answer, void *to, char *why, size_t why_size)
{
    static const char *const units[] = {"", "%", "x", "X", "×", "times"};
    struct ask_number *number = to;
    char *text = copy_string(answer), *end, *comma = strchr(text, ',');
    bool good = false;
    if (comma)
        *comma = '.';
    double value = strtod(text, &end);
    /* Digits alone: strtod() also takes nan, inf and hexadecimal ones. */
    bool digits = end > text && strspn(text, "+-.0123456789") == (size_t)(end - text);
    while (*end == ' ')
        end++;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        good |= digits && strcmp(end, units[i]) == 0;
    free(text);
    bool fits = value >= number->least && value <= number->most;
    if (!good)
        snprintf(why, why_size, "That is not a number; ? explains.");
    else if (!fits)
        snprintf(why, why_size, "Give a number from %.10g to %.10g; ? explains.", number->least,
                 number->most);
    else
        number->value = value;
    return good && fits;
}

bool ask_choice(const char *answer, void *to, char *why, size_t why_size)
{
    struct ask_choice *choice = to;
    char *end;
    unsigned long place = strtoul(answer, &end, 10);
    bool is_place = isdigit((unsigned char)*answer) && !*end && place >= 1;
    for (size_t i = 0; i < choice->count; i++)
        if (strcasecmp(answer, choice->names[i]) == 0 || (is_place && place == i + 1)) {
            choice->chosen = i;
            return true;
        }
    int length = snprintf(why, why_size, "Give one of these names, or its number:");
    for (size_t i = 0; i < choice->count && (size_t)length < why_size; i++)
        length += snprintf(why + length, why_size - (size_t)length, " %zu %s%s", i + 1,
                           choice->names[i], i + 1 < choice->count ? "," : ".");
    return false;
}
