/* The command that links a program, as the build keeps it beside the program in PROGRAM.link: the
 * folder it runs in, then one word a line. */
#ifndef LINK_COMMAND_H
#define LINK_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct link_command {
    char *folder;
    char **words; /* with NULL behind the last */
    size_t count;
};

/* The command of a program, made to write to `output` instead. False, with an empty command, where
 * the build kept none. link_command_free() it. */
bool link_command_read(const char *program, const char *output, struct link_command *command);
void link_command_free(struct link_command *command);

/* Puts another word in the place of one, wherever it stands. */
void link_command_replace(struct link_command *command, const char *word, const char *other);

/* Keeps it as the command of this program. False, and errno says why. */
bool link_command_keep(const struct link_command *command, const char *program);

#endif
