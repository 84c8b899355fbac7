#include "base/ascii.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Judged by its name, which works even if this machine lacks the locale. */
static bool locale_is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"}; /* the first one counts */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *locale = getenv(names[i]);
        if (locale && *locale)
            return strcasestr(locale, "utf-8") || strcasestr(locale, "utf8");
    }
    return false;
}

/* How many bytes the character has that starts with this byte. */
static size_t bytes_of(char first)
{
    unsigned char byte = (unsigned char)first;
    return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static const char *stand_in(const char *character, size_t bytes)
{
    static const char *const known[][2] = {{"×", "x"},  {"–", "-"},   {"−", "-"},
                                           {"✓", "ok"}, {"…", "..."}, {"±", "+-"},
                                           {"→", "->"}, {"·", "."},   {"µ", "u"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i][0]) == bytes && memcmp(character, known[i][0], bytes) == 0)
            return known[i][1];
    return "?";
}

int ascii_columns(const char *text, size_t bytes)
{
    bool plain = !locale_is_utf8();
    int columns = 0;
    for (size_t i = 0; i < bytes && text[i];) {
        size_t length = bytes_of(text[i]);
        length = strnlen(text + i, length < bytes - i ? length : bytes - i);
        columns += plain && length > 1 ? (int)strlen(stand_in(text + i, length)) : 1;
        i += length;
    }
    return columns;
}

/* A stream gets its bytes in parts, which may end within a character; that then waits. */
struct passing {
    FILE *to;
    char held[4];
    size_t count;
    struct passing *next;
};
static struct passing *opened; /* referenced until the program ends, so not leaked */

static ssize_t pass(void *cookie, const char *bytes, size_t size)
{
    struct passing *passing = cookie;
    for (size_t i = 0; i < size; i++) {
        passing->held[passing->count++] = bytes[i];
        if (passing->count < bytes_of(passing->held[0]))
            continue;
        if ((unsigned char)passing->held[0] < 0x80)
            fputc(passing->held[0], passing->to);
        else
            fputs(stand_in(passing->held, passing->count), passing->to);
        passing->count = 0;
    }
    return (ssize_t)size; /* errors are kept by `to` */
}

FILE *ascii_stream(FILE *to)
{
    if (locale_is_utf8())
        return to;
    struct passing *passing = calloc(1, sizeof *passing);
    const cookie_io_functions_t functions = {.write = pass};
    FILE *stream = passing ? fopencookie(passing, "w", functions) : NULL;
    if (!stream)
        err(1, "standard output");
    *passing = (struct passing){.to = to, .next = opened};
    opened = passing;
    setvbuf(stream, NULL, _IONBF, 0);
    return stream;
}
