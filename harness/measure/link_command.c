#include "measure/link_command.h"
#include "base/strings.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct link_command *command, const char *word)
{
    command->words = reallocarray(command->words, command->count + 2, sizeof command->words[0]);
    if (!command->words)
        err(1, "the command that links a program");
    command->words[command->count++] = copy_string(word);
    command->words[command->count] = NULL;
}

bool link_command_read(const char *program, const char *output, struct link_command *command)
{
    char *path = format_string("%s.link", program), *line = NULL;
    FILE *file = fopen(path, "re");
    size_t capacity = 0;
    bool writes = false, next = false;
    *command = (struct link_command){0};
    free(path);
    while (file && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (!command->folder) {
            command->folder = copy_string(line);
            continue;
        }
        add(command, next ? output : line);
        writes |= next;
        next = strcmp(line, "-o") == 0;
    }
    free(line);
    if (file)
        fclose(file);
    if (!writes)
        link_command_free(command);
    return writes;
}

void link_command_free(struct link_command *command)
{
    for (size_t i = 0; i < command->count; i++)
        free(command->words[i]);
    free(command->words);
    free(command->folder);
    *command = (struct link_command){0};
}

void link_command_replace(struct link_command *command, const char *word, const char *other)
{
    for (size_t i = 0; i < command->count; i++)
        if (strcmp(command->words[i], word) == 0) {
            free(command->words[i]);
            command->words[i] = copy_string(other);
        }
}

bool link_command_keep(const struct link_command *command, const char *program)
{
    char *path = format_string("%s.link", program);
    FILE *file = fopen(path, "we");
    free(path);
    if (!file)
        return false;
    fprintf(file, "%s\n", command->folder);
    for (size_t i = 0; i < command->count; i++)
        fprintf(file, "%s\n", command->words[i]);
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}
