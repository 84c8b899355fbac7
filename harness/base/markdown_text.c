#include "base/markdown_text.h"
#include "base/printable.h"
#include "base/strings.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_special(const char *text, const char *at)
{
    switch (*at) {
    case '_': /* plain within a word; a backslash there would spoil the names of rungs */
        return at == text || !isalnum((unsigned char)at[-1]) || !isalnum((unsigned char)at[1]);
    case ':': /* addresses become links, which show backslashes as they are */
        return at[1] == '/' && at[2] == '/';
    case '.':
        return at - text >= 3 && strncmp(at - 3, "www", 3) == 0;
    default:
        return strchr("\\`*<[|~&", *at) != NULL;
    }
}

/* The character that would make a paragraph a heading, a quote, a rule or a list; NULL for none. */
static const char *start_of_block(const char *text)
{
    const char *behind = text + strspn(text, "0123456789");
    if (behind == text)
        return *text && strchr("#>-+=", *text) ? text : NULL;
    bool is_item = (*behind == '.' || *behind == ')') && (behind[1] == ' ' || !behind[1]);
    return is_item ? behind : NULL;
}

static void put(FILE *to, const char *text, const char *escaped)
{
    for (const char *at = text; *at; at++) {
        if (at == escaped || is_special(text, at))
            fputc('\\', to);
        fputc(*at, to);
    }
}

void markdown_text(FILE *to, const char *text)
{
    char *line = printable(copy_string(text), ' ');
    put(to, line, NULL);
    free(line);
}

void markdown_first(FILE *to, char *text)
{
    const char *start = printable(text, ' ');
    start += strspn(start, " "); /* four would begin a block of code */
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
