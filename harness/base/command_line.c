#include "base/command_line.h"
#include "base/strings.h"

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        err(1, "command");
    return memory;
}

/* Takes one word from *line, which begins with no blank, into `word`. */
static bool take_word(const char **line, char *word, char *why, size_t why_size)
{
    const char *at = *line;
    char quote = '\0';
    for (; *at && (quote || !strchr(" \t\n", *at)); at++) {
        if (quote == '\'' && *at != '\'') {
            *word++ = *at;
        } else if (*at == quote) {
            quote = '\0';
        } else if (!quote && (*at == '\'' || *at == '"')) {
            quote = *at;
        } else if (*at == '\\' && !at[1]) {
            snprintf(why, why_size, "it ends with a backslash");
            return false;
        } else if (*at == '\\') {
            if (quote && !strchr("\"\\$`", at[1]))
                *word++ = *at;
            *word++ = *++at;
        } else if (strchr(quote ? "$`" : "$`|&;<>()", *at)) {
            snprintf(why, why_size,
                     "only a shell knows what %c means: put it in '...', or run sh -c '...'", *at);
            return false;
        } else {
            *word++ = *at;
        }
    }
    if (quote) {
        snprintf(why, why_size, "a %c is not closed", quote);
        return false;
    }
    *line = at;
    return true;
}

char **command_line_split(const char *line, char *why, size_t why_size)
{
    char **words = allocate(strlen(line) / 2 + 2, sizeof *words);
    for (size_t count = 0; line += strspn(line, " \t\n"), *line; count++) {
        char *word = words[count] = allocate(strlen(line) + 1, 1);
        if (!take_word(&line, word, why, why_size)) {
            command_line_free(words);
            return NULL;
        }
    }
    if (words[0])
        return words;
    snprintf(why, why_size, "there is no command");
    command_line_free(words);
    return NULL;
}

static char *expand(const char *word, const char *path)
{
    static const char place[] = "{data}";
    char *expanded;
    size_t size;
    FILE *to = open_memstream(&expanded, &size);
    if (!to)
        err(1, "command");
    for (const char *at; (at = strstr(word, place)); word = at + strlen(place))
        fprintf(to, "%.*s%s", (int)(at - word), word, path);
    fputs(word, to);
    if (fclose(to) != 0)
        err(1, "command");
    return expanded;
}

char **command_line_expand(char *const *words, const char *path)
{
    size_t count = 0;
    while (words[count])
        count++;
    char **expanded = allocate(count + 1, sizeof *expanded);
    for (size_t i = 0; i < count; i++)
        expanded[i] = expand(words[i], path);
    return expanded;
}

char *command_line_shown(const char *word)
{
    char *shown;
    size_t size;
    if (*word && !strpbrk(word, " \t\n,;'\""))
        return copy_string(word);
    FILE *to = open_memstream(&shown, &size);
    if (!to)
        err(1, "command");
    putc('\'', to);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", to);
        else
            putc(*word, to);
    putc('\'', to);
    if (fclose(to) != 0)
        err(1, "command");
    return shown;
}

char **command_line_copy(char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    char **copy = allocate(count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = copy_string(words[i]);
    return copy;
}

void command_line_free(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}

char *command_line_path(const char *path)
{
    return format_string("%s%s", *path == '-' ? "./" : "", path);
}
