/* Splits a command line into words as a shell would, without running or looking up anything. Blanks
 * separate words; '...' keeps everything as it is; "..." everything but a backslash before " \ $ or
 * `; outside quotes, a backslash keeps the next character. Anything that only a shell can do is
 * refused. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stddef.h>

/* The words, at least one, then NULL; command_line_free() them. Returns NULL, with why, on failure.
 */
char **command_line_split(const char *line, char *why, size_t why_size);

/* A copy of the words in which a path replaces every {data}; command_line_free() it. */
char **command_line_expand(char *const *words, const char *path);

/* A word as a list shows it: in '...', as a shell wants it, if it has a blank, a comma, a semicolon
 * or a quote, or is empty. free() it. */
char *command_line_shown(const char *word);

char **command_line_copy(char *const *words);
void command_line_free(char **words);

/* A path as an argument that no program takes for an option: with ./ before it if it begins with a
 * dash. free() it. */
char *command_line_path(const char *path);

#endif
