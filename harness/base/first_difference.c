#include "base/first_difference.h"

#include "base/printable.h"

#include <string.h>

#define BEFORE 30 /* bytes of the line in front of the place */

/* What of the line is shown: from its start, or, where the place is far from it, from shortly
 * before that. */
static void show(FILE *file, long line_start, long place, char *to, bool *ended)
{
    char part[FIRST_DIFFERENCE_SHOWN + 2];
    long from = place - line_start > FIRST_DIFFERENCE_SHOWN - BEFORE ? place - BEFORE : line_start;
    size_t got =
        fseek(file, from, SEEK_SET) == 0 ? fread(part, 1, FIRST_DIFFERENCE_SHOWN + 1, file) : 0;
    const char *newline = memchr(part, '\n', got);
    const char *more = newline || got == 0             ? ""
                       : got <= FIRST_DIFFERENCE_SHOWN ? " (without a newline)"
                                                       : "…";
    size_t length = newline                        ? (size_t)(newline - part)
                    : got > FIRST_DIFFERENCE_SHOWN ? FIRST_DIFFERENCE_SHOWN
                                                   : got;
    *ended = got == 0;
    part[length] = '\0';
    for (size_t i = 0; i < length; i++)
        if (!part[i])
            part[i] = '?';
    snprintf(to, FIRST_DIFFERENCE_SIZE, "%s%s%s", from > line_start ? "…" : "",
             printable(part, '?'), more);
}

bool first_difference(FILE *one, FILE *other, struct first_difference *difference)
{
    FILE *const files[] = {one, other};
    long place = 0, line_start = 0;
    int left, right;
    *difference = (struct first_difference){.line = 1};
    rewind(one);
    rewind(other);
    for (;; place++) {
        left = getc_unlocked(one);
        right = getc_unlocked(other);
        if (left != right)
            break;
        if (left == EOF)
            return false;
        if (left == '\n') {
            difference->line++;
            line_start = place + 1;
        }
    }
    for (size_t i = 0; i < 2; i++)
        show(files[i], line_start, place, difference->lines[i], &difference->ended[i]);
    return true;
}
