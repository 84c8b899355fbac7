/* The command that links a program. The build keeps it beside the program in PROGRAM.link: the
 * folder in which it runs, then one word per line. */
#ifndef LINK_COMMAND_H
#define LINK_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct link_command {
    char *folder;
    char **words; /* ends with NULL */
    size_t count;
};

/* A program's command, changed to write to `output`. False, with an empty command, if the build
 * kept none. link_command_free() it. */
bool link_command_read(const char *program, const char *output, struct link_command *command);
void link_command_free(struct link_command *command);

/* Replaces a word by another, wherever it occurs. */
void link_command_replace(struct link_command *command, const char *word, const char *other);

/* Writes it as the command of this program. False with errno. */
bool link_command_keep(const struct link_command *command, const char *program);

#endif
