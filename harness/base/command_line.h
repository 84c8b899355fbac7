/* A command line in words, as a shell would split it, with nothing run or looked up on the way:
 * blanks part words, '...' keeps all as it is, "..." all but a backslash before " \ $ or `, and a
 * backslash elsewhere the next character. What only a shell can do is refused, not guessed at. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stddef.h>

/* The words, at least one, with NULL behind the last; command_line_free() them. NULL with why. */
char **command_line_split(const char *line, char *why, size_t why_size);

/* The words with every {data} in them replaced by a path; command_line_free() them. */
char **command_line_expand(char *const *words, const char *path);

char **command_line_copy(char *const *words);
void command_line_free(char **words);

/* A path as an argument that no program takes for an option: behind ./ where it begins with a dash.
 * free() it. */
char *command_line_path(const char *path);

#endif
