#include "base/markdown_text.h"
#include "base/printable.h"
#include "base/strings.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_special(const char *text, const char *at)
{
    switch (*at) {
    case '_': /* plain within a word, as in names of rungs */
        return at == text || !isalnum((unsigned char)at[-1]) || !isalnum((unsigned char)at[1]);
    case ':': /* addresses become links, which would show the backslash */
        return at[1] == '/' && at[2] == '/';
    case '.':
        return at - text >= 3 && strncmp(at - 3, "www", 3) == 0;
    default:
        return strchr("\\`*<[|~&", *at) != NULL;
    }
}

/* The position of a character that would make a paragraph a heading, a quote, a rule or a list;
 * SIZE_MAX: none. */
static size_t start_of_block(const char *text)
{
    const size_t digits = strspn(text, "0123456789");
    const char *behind = text + digits;
    if (digits == 0)
        return *text && strchr("#>-+=", *text) ? 0 : SIZE_MAX;
    bool is_item = (*behind == '.' || *behind == ')') && (behind[1] == ' ' || !behind[1]);
    return is_item ? digits : SIZE_MAX;
}

static void put(FILE *to, const char *text, size_t escaped)
{
    for (size_t i = 0; text[i]; i++) {
        if (i == escaped || is_special(text, text + i))
            fputc('\\', to);
        fputc(text[i], to);
    }
}

void markdown_text(FILE *to, const char *text)
{
    char *line = printable(copy_string(text), ' ');
    put(to, line, SIZE_MAX);
    free(line);
}

void markdown_first(FILE *to, char *text)
{
    const char *start = printable(text, ' ');
    start += strspn(start, " "); /* four would start a code block */
    put(to, start, start_of_block(start));
    fputc('\n', to);
    free(text);
}

void markdown_paragraph(FILE *to, char *text)
{
    if (!text)
        return;
    fputc('\n', to);
    markdown_first(to, text);
}

void markdown_title(FILE *to, char *text)
{
    fputs("\n**", to);
    markdown_text(to, text);
    fputs("**\n\n", to);
    free(text);
}
